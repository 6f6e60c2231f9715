import type { CsvRecord } from '../../intake/records';

/** Rows a sample holds. */
const ROWS = 8_000;
/** Rows that are taken together: whether lines of one order stand below one another is seen on neighbours only. */
const BLOCK = 250;

/** A sample of rows from all over a table, with the lines of those from its beginning. */
export function sampleOf(
  head: readonly CsvRecord[],
  further: readonly CsvRecord[],
): { sample: string[][]; lines: number[] } {
  const first = head.slice(0, ROWS / 2);
  const others = head.slice(first.length).concat(further);
  const blocks = Math.ceil(others.length / BLOCK);
  const kept = Math.min(blocks, ROWS / 2 / BLOCK);
  const sample = first.map(({ fields }) => fields);
  for (let index = 0; index < kept; index += 1) {
    const start = Math.floor((index * blocks) / kept) * BLOCK;
    for (const { fields } of others.slice(start, start + BLOCK)) sample.push(fields);
  }
  return { sample, lines: first.map(({ line }) => line) };
}

/** Takes a sample of rows as they come: half of it the first ones, the rest blocks spread evenly over all others. */
export class RowSample {
  private readonly first: CsvRecord[] = [];
  private blocks: string[][][] = [];
  private stride = 1;
  private passed = 0;

  add(row: CsvRecord): void {
    if (this.first.length < ROWS / 2) {
      this.first.push(row);
      return;
    }
    const block = Math.floor(this.passed / BLOCK);
    const isFirstOfBlock = this.passed % BLOCK === 0;
    this.passed += 1;
    if (block % this.stride !== 0) return;
    if (isFirstOfBlock) {
      if (this.blocks.length >= ROWS / 2 / BLOCK) {
        this.blocks = this.blocks.filter((_, index) => index % 2 === 0);
        this.stride *= 2;
        if (block % this.stride !== 0) return;
      }
      this.blocks.push([]);
    }
    // A copy: a piece of a string keeps the whole string it was cut from.
    this.blocks.at(-1)?.push(JSON.parse(JSON.stringify(row.fields)) as string[]);
  }

  taken(): { sample: string[][]; lines: number[] } {
    return {
      sample: [...this.first.map(({ fields }) => fields), ...this.blocks.flat()],
      lines: this.first.map(({ line }) => line),
    };
  }
}
