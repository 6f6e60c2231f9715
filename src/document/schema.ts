import * as v from 'valibot';
import { DEFAULT_IDENTITY, IDENTITY_CHOICES } from '../intake/identity';
import { DELIMITERS, ENCODINGS, FIELDS } from '../intake/types';
import { isDay } from './days';
import { MAX_CELLS, MAX_LABEL, MAX_SCHEMES, MAX_TEXT } from './limits';
import { pinned, shared } from './shared-schema';
import { DIMENSIONS, DOCUMENT_VERSION, type Dimension, type NotebookDocument } from './types';

/**
 * The shape of `*.regulars.json` after migration. Objects are loose: a field this version does not know is kept and
 * saved back. Every text and list has a cap, so that a hostile file is refused instead of freezing the page.
 */

const MAX_SOURCES = 100;
const MAX_COLUMNS = 10_000;
const MAX_REFUND_TABLES = 100;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
/** The notebook's own id names its records in the browser's storage, where `/` divides. */
const notebookId = v.pipe(id, v.regex(/^[\w.-]+$/));
const label = v.pipe(v.string(), v.maxLength(MAX_LABEL));
/** A heading of the client's file, which may be a whole paragraph. */
const heading = v.pipe(v.string(), v.maxLength(MAX_TEXT));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const day = v.pipe(v.string(), v.check(isDay));
/** Exact decimals as text, so that a sum survives the file to the last digit. */
const amount = v.pipe(v.string(), v.maxLength(60), v.regex(/^-?\d+(\.\d+)?$/));
const params = v.record(v.pipe(v.string(), v.maxLength(MAX_LABEL)), v.unknown());

const read = v.looseObject({
  encoding: v.picklist(ENCODINGS),
  delimiter: v.picklist(DELIMITERS),
  quote: v.picklist(['"', "'", '']),
  escape: v.picklist(['"', '\\']),
  skip: v.optional(count, 0),
  header: v.boolean(),
  headerRows: v.optional(count, 1),
  columns: v.pipe(v.array(heading), v.maxLength(MAX_COLUMNS)),
});

const column = v.optional(heading);
const mapping = v.looseObject(
  Object.fromEntries(FIELDS.map((field) => [field, column])) as Record<
    (typeof FIELDS)[number],
    typeof column
  >,
);

const refundTable = v.looseObject({
  columns: v.pipe(v.array(heading), v.maxLength(MAX_COLUMNS)),
  meaning: v.looseObject({ orderedAt: heading, amount: heading, order: column, customer: column }),
});

const numberReading = v.optional(
  v.looseObject({
    plain: v.boolean(),
    decimal: v.picklist(['.', ',']),
    currencySign: v.optional(label),
  }),
);
const idReading = v.optional(
  v.looseObject({ dropPointZero: v.boolean(), dropFormula: v.optional(v.boolean()) }),
);
const serialEpoch = v.picklist([1900, 1904]);
const dateReading = v.optional(
  v.variant('kind', [
    v.looseObject({ kind: v.literal('iso') }),
    v.looseObject({
      kind: v.literal('formats'),
      formats: v.pipe(v.array(label), v.maxLength(100)),
      monthNames: v.optional(
        v.pipe(
          v.array(v.tuple([label, v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12))])),
          v.maxLength(100),
        ),
      ),
      serial: v.optional(serialEpoch),
    }),
    v.looseObject({ kind: v.literal('serial'), epoch: serialEpoch }),
    v.looseObject({ kind: v.literal('epoch'), unit: v.picklist(['s', 'ms']) }),
  ]),
);
const readings = v.looseObject({
  currencySigns: v.optional(v.pipe(v.array(label), v.maxLength(100))),
  orderedAt: dateReading,
  customer: idReading,
  order: idReading,
  amount: numberReading,
  quantity: numberReading,
  unitPrice: numberReading,
  discount: numberReading,
  orderDiscount: numberReading,
  refund: numberReading,
  tax: numberReading,
  shipping: numberReading,
  fillDown: v.optional(v.boolean()),
  subtractDiscount: v.optional(v.boolean()),
});

/** Codes as names: `__proto__` is none. */
const rates = v.pipe(
  v.record(v.pipe(v.string(), v.maxLength(60)), v.pipe(v.number(), v.finite(), v.gtValue(0))),
  v.maxEntries(200),
);
const policies = v.looseObject({
  refunds: v.picklist(['setAside', 'net', 'restate']),
  zeroValue: v.picklist(['setAside', 'keep']),
  duplicates: v.picklist(['keep', 'setAside']),
  guests: v.picklist(['setAside', 'keep']),
  identity: v.optional(v.looseObject({ by: v.picklist(IDENTITY_CHOICES), normalise: v.boolean() }), {
    ...DEFAULT_IDENTITY,
  }),
  sameDay: v.picklist(['separate', 'merge']),
  statuses: v.pipe(v.array(label), v.maxLength(1_000)),
  unpaid: v.optional(v.picklist(['setAside', 'keep']), 'setAside'),
  testOrders: v.optional(v.picklist(['setAside', 'keep']), 'setAside'),
  nonProducts: v.optional(v.picklist(['keep', 'setAside']), 'keep'),
  overlaps: v.optional(v.picklist(['setAside', 'keep']), 'setAside'),
  currency: v.nullable(label),
  rates: v.optional(rates, {}),
  tax: v.optional(v.picklist(['asIs', 'out', 'in']), 'asIs'),
  shipping: v.optional(v.picklist(['asIs', 'out', 'in']), 'asIs'),
  fileTimeZone: v.optional(v.nullable(label), null),
  timeZone: v.nullable(label),
  exportedOn: v.nullable(day),
});

const rowsAndAmount = v.looseObject({ rows: count, amount });
const netting = v.looseObject({
  purchases: rowsAndAmount,
  refunds: rowsAndAmount,
  refunded: rowsAndAmount,
  revenue: amount,
  restated: v.optional(rowsAndAmount),
  tax: v.optional(rowsAndAmount),
  shipping: v.optional(rowsAndAmount),
  customersWithoutOrders: count,
});

const ledger = v.looseObject({
  rowsRead: count,
  amountRead: amount,
  setAside: v.pipe(v.array(v.looseObject({ reason: label, rows: count, amount })), v.maxLength(100)),
  rowsUsed: count,
  amountUsed: amount,
  orders: count,
  customers: count,
  firstDay: v.nullable(day),
  lastDay: v.nullable(day),
  netting: v.optional(netting),
});

const source = v.looseObject({
  id,
  name: label,
  bytes: count,
  rows: count,
  fingerprint: v.looseObject({ bytes: count, sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
  read,
  mapping,
  readings,
  policies,
  refunds: v.optional(v.pipe(v.array(refundTable), v.maxLength(MAX_REFUND_TABLES))),
  ledger,
});

const MAX_VALUES = 1_000;
const values = v.optional(v.pipe(v.array(label), v.maxLength(MAX_VALUES)));
const dimensions = v.strictObject(
  Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, values])) as Record<Dimension, typeof values>,
);
const filters = v.looseObject({
  asOf: v.nullable(day),
  from: v.nullable(day),
  to: v.nullable(day),
  dimensions,
  segment: v.nullable(id),
});

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL));
const names = v.pipe(v.array(label), v.maxLength(MAX_VALUES));
const width = v.pipe(v.number(), v.finite(), v.minValue(0));
const tables = v.optional(
  v.record(
    name,
    v.looseObject({
      sort: v.pipe(v.array(v.looseObject({ column: label, descending: v.boolean() })), v.maxLength(100)),
      hidden: names,
      widths: v.record(label, width),
      filters: v.record(label, heading),
      order: v.optional(names),
      totals: v.optional(v.boolean()),
    }),
  ),
);
const known = {
  id,
  title: v.nullable(label),
  collapsed: v.optional(v.boolean()),
  filters: v.optional(v.partial(filters)),
};
const cellView = v.optional(v.picklist(['plot', 'table', 'sql', 'method']));
const CELLS = {
  analysis: v.looseObject({
    ...known,
    kind: v.literal('analysis'),
    analysis: name,
    analysisVersion: count,
    params,
    view: cellView,
    tables,
  }),
  text: v.looseObject({
    ...known,
    kind: v.literal('text'),
    text: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  }),
  sql: v.looseObject({
    ...known,
    kind: v.literal('sql'),
    name: v.nullable(label),
    sql: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
    view: v.optional(v.picklist(['plot', 'table'])),
    chart: v.optional(
      v.looseObject({
        mark: v.picklist(['line', 'bar', 'dot', 'area', 'rect']),
        x: v.nullable(heading),
        y: v.nullable(heading),
        colour: v.nullable(heading),
      }),
    ),
    tables,
  }),
  segment: v.looseObject({ ...known, kind: v.literal('segment'), segment: id, view: cellView, tables }),
};
const unknownCell = v.looseObject({ id, kind: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) });
/** Chosen by `kind` alone, so that a mistake in a known cell is reported at its own field. */
const cell = v.lazy((input): (typeof CELLS)[keyof typeof CELLS] | typeof unknownCell => {
  const kind = (input as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' && Object.hasOwn(CELLS, kind)
    ? CELLS[kind as keyof typeof CELLS]
    : unknownCell;
});

const segment = v.looseObject({
  id,
  name: label,
  analysis: label,
  params,
  mark: label,
  customers: v.nullable(count),
});

const scheme = v.looseObject({ id, name, version: v.pipe(count, v.minValue(1)), params });

export const documentSchema: v.GenericSchema<unknown, NotebookDocument> = v.looseObject({
  format: v.literal('regulars'),
  version: v.literal(DOCUMENT_VERSION),
  id: notebookId,
  title: label,
  description: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  sources: v.pipe(v.array(source), v.maxLength(MAX_SOURCES)),
  filters,
  cells: v.pipe(v.array(cell), v.maxLength(MAX_CELLS)),
  segments: v.pipe(v.array(segment), v.maxLength(MAX_CELLS)),
  locale: v.nullable(v.picklist(['en', 'zh-CN'])),
  shared: v.optional(shared),
  pinned: v.optional(pinned),
  schemes: v.optional(v.pipe(v.array(scheme), v.maxLength(MAX_SCHEMES))),
});
