import { IDENTIFIERS, type Identifier, type IdentityPolicy, type Listed } from '../../intake/identity';
import type { Mapping } from '../../intake/types';
import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';

const NAMES: Record<Identifier, (inputs: { column: string }) => string> = {
  customer: m.identity_by_customer,
  email: m.identity_by_email,
  phone: m.identity_by_phone,
};

/** By what customers of this file can be told apart: the columns it has, and all together where there are two. */
export function identityChoices(mapping: Mapping): { value: IdentityPolicy['by']; label: string }[] {
  const own = IDENTIFIERS.flatMap((identifier) => {
    const column = mapping[identifier];
    return column === undefined ? [] : [{ value: identifier, label: NAMES[identifier]({ column }) }];
  });
  return own.length < 2 ? own : [...own, { value: 'stitch', label: m.identity_by_stitch() }];
}

/** “a, b, c and 7 more”. */
export function namedList({ total, examples }: Listed<string>): string {
  const list = examples.join(m.import_missing_separator());
  const more = total - examples.length;
  return more > 0 ? m.identity_list_more({ list, n: formatInteger(more) }) : list;
}
