import type { Identifier, IdentityPolicy } from './identity';
import { identityReason } from './identity-reasons';
import { MOST_HOLDERS } from './identity-shared';
import { normalised, refusalOf } from './identity-values';
import type { Mapping, Reason } from './types';

/** Fewer could be a family at one address. */
const FEWEST = 3;
const LEAST_SHARE = 0.01;

/**
 * Advice to stitch, from a sample of rows: customers are told apart by their ids, yet many e-mails or phones stand on
 * several of them, or many rows without an id have one. Null where nothing speaks for it, or everything is stitched.
 */
export function suggestStitching(
  columns: readonly string[],
  mapping: Mapping,
  rows: readonly (readonly string[])[],
  { by }: IdentityPolicy,
): Reason | null {
  const place = (field: Identifier): number => {
    const column = mapping[field];
    return column === undefined ? -1 : columns.indexOf(column);
  };
  const idAt = place('customer');
  if (by !== 'customer' || idAt < 0) return null;
  for (const contact of ['email', 'phone'] as const) {
    const contactAt = place(contact);
    if (contactAt < 0) continue;
    const pairs = rows.map((row) => ({
      id: comparable('customer', row[idAt]),
      contact: comparable(contact, row[contactAt]),
    }));
    const found = sharedContacts(pairs, columns[contactAt]!) ?? guestsWithContact(pairs, columns[contactAt]!);
    if (found) return found;
  }
  return null;
}

interface Pair {
  id: string | null;
  contact: string | null;
}

function sharedContacts(pairs: readonly Pair[], column: string): Reason | null {
  const ids = new Map<string, Set<string>>();
  for (const { id, contact } of pairs) {
    if (id === null || contact === null) continue;
    const known = ids.get(contact);
    if (known) known.add(id);
    else ids.set(contact, new Set([id]));
  }
  const shared = [...ids].filter(([, { size }]) => size > 1 && size <= MOST_HOLDERS);
  const [example] = shared;
  if (!example || shared.length < Math.max(FEWEST, ids.size * LEAST_SHARE)) return null;
  const n = shared.length;
  return identityReason('identity_suggest', { count: n, n, column, example: example[0] });
}

function guestsWithContact(pairs: readonly Pair[], column: string): Reason | null {
  const n = pairs.filter(({ id, contact }) => id === null && contact !== null).length;
  if (n < Math.max(FEWEST, pairs.length * LEAST_SHARE)) return null;
  return identityReason('identity_suggest_guests', { count: n, n, column });
}

/** A value as it is compared; null where it is blank or identifies nobody. */
function comparable(identifier: Identifier, given: string | undefined): string | null {
  const text = given?.trim() ?? '';
  return text === '' || refusalOf(identifier, text) !== null ? null : normalised(identifier, text);
}
