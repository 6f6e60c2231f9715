import type { SchemaElement } from 'hyparquet';
import { ByteWriter, parquetWrite, type ColumnSource } from 'hyparquet-writer';
import type { CellValue, ColumnType, Row } from '../analyses/define';
import type { ExportTable, TableOptions } from './table';

const DAY_MILLISECONDS = 86_400_000;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Digits that an INT64 holds for certain. */
const MOST_DIGITS = 18;

type Data = Extract<ColumnSource['data'], unknown[]>;

/** A column as Parquet types it: the element of the schema and the values in the element's own terms. */
interface Encoded {
  element: Omit<SchemaElement, 'name' | 'repetition_type'>;
  data: Data;
}

/**
 * A Parquet file, Snappy: whole numbers as INT64, days as DATE, money as DOUBLE or, where it came as exact text, as
 * DECIMAL, text as UTF-8, every column nullable. Columns carry their public names (`headings: 'labels'` the reader's)
 * and public ids; the file's metadata has, under `regulars`, where the numbers come from and what each column is. A
 * column that holds what its type does not is text.
 */
export function writeParquet(
  { rows, shape, provenance }: ExportTable,
  { headings = 'names' }: TableOptions = {},
): Blob {
  const entries = Object.entries(shape);
  const names =
    headings === 'names' ? entries.map(([name]) => name) : unique(entries.map(([, { label }]) => label()));
  const encoded = entries.map(([name, { type }]) => encode(rows, name, type));
  const columns = entries.map(([name, { type, label }]) => ({ name, type, label: label() }));
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    columnData: encoded.map(({ data }, index) => ({ name: names[index] ?? '', data })),
    schema: [
      { name: 'root', num_children: entries.length },
      ...encoded.map(({ element }, index): SchemaElement => ({
        name: names[index] ?? '',
        repetition_type: 'OPTIONAL',
        ...element,
      })),
    ],
    kvMetadata: [
      {
        key: 'regulars',
        value: JSON.stringify({ format: 'regulars-table', version: 1, ...provenance, columns }),
      },
    ],
    createdBy: 'Regulars',
  });
  return new Blob([writer.getBuffer()], { type: 'application/vnd.apache.parquet' });
}

function encode(rows: readonly Row[], name: string, type: ColumnType): Encoded {
  const values = rows.map((row) => row[name] ?? null);
  return typed(values, type) ?? texts(values);
}

/** Null where a value does not fit the type. */
function typed(values: CellValue[], type: ColumnType): Encoded | null {
  switch (type) {
    case 'boolean':
      return values.every((value) => value === null || typeof value === 'boolean')
        ? { element: { type: 'BOOLEAN' }, data: values }
        : null;
    case 'date':
      return days(values);
    case 'integer':
      return wholes(values) ?? doubles(values);
    case 'number':
    case 'money':
    case 'share':
      return decimals(values) ?? doubles(values);
    default:
      return null;
  }
}

function texts(values: CellValue[]): Encoded {
  return {
    element: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
    data: values.map((value) => (value === null ? null : String(value))),
  };
}

function days(values: CellValue[]): Encoded | null {
  const data = values.map((value) => {
    if (value === null) return null;
    return typeof value === 'string' && ISO_DAY.test(value)
      ? Date.parse(`${value}T00:00:00Z`) / DAY_MILLISECONDS
      : NaN;
  });
  return data.some(Number.isNaN) ? null : { element: { type: 'INT32', converted_type: 'DATE' }, data };
}

function wholes(values: CellValue[]): Encoded | null {
  const whole = (value: CellValue) =>
    Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d{1,18}$/.test(value));
  if (!values.every((value) => value === null || whole(value))) return null;
  return {
    element: { type: 'INT64' },
    data: values.map((value) => (value === null ? null : BigInt(value as string | number))),
  };
}

function doubles(values: CellValue[]): Encoded | null {
  const isNumber = (value: CellValue) =>
    typeof value === 'number' || (typeof value === 'string' && DECIMAL.test(value));
  if (!values.every((value) => value === null || isNumber(value))) return null;
  const double = (value: CellValue) =>
    value !== null && Number.isFinite(Number(value)) ? Number(value) : null;
  return { element: { type: 'DOUBLE' }, data: values.map(double) };
}

/** Exact decimals written as text, all with the places of the longest; null where one is a number or too long. */
function decimals(values: CellValue[]): Encoded | null {
  const parts = values.map((value) => (typeof value === 'string' ? DECIMAL.exec(value) : null));
  if (!parts.some(Boolean) || parts.some((part, index) => part === null && values[index] !== null))
    return null;
  const most = (digits: (part: RegExpExecArray) => number) =>
    parts.reduce((largest, part) => (part ? Math.max(largest, digits(part)) : largest), 0);
  const scale = most((part) => part[3]?.length ?? 0);
  const whole = most((part) => part[2]?.replace(/^0+/, '').length ?? 0);
  if (whole + scale > MOST_DIGITS) return null;
  return {
    element: { type: 'INT64', converted_type: 'DECIMAL', precision: MOST_DIGITS, scale },
    data: parts.map((part) =>
      part ? BigInt(`${part[1]}${part[2]}${(part[3] ?? '').padEnd(scale, '0')}`) : null,
    ),
  };
}

/** Columns of one name would hide one another. */
function unique(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((wanted) => {
    let name = wanted;
    for (let copy = 2; taken.has(name); copy += 1) name = `${wanted} (${copy})`;
    taken.add(name);
    return name;
  });
}
