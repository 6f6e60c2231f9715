import type { ColumnProfile } from '../../intake/types';

/** A column's profile over sample rows. */
export function profileOf(name: string, rows: readonly string[][], index: number): ColumnProfile {
  const counts = new Map<string, number>();
  let blank = 0;
  let shortest = Infinity;
  let longest = 0;
  for (const row of rows) {
    const value = row[index]?.trim() ?? '';
    if (value === '') {
      blank += 1;
      continue;
    }
    counts.set(value, (counts.get(value) ?? 0) + 1);
    shortest = Math.min(shortest, value.length);
    longest = Math.max(longest, value.length);
  }
  const examples = [...counts.entries()]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 5)
    .map(([value]) => value);
  return { name, blank, distinct: counts.size, examples, shortest: longest === 0 ? 0 : shortest, longest };
}
