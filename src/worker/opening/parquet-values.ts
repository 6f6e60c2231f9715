import { parquetSchema } from 'hyparquet';
import type { FileMetaData, ParquetParsers, SchemaElement } from 'hyparquet';
import { plainDecimal } from './cell-text';

/** A column of the schema and how its stored values are written out. */
export interface ColumnText {
  name: string;
  kind: 'value' | 'decimal' | 'time' | 'single' | 'nested';
  /** Decimal places, or digits of a second. */
  scale: number;
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Moments and days as text at once: a Date knows no microseconds. Stamps keep their own clock; UTC is not converted. */
export const PARSERS: Partial<ParquetParsers> = {
  dateFromDays: (days: number) => day(BigInt(days)),
  timestampFromMilliseconds: (value: bigint) => moment(BigInt(value), 3),
  timestampFromMicroseconds: (value: bigint) => moment(BigInt(value), 6),
  timestampFromNanoseconds: (value: bigint) => moment(BigInt(value), 9),
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && text(bytes),
  jsonFromBytes: (bytes: Uint8Array | undefined) => bytes && text(bytes),
};

/**
 * The columns of a file, its metadata changed so that decimals come as they are stored: the reader would make doubles of
 * them. Nested decimals stay doubles.
 */
export function readAsStored(metadata: FileMetaData): ColumnText[] {
  return parquetSchema(metadata).children.map(({ element, children }) => {
    const column = columnText(element, children.length > 0);
    if (column.kind === 'decimal') element.converted_type = undefined;
    return column;
  });
}

function columnText(element: SchemaElement, isNested: boolean): ColumnText {
  const { name, converted_type: converted, logical_type: logical } = element;
  if (isNested || element.repetition_type === 'REPEATED') return { name, kind: 'nested', scale: 0 };
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    return {
      name,
      kind: 'decimal',
      scale: logical?.type === 'DECIMAL' ? logical.scale : (element.scale ?? 0),
    };
  }
  const unit = logical?.type === 'TIME' ? logical.unit : null;
  if (unit || converted === 'TIME_MILLIS' || converted === 'TIME_MICROS') {
    const isMillis = unit === 'MILLIS' || converted === 'TIME_MILLIS';
    return { name, kind: 'time', scale: isMillis ? 3 : unit === 'NANOS' ? 9 : 6 };
  }
  return { name, kind: element.type === 'FLOAT' ? 'single' : 'value', scale: 0 };
}

/** One value as text; null is blank. Numbers in full, decimals exact, lists and structures as JSON. */
export function textOf(value: unknown, column: ColumnText): string {
  if (value === null || value === undefined) return '';
  if (column.kind === 'decimal') return decimal(unscaled(value), column.scale);
  if (column.kind === 'time') return clock(BigInt(value as number | bigint), column.scale);
  if (column.kind === 'single' && typeof value === 'number') return singleText(value);
  return valueText(value);
}

function valueText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      // What is no number is how data frames write a missing one.
      return Number.isFinite(value) ? plainDecimal(value) : '';
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value instanceof Uint8Array ? text(value) : JSON.stringify(value, plainValue);
  }
}

/** Whole numbers beyond a double's reach stay text inside JSON. */
function plainValue(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Uint8Array ? text(value) : value;
}

/** A decimal's stored integer: of the file's integers, or big-endian two's complement. */
function unscaled(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) return BigInt(value as number | bigint);
  const hex = Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex === '' ? 0n : BigInt.asIntN(value.length * 8, BigInt(`0x${hex}`));
}

export function decimal(value: bigint, scale: number): string {
  if (scale <= 0) return String(value * 10n ** BigInt(-scale));
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** The shortest decimal that is the same single-precision number: 2.55, not 2.549999952316284. */
function singleText(value: number): string {
  if (!Number.isFinite(value)) return '';
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return plainDecimal(short);
  }
  return plainDecimal(Number(value.toPrecision(9)));
}

const DAY_SECONDS = 86_400n;

/** `digits` of a second are in `value`, which counts from 1970. Floored, so that moments before it are right. */
function moment(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits) * DAY_SECONDS;
  const days = value / unit - (value % unit < 0n ? 1n : 0n);
  return `${day(days)} ${clock(value - days * unit, digits)}`;
}

function clock(value: bigint, digits: number): string {
  const unit = 10n ** BigInt(digits);
  const seconds = Number(value / unit);
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  const rest = String(value % unit)
    .padStart(digits, '0')
    .replace(/0+$/, '');
  const time = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
  return rest === '' ? time : `${time}.${rest}`;
}

/** Days a Date can hold; beyond them the count itself is written, which no reading takes for a date. */
const LAST_DAY = 2_932_896n;

function day(days: bigint): string {
  if (days > LAST_DAY || days < -719_162n) return String(days);
  return new Date(Number(days * DAY_SECONDS) * 1000).toISOString().slice(0, 10);
}
