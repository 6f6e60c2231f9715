import * as v from 'valibot';
import { FIELDS } from '../intake/types';
import { isDay } from './days';
import { DOCUMENT_VERSION, type NotebookDocument } from './types';

/**
 * The shape of `*.regulars.json` after migration. Objects are loose: a field this version does not know is kept and
 * saved back. Every text and list has a cap, so that a hostile file is refused instead of freezing the page.
 */

export const MAX_CELLS = 500;
const MAX_SOURCES = 100;
const MAX_COLUMNS = 10_000;
export const MAX_LABEL = 1_000;
export const MAX_TEXT = 100_000;

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
  encoding: v.literal('utf-8'),
  delimiter: v.picklist([',', ';', '\t', '|']),
  quote: v.picklist(['"', "'", '']),
  escape: v.picklist(['"', '\\']),
  header: v.boolean(),
  columns: v.pipe(v.array(heading), v.maxLength(MAX_COLUMNS)),
});

const column = v.optional(heading);
const mapping = v.looseObject(
  Object.fromEntries(FIELDS.map((field) => [field, column])) as Record<
    (typeof FIELDS)[number],
    typeof column
  >,
);

const numberReading = v.optional(
  v.looseObject({
    plain: v.boolean(),
    decimal: v.picklist(['.', ',']),
    currencySign: v.optional(label),
  }),
);
const idReading = v.optional(v.looseObject({ dropPointZero: v.boolean() }));
const dateReading = v.optional(
  v.variant('kind', [
    v.looseObject({ kind: v.literal('iso') }),
    v.looseObject({
      kind: v.literal('formats'),
      formats: v.pipe(v.array(label), v.maxLength(100)),
    }),
  ]),
);
const readings = v.looseObject({
  orderedAt: dateReading,
  customer: idReading,
  order: idReading,
  amount: numberReading,
  quantity: numberReading,
  unitPrice: numberReading,
  discount: numberReading,
  refund: numberReading,
});

const policies = v.looseObject({
  refunds: v.picklist(['setAside', 'net', 'restate']),
  zeroValue: v.picklist(['setAside', 'keep']),
  duplicates: v.picklist(['keep', 'setAside']),
  guests: v.picklist(['setAside', 'keep']),
  sameDay: v.picklist(['separate', 'merge']),
  statuses: v.pipe(v.array(label), v.maxLength(1_000)),
  currency: v.nullable(label),
  timeZone: v.nullable(label),
  exportedOn: v.nullable(day),
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
  ledger,
});

const analysisCell = v.looseObject({
  id,
  kind: v.literal('analysis'),
  analysis: v.pipe(v.string(), v.minLength(1), v.maxLength(MAX_LABEL)),
  analysisVersion: count,
  title: v.nullable(label),
  params,
  filters: v.optional(v.looseObject({ asOf: v.optional(v.nullable(day)) })),
  view: v.optional(v.picklist(['plot', 'table', 'sql', 'method'])),
});
const unknownCell = v.looseObject({ id, kind: v.pipe(v.string(), v.minLength(1), v.maxLength(200)) });
/** Chosen by `kind` alone, so that a mistake in a known cell is reported at its own field. */
const cell = v.lazy((input): typeof analysisCell | typeof unknownCell =>
  (input as { kind?: unknown } | null)?.kind === 'analysis' ? analysisCell : unknownCell,
);

const segment = v.looseObject({
  id,
  name: label,
  analysis: label,
  params,
  mark: label,
  customers: v.nullable(count),
});

export const documentSchema: v.GenericSchema<unknown, NotebookDocument> = v.looseObject({
  format: v.literal('regulars'),
  version: v.literal(DOCUMENT_VERSION),
  id: notebookId,
  title: label,
  description: v.pipe(v.string(), v.maxLength(MAX_TEXT)),
  sources: v.pipe(v.array(source), v.maxLength(MAX_SOURCES)),
  filters: v.looseObject({ asOf: v.nullable(day) }),
  cells: v.pipe(v.array(cell), v.maxLength(MAX_CELLS)),
  segments: v.pipe(v.array(segment), v.maxLength(MAX_CELLS)),
  locale: v.nullable(v.picklist(['en', 'zh-CN'])),
});
