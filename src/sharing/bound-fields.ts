import { FIELDS, type Field, type Mapping } from '../intake/types';

/** What a field was read from, and what it is read from now; null where it has no column. */
export interface BoundField {
  field: Field;
  before: string | null;
  after: string | null;
}

/** Every field that has or had a column, in the fields' own order. */
export function boundFields(before: Mapping, after: Mapping): BoundField[] {
  return FIELDS.flatMap((field) => {
    const [old = null, now = null] = [before[field], after[field]];
    return old === null && now === null ? [] : [{ field, before: old, after: now }];
  });
}
