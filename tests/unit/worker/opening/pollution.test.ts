import { expect, it } from 'vitest';
import { opened } from './opened';
import { pollutedFiles, type Polluted } from './polluted-files';

/** Precision, recall and F1 of what was read, as multisets. */
function shares(read: readonly string[], clean: readonly string[]): [number, number, number] {
  const left = new Map<string, number>();
  for (const value of clean) left.set(value, (left.get(value) ?? 0) + 1);
  let hits = 0;
  for (const value of read) {
    const count = left.get(value) ?? 0;
    if (count > 0) hits += 1;
    left.set(value, count - 1);
  }
  const precision = read.length === 0 ? Number(clean.length === 0) : hits / read.length;
  const recall = clean.length === 0 ? Number(read.length === 0) : hits / clean.length;
  const both = precision + recall;
  return [precision, recall, both === 0 ? 0 : (2 * precision * recall) / both];
}

/** Success and three shares of names, of records and of cells: ten at best. */
async function scoreOf({ text, clean }: Polluted): Promise<number> {
  const { columns, rows } = await opened(text);
  const of = (read: string[], wanted: string[]) =>
    shares(read, wanted).reduce((sum, share) => sum + share, 0);
  const record = (row: readonly string[]): string => row.join('\u0000');
  return (
    1 +
    of(columns, clean.columns) +
    of(rows.map(record), clean.rows.map(record)) +
    of(rows.flat(), clean.rows.flat())
  );
}

it('reads polluted files as their clean forms', async () => {
  const scores = new Map<string, number[]>();
  const worst = new Map<string, [number, string]>();
  for (const file of pollutedFiles(4)) {
    const score = await scoreOf(file);
    scores.set(file.kind, [...(scores.get(file.kind) ?? []), score]);
    if (score < (worst.get(file.kind)?.[0] ?? 10)) worst.set(file.kind, [score, file.name]);
  }
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const kinds = [...scores].map(([kind, values]) => ({
    kind,
    files: values.length,
    mean: mean(values),
    worst: worst.get(kind),
  }));
  const all = [...scores.values()].flat();
  const lines = kinds.map(
    ({ kind, files, mean: score, worst: low }) =>
      `${score.toFixed(3).padStart(7)}  ${String(files).padStart(4)}  ${kind}${low ? `  (${low[0].toFixed(2)} at ${low[1]})` : ''}`,
  );
  console.log([...lines, `${mean(all).toFixed(4)}  ${all.length}  all`].join('\n'));
  expect(kinds.filter((kind) => kind.mean < 9.5)).toEqual([]);
  expect(mean(all)).toBeGreaterThanOrEqual(9.97);
});
