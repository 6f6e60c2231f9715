import { describe, expect, it } from 'vitest';
import { RowSample, sampleOf } from '../../../../src/worker/opening/sample-rows';

const record = (line: number) => ({ line, fields: [String(line)] });
const records = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => record(from + index));

/** Neighbours in the sample that are neighbours in the file, as a share of all. */
function together(sample: readonly string[][]): number {
  const numbers = sample.map(([field]) => Number(field));
  return numbers.filter((number, index) => number === (numbers[index - 1] ?? -1) + 1).length / numbers.length;
}

describe('a sample of rows', () => {
  it('of a short table is the table', () => {
    const { sample, lines } = sampleOf(records(1, 5_000), []);
    expect(sample).toHaveLength(5_000);
    expect(lines).toHaveLength(4_000);
    expect(together(sample)).toBeGreaterThan(0.99);
  });

  it.each([8_001, 30_000, 1_000_000])(
    'as %i rows come, it is even, in order, and keeps neighbours',
    (count) => {
      const taking = new RowSample();
      for (let line = 1; line <= count; line += 1) taking.add(record(line));
      const { sample, lines } = taking.taken();
      expect(lines[0]).toBe(1);
      expect(sample.length).toBeGreaterThan(5_500);
      expect(sample.length).toBeLessThanOrEqual(8_000);
      expect(Number(sample.at(-1)?.[0])).toBeGreaterThan(count * 0.7);
      expect(together(sample)).toBeGreaterThan(0.95);
      const numbers = sample.map(([field]) => Number(field));
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    },
  );
});
