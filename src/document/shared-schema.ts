import * as v from 'valibot';
import type { CellValue, ColumnType } from '../analyses/define';
import { isDay } from './days';
import {
  MAX_PINNED,
  MAX_SHARED_COLUMNS,
  MAX_SHARED_ROWS,
  MAX_SHARED_TEXT,
  MAX_SHARED_VALUES,
  NOT_FINITE,
  UNSAFE_NAMES,
} from './shared-limits';
import { DIMENSIONS, type Dimension, type SharedTable } from './types';

/**
 * Results in a notebook file. They are drawn as they stand, so they are held tighter than questions: plain values of
 * the column's type, rows as long as there are columns, names that reach no prototype, and caps on everything.
 */

const MAX_SHARED_CELLS = 500;
const MAX_RESULTS = 50;

const COLUMN_TYPES = [
  'text',
  'integer',
  'number',
  'money',
  'share',
  'date',
  'boolean',
] as const satisfies readonly ColumnType[];

const label = v.pipe(v.string(), v.maxLength(1_000));
const name = v.pipe(
  label,
  v.minLength(1),
  v.check((text) => !UNSAFE_NAMES.has(text)),
);
const day = v.pipe(v.string(), v.check(isDay));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const time = v.pipe(v.string(), v.maxLength(40), v.isoTimestamp());

const FITS: Record<ColumnType, (value: CellValue) => boolean> = {
  text: (value) => typeof value === 'string' && value.length <= MAX_SHARED_TEXT,
  integer: isNumber,
  number: isNumber,
  money: isNumber,
  share: isNumber,
  // A result's day is the engine's own text; years beyond 9999 are written otherwise and are no days here.
  date: (value) => typeof value === 'string' && isDay(value),
  boolean: (value) => typeof value === 'boolean',
};

function isNumber(value: CellValue): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : NOT_FINITE.has(value);
}

/** By hand, for there can be millions of values: a schema's own bookkeeping for each would hold the page for seconds. */
function isTable({ columns, rows }: SharedTable): boolean {
  const fits = columns.map(({ type }) => FITS[type]);
  return rows.every(
    (row) =>
      Array.isArray(row) &&
      row.length === fits.length &&
      row.every((item, at) => item === null || fits[at]?.(item) === true),
  );
}

const column = v.strictObject({ name, type: v.picklist(COLUMN_TYPES) });
const table = v.pipe(
  v.strictObject({
    columns: v.pipe(
      v.array(column),
      v.maxLength(MAX_SHARED_COLUMNS),
      v.check((columns) => new Set(columns.map((each) => each.name)).size === columns.length),
    ),
    rows: v.custom<CellValue[][]>((rows) => Array.isArray(rows) && rows.length <= MAX_SHARED_ROWS),
  }),
  v.check(isTable),
);

const values = v.optional(v.pipe(v.array(label), v.maxLength(1_000)));
const dimensions = v.strictObject(
  Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, values])) as Record<Dimension, typeof values>,
);
const context = v.looseObject({
  asOf: day,
  window: v.looseObject({ firstDay: day, lastDay: day, observedThrough: day }),
  narrowed: v.optional(
    v.looseObject({
      from: v.nullable(day),
      to: v.nullable(day),
      dimensions,
      segment: v.nullable(v.looseObject({ id: name, name: label })),
    }),
  ),
});

const sharedCell = v.looseObject({
  question: v.pipe(v.string(), v.maxLength(1_000_000)),
  params: v.record(name, v.unknown()),
  context,
  status: v.picklist(['current', 'stale', 'empty']),
  results: v.pipe(v.record(name, table), v.maxEntries(MAX_RESULTS)),
  headline: v.optional(v.pipe(v.string(), v.maxLength(MAX_SHARED_TEXT))),
});

const fields = {
  at: time,
  results: v.pipe(v.record(name, sharedCell), v.maxEntries(MAX_SHARED_CELLS)),
  sources: v.pipe(
    v.array(v.looseObject({ name: label, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) })),
    v.maxLength(100),
  ),
  scope: v.optional(
    v.looseObject({ customers: count, orders: count, revenue: v.pipe(v.number(), v.finite()) }),
  ),
};

interface HasTables {
  results: Record<string, { results: Record<string, SharedTable> }>;
}
function valuesIn({ results }: HasTables): number {
  const tables = Object.values(results).flatMap((cell) => Object.values(cell.results));
  return tables.reduce((sum, { columns, rows }) => sum + columns.length * rows.length, 0);
}

export const shared = v.pipe(
  v.looseObject({ ...fields, rowsOfCustomers: v.picklist(['none', 'pseudonyms', 'real']) }),
  v.check((input) => valuesIn(input) <= MAX_SHARED_VALUES),
);

export const pinned = v.pipe(
  v.array(v.looseObject({ ...fields, id: name, name: label, rowsOfCustomers: v.literal('none') })),
  v.maxLength(MAX_PINNED),
  v.check((pins) => pins.reduce((sum, pin) => sum + valuesIn(pin), 0) <= MAX_SHARED_VALUES),
  v.check((pins) => new Set(pins.map(({ id }) => id)).size === pins.length),
);
