import { Bool, Float64, Int32, makeData, Table, tableToIPC, Utf8, Vector, type Data } from 'apache-arrow';
import type { CellValue, ColumnType, ColumnTypes, Row } from '../analyses/define';

/**
 * Rows of a kernel as an Arrow IPC stream, for the engine to read as a table. Throws on a day: kernels count in numbers.
 * The buffers are laid out here: Arrow's builders compile functions from text, which the page's policy forbids.
 */
export function kernelTable(rows: readonly Row[], types: ColumnTypes): Uint8Array {
  const columns = Object.entries(types).map(([name, { type }]) => {
    const values = rows.map((row) => row[name] ?? null);
    return [name, new Vector([column(name, type, values)])] as const;
  });
  return tableToIPC(new Table(Object.fromEntries(columns)), 'stream');
}

function column(name: string, type: ColumnType, values: readonly CellValue[]): Data {
  const { length } = values;
  const nullBitmap = bits(values.map((value) => value !== null));
  const nullCount = values.filter((value) => value === null).length;
  const shared = { length, nullCount, nullBitmap };
  switch (type) {
    case 'date':
      throw new Error(`The kernel's column ${name} is a day`);
    case 'text':
      return makeData({ type: new Utf8(), ...shared, ...texts(values) });
    case 'boolean':
      return makeData({ type: new Bool(), ...shared, data: bits(values.map(Boolean)) });
    case 'integer':
      return makeData({ type: new Int32(), ...shared, data: Int32Array.from(values, Number) });
    case 'number':
    case 'money':
    case 'share':
      return makeData({ type: new Float64(), ...shared, data: Float64Array.from(values, Number) });
  }
}

/** Least significant bit first, as Arrow packs them. */
function bits(set: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(set.length / 8));
  set.forEach((isSet, index) => {
    if (isSet) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (1 << (index & 7));
  });
  return bytes;
}

function texts(values: readonly CellValue[]): { valueOffsets: Int32Array; data: Uint8Array } {
  const encoder = new TextEncoder();
  const parts = values.map((value) => encoder.encode(value === null ? '' : String(value)));
  const valueOffsets = new Int32Array(values.length + 1);
  parts.forEach((part, index) => (valueOffsets[index + 1] = (valueOffsets[index] ?? 0) + part.length));
  const data = new Uint8Array(valueOffsets.at(-1) ?? 0);
  parts.forEach((part, index) => data.set(part, valueOffsets[index] ?? 0));
  return { valueOffsets, data };
}
