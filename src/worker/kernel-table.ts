import { Bool, Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray, type DataType } from 'apache-arrow';
import type { ColumnType, ColumnTypes, Row } from '../analyses/define';

const ARROW: Record<Exclude<ColumnType, 'date'>, () => DataType> = {
  text: () => new Utf8(),
  integer: () => new Int32(),
  number: () => new Float64(),
  money: () => new Float64(),
  share: () => new Float64(),
  boolean: () => new Bool(),
};

/** Rows of a kernel as an Arrow IPC stream, for the engine to read as a table. Throws on a day: kernels count in numbers. */
export function kernelTable(rows: readonly Row[], types: ColumnTypes): Uint8Array {
  const columns = Object.entries(types).map(([name, { type }]) => {
    if (type === 'date') throw new Error(`The kernel's column ${name} is a day`);
    return [
      name,
      vectorFromArray(
        rows.map((row) => row[name] ?? null),
        ARROW[type](),
      ),
    ] as const;
  });
  return tableToIPC(new Table(Object.fromEntries(columns)), 'stream');
}
