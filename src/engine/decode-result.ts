import { DataType, tableFromIPC, TimeUnit, Type, type Field, type Table, type Vector } from 'apache-arrow';
import type { CellValue, ColumnType, Row } from '../analyses/define';
import { isoDay } from './decode';

/** A column of a result whose SQL nobody knows beforehand. */
export interface FoundColumn {
  /** Unique in the result: a second `n` is `n_1`. */
  name: string;
  type: ColumnType;
  /** Decimals shown, of a column of decimals; else absent. */
  decimals?: number;
}

export interface FoundResult {
  columns: FoundColumn[];
  rows: Row[];
}

/** How long decoding may hold the page at a time, in milliseconds, and rows between two looks at the clock. */
const SLICE_MS = 12;
const ROWS_A_LOOK = 500;
/** Decimals shown at most; of doubles as large as `LARGE`, two: what stands behind is mostly of a division. */
const MOST_DECIMALS = 4;
const LARGE = 10;
/** The engine's days without end, which no calendar has. */
const LAST_DAY = 8.64e15;
const PER_MILLISECOND: Record<TimeUnit, number> = {
  [TimeUnit.SECOND]: 1e-3,
  [TimeUnit.MILLISECOND]: 1,
  [TimeUnit.MICROSECOND]: 1e3,
  [TimeUnit.NANOSECOND]: 1e6,
};

/**
 * Arrow IPC bytes of a reader's own statement → columns with the types they have, and rows. Numbers are numbers, to as
 * many digits as a double holds; days ISO text; moments, intervals, lists and whatever else text, as the engine writes it.
 * Brings Arrow's code along: import this module when it is needed.
 */
export async function decodeFound(bytes: Uint8Array): Promise<FoundResult> {
  const decoding = foundInParts(tableFromIPC(bytes));
  let sliceEnds = performance.now() + SLICE_MS;
  let part = decoding.next();
  while (!part.done) {
    if (performance.now() >= sliceEnds) {
      await new Promise((resolve) => setTimeout(resolve));
      sliceEnds = performance.now() + SLICE_MS;
    }
    part = decoding.next();
  }
  return part.value;
}

/** The same of a table at hand, at once. */
export function decodeFoundTable(table: Table): FoundResult {
  const decoding = foundInParts(table);
  let part = decoding.next();
  while (!part.done) part = decoding.next();
  return part.value;
}

function* foundInParts(table: Table): Generator<void, FoundResult> {
  const columns = columnsOf(table.schema.fields);
  const read = table.schema.fields.map((field, index) => reader(field.type, table.getChildAt(index)));
  const needed = columns.map(() => 0);
  const largest = columns.map(() => 0);
  const rows: Row[] = new Array<Row>(table.numRows);
  for (let index = 0; index < table.numRows; index += 1) {
    // A column may be called `__proto__`.
    const row = Object.create(null) as Row;
    columns.forEach(({ name, decimals }, at) => {
      const value = read[at]!(index);
      row[name] = value;
      if (decimals === undefined || typeof value !== 'number') return;
      needed[at] = Math.max(needed[at]!, decimalsOf(value));
      if (Number.isFinite(value)) largest[at] = Math.max(largest[at]!, Math.abs(value));
    });
    rows[index] = row;
    if ((index + 1) % ROWS_A_LOOK === 0) yield;
  }
  const isDouble = table.schema.fields.map(({ type }) => DataType.isFloat(type));
  const limits = largest.map((value, at) => (isDouble[at] && value >= LARGE ? 2 : MOST_DECIMALS));
  return { columns: columns.map((column, at) => withDecimals(column, needed[at]!, limits[at]!)), rows };
}

/** Decimals that a number is written with; the engine's places beyond the last that says something are none. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value) || !Number.isFinite(value)) return 0;
  const text = String(value);
  const point = text.indexOf('.');
  return text.includes('e') || point < 0 ? MOST_DECIMALS : text.length - point - 1;
}

/** As many decimals as the column's numbers need, up to those of its type. Tenths are shown as hundredths: mostly money. */
function withDecimals(column: FoundColumn, needed: number, limit: number): FoundColumn {
  if (column.decimals === undefined) return column;
  return { ...column, decimals: Math.min(column.decimals, limit, needed === 1 ? 2 : needed) };
}

function columnsOf(fields: readonly Field[]): FoundColumn[] {
  const taken = new Set(fields.map(({ name }) => name));
  const used = new Set<string>();
  return fields.map((field) => {
    let name = field.name;
    for (let n = 1; used.has(name) || (name !== field.name && taken.has(name)); n += 1)
      name = `${field.name}_${n}`;
    used.add(name);
    return { name, ...typeOf(field.type) };
  });
}

/** The engine's integers of 128 bits cross as decimals without places. */
function typeOf(type: DataType): Omit<FoundColumn, 'name'> {
  if (DataType.isBool(type)) return { type: 'boolean' };
  if (DataType.isInt(type)) return { type: 'integer' };
  if (DataType.isFloat(type)) return { type: 'number', decimals: 4 };
  if (DataType.isDecimal(type))
    return type.scale === 0
      ? { type: 'integer' }
      : { type: 'number', decimals: Math.min(type.scale, MOST_DECIMALS) };
  return { type: DataType.isDate(type) ? 'date' : 'text' };
}

function reader(type: DataType, vector: Vector | null): (index: number) => CellValue {
  if (!vector) throw new Error('A column of the result holds nothing');
  if (DataType.isInterval(type)) return (index) => intervalAt(vector, index);
  if (DataType.isTimestamp(type)) return (index) => momentAt(vector, index, type.unit);
  if (DataType.isDate(type))
    return (index) => {
      const value: unknown = vector.get(index);
      if (value === null) return null;
      return Math.abs(Number(value)) > LAST_DAY ? endless(Number(value)) : isoDay(Number(value));
    };
  return (index) => plain(type, vector.get(index));
}

/** Any value as one of a cell's. Values inside lists and structs have types of their own. */
function plain(type: DataType, value: unknown): CellValue {
  if (value === null || value === undefined) return null;
  if (DataType.isDecimal(type)) return decimal(String(value), type.scale);
  if (DataType.isDate(type)) return isoDay(Number(value));
  if (DataType.isTimestamp(type)) return moment(Number(value));
  if (DataType.isTime(type)) return timeOfDay(value as bigint);
  if (value instanceof Uint8Array)
    return [...value].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (DataType.isList(type) || DataType.isFixedSizeList(type)) {
    const inner = type.children[0]!.type as DataType;
    return `[${[...(value as Iterable<unknown>)].map((item) => inside(inner, item)).join(', ')}]`;
  }
  if (DataType.isStruct(type) || type.typeId === Type.Map) return String(value);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  return String(value);
}

const inside = (type: DataType, value: unknown): string => String(plain(type, value) ?? 'NULL');

/** Digits without a point, and how many stand behind it → number. */
function decimal(digits: string, scale: number): number {
  return Number(`${digits}e-${scale}`);
}

/** Milliseconds since 1970, UTC → `2011-12-09 10:30:00`, with milliseconds where there are some. */
function moment(milliseconds: number): string {
  if (!(Math.abs(milliseconds) <= LAST_DAY)) return endless(milliseconds);
  const text = new Date(Math.floor(milliseconds)).toISOString().slice(0, 23).replace('T', ' ');
  return text.endsWith('.000') ? text.slice(0, 19) : text;
}

const endless = (value: number): string => (value > 0 ? 'infinity' : '-infinity');

function timeOfDay(microseconds: bigint | number): string {
  return new Date(Math.floor(Number(microseconds) / 1000)).toISOString().slice(11, 19);
}

/** The chunk that holds a row, and its place there; null where the row has no value. */
function placeOf(vector: Vector, index: number): { values: unknown; at: number } | null {
  let at = index;
  for (const { length, values, nullCount, nullBitmap, offset } of vector.data) {
    if (at >= length) {
      at -= length;
      continue;
    }
    const bit = offset + at;
    const isNull = nullCount > 0 && nullBitmap && ((nullBitmap[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0;
    return isNull ? null : { values, at };
  }
  return null;
}

/** Arrow throws on moments without end, which the engine has as the largest of 64 bits. */
function momentAt(vector: Vector, index: number, unit: TimeUnit): CellValue {
  const place = placeOf(vector, index);
  if (!place) return null;
  const value = (place.values as BigInt64Array)[place.at] ?? 0n;
  return moment(Number(value) / PER_MILLISECOND[unit]);
}

/** Arrow 17 reads an interval of months, days and nanoseconds as one of years and months; the numbers themselves are there. */
function intervalAt(vector: Vector, index: number): CellValue {
  const place = placeOf(vector, index);
  if (!place) return null;
  const [months = 0, days = 0, low = 0, high = 0] = (place.values as Int32Array).subarray(
    4 * place.at,
    4 * place.at + 4,
  );
  return intervalText(months, days, (BigInt(high) << 32n) | BigInt(low >>> 0));
}

function intervalText(months: number, days: number, nanoseconds: bigint): string {
  const counted = (n: number, unit: string) =>
    n === 0 ? [] : [`${n} ${unit}${Math.abs(n) === 1 ? '' : 's'}`];
  const seconds = (nanoseconds < 0n ? -nanoseconds : nanoseconds) / 1_000_000_000n;
  const part = (n: bigint) => String(n).padStart(2, '0');
  const time = `${nanoseconds < 0n ? '-' : ''}${part(seconds / 3600n)}:${part((seconds / 60n) % 60n)}:${part(seconds % 60n)}`;
  const parts = [
    ...counted(Math.trunc(months / 12), 'year'),
    ...counted(months % 12, 'month'),
    ...counted(days, 'day'),
  ];
  return parts.length === 0 || nanoseconds !== 0n ? [...parts, time].join(' ') : parts.join(' ');
}
