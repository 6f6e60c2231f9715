import type { Fingerprint, Source } from './types';

/** `same-data` runs at once, `same-shape` runs with a word of warning, `different` opens the mapping dialog. */
export type Binding = 'same-data' | 'same-shape' | 'different';

/**
 * How a dropped file fits a source of an opened notebook. Columns are compared as a set: the mapping goes by name, and
 * exports of the same shop often change the order.
 */
export function bind(
  source: Pick<Source, 'fingerprint' | 'read'>,
  candidate: { fingerprint: Fingerprint; columns: readonly string[] },
): Binding {
  const { bytes, sha256 } = source.fingerprint;
  if (candidate.fingerprint.sha256 === sha256 && candidate.fingerprint.bytes === bytes) return 'same-data';
  const wanted = new Set(source.read.columns);
  const found = new Set(candidate.columns);
  const same =
    wanted.size > 0 && wanted.size === found.size && [...wanted].every((column) => found.has(column));
  return same ? 'same-shape' : 'different';
}
