/** Columns with a sample of their values, as those look at them who tell what a column means. */
export class ColumnSamples {
  constructor(
    readonly columns: readonly string[],
    private readonly rows: readonly string[][],
  ) {}

  /** Values of a column, blank ones left out. */
  values(name: string): string[] {
    const at = this.columns.indexOf(name);
    return this.rows.map((row) => row[at] ?? '').filter((value) => value.trim() !== '');
  }

  /** The heaviest column, of equals the first; null where none weighs anything. */
  best(weigh: (name: string, values: string[]) => number): string | null {
    const [first] = this.columns
      .map((name) => ({ name, weight: weigh(name, this.values(name)) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight);
    return first?.name ?? null;
  }
}
