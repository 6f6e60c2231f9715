import type { ColumnDefinition, ResultShape } from '../analyses/define';

/** A column as decoding found it (engine/decode-result.ts). */
interface Found {
  name: string;
  type: ColumnDefinition['type'];
  decimals?: number;
}

/** What the table, the charts and the exports need of a result of any columns: headings are the columns' own names. */
export function resultShape(columns: readonly Found[]): ResultShape {
  const shape = Object.create(null) as ResultShape;
  for (const { name, type, decimals } of columns) {
    shape[name] = { type, label: () => name, ...(decimals === undefined ? {} : { decimals }) };
  }
  return shape;
}
