import type { CsvRecord } from '../../intake/records';

/** Rows a sample holds. */
const ROWS = 20_000;

/** A sample of rows from all over a table, with the lines of those from its beginning. */
export function sampleOf(
  head: readonly CsvRecord[],
  further: readonly CsvRecord[],
): { sample: string[][]; lines: number[] } {
  const first = head.slice(0, ROWS / 2);
  const others = head.slice(first.length).concat(further);
  const kept = Math.min(others.length, ROWS / 2);
  const sample = first.map(({ fields }) => fields);
  for (let index = 0; index < kept; index += 1) {
    sample.push(others[Math.floor((index * others.length) / kept)]!.fields);
  }
  return { sample, lines: first.map(({ line }) => line) };
}

/** Takes a sample of rows as they come: half of it the first ones, the rest spread evenly over all others. */
export class RowSample {
  private readonly first: CsvRecord[] = [];
  private spread: string[][] = [];
  private stride = 1;
  private passed = 0;

  add(row: CsvRecord): void {
    if (this.first.length < ROWS / 2) {
      this.first.push(row);
      return;
    }
    this.passed += 1;
    if (this.passed % this.stride !== 0) return;
    // A copy: a piece of a string keeps the whole string it was cut from.
    this.spread.push(JSON.parse(JSON.stringify(row.fields)) as string[]);
    if (this.spread.length <= ROWS / 2) return;
    this.spread = this.spread.filter((_, index) => index % 2 === 1);
    this.stride *= 2;
  }

  taken(): { sample: string[][]; lines: number[] } {
    return {
      sample: [...this.first.map(({ fields }) => fields), ...this.spread],
      lines: this.first.map(({ line }) => line),
    };
  }
}
