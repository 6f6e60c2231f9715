import type { RefundTable } from '../intake/refund-columns';
import { hasSameColumns } from '../intake/same-columns';
import type { Fingerprint, Source } from './types';

/** `same-data` runs at once, `same-shape` runs with a word of warning, `different` opens the mapping dialog. */
export type Binding = 'same-data' | 'same-shape' | 'different';

/**
 * How a dropped file fits a source of an opened notebook. Columns are compared as a set: the mapping goes by name, and
 * exports of the same shop often change the order. Tables of refunds are part of the shape.
 */
export function bind(
  source: Pick<Source, 'fingerprint' | 'read' | 'refunds'>,
  candidate: { fingerprint: Fingerprint; columns: readonly string[]; refunds?: readonly RefundTable[] },
): Binding {
  const { bytes, sha256 } = source.fingerprint;
  if (candidate.fingerprint.sha256 === sha256 && candidate.fingerprint.bytes === bytes) return 'same-data';
  const { columns } = source.read;
  const { gone, added } = changedRefunds(source.refunds, candidate.refunds);
  const same = columns.length > 0 && hasSameColumns(columns, candidate.columns);
  return same && gone.length + added.length === 0 ? 'same-shape' : 'different';
}

/** Tables of refunds that were there before and are not now, and the other way about, each by its columns. */
export function changedRefunds(
  before: readonly RefundTable[] = [],
  now: readonly RefundTable[] = [],
): { gone: RefundTable[]; added: RefundTable[] } {
  const without = (tables: readonly RefundTable[], others: readonly RefundTable[]): RefundTable[] =>
    tables.filter(({ columns }) => !others.some((other) => hasSameColumns(columns, other.columns)));
  return { gone: without(before, now), added: without(now, before) };
}
