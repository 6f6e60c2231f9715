import { sqlLiteral } from './literals';
import { DATE_TEXT_RULES } from '../intake/date-text';
import { numberPattern } from '../intake/numbers';
import type { DateReading, Field, IdReading, Mapping, NumberReading, ReadOptions, Readings } from '../intake/types';

/**
 * The one place where a file's columns enter SQL, and only as `c1`, `c2`, …: no name from a client's file is ever part of it.
 */

/** Longest record the engine reads, in bytes. A longer one is set aside, not read. */
const MAX_LINE_BYTES = 4_194_304;
const OVERFLOW = 'overflow';
const WHITE_SPACE = ' \t\r\n\u00a0\u3000\ufeff';

/**
 * `read_csv` over a registered file, every field as text.
 *
 * `strict_mode = false` keeps a stray quote inside its own field; `null_padding` keeps short rows; an additional column
 * catches the first field too many, which DuckDB 1.4 would otherwise drop in silence. What still cannot be read
 * (bytes that are no UTF-8, a record too long) goes to `rejects` and is set aside, never skipped.
 */
export function readCsv(file: string, read: ReadOptions): string {
  const columns = [...read.columns.map((_, index) => `c${index + 1}`), OVERFLOW];
  const struct = columns.map((name) => `'${name}': 'varchar'`).join(', ');
  const options = [
    sqlLiteral(file),
    'auto_detect = false',
    `delim = ${sqlLiteral(read.delimiter)}`,
    `quote = ${sqlLiteral(read.quote)}`,
    `escape = ${sqlLiteral(escapeCharacter(read))}`,
    `header = ${read.header}`,
    `columns = {${struct}}`,
    'null_padding = true',
    'strict_mode = false',
    'parallel = false',
    'ignore_errors = true',
    'store_rejects = true',
    "rejects_table = 'rejects'",
    "rejects_scan = 'rejects_scan'",
    'rejects_limit = 0',
    `max_line_size = ${MAX_LINE_BYTES}`,
  ];
  return `read_csv(\n  ${options.join(',\n  ')}\n)`;
}

/** A doubled quote escapes itself, whichever quote it is. */
function escapeCharacter({ quote, escape }: ReadOptions): string {
  return quote !== '' && escape === '\\' ? '\\' : quote;
}

const TEXT_FIELDS = [
  'product',
  'productName',
  'category',
  'channel',
  'store',
  'region',
  'coupon',
  'status',
  'currency',
  'name',
  'email',
  'phone',
] as const satisfies readonly Field[];

/**
 * `create table staging.lines`: one pass over the file, every mapped field in its own type.
 * Grain: one row of the file. A field that is not mapped is null; one that cannot be read is null and judged later.
 * `rowHash` covers every column of the file and finds exact copies.
 */
export function createLines(file: string, read: ReadOptions, mapping: Mapping, readings: Readings): string {
  const column = (field: Field): string | null => {
    const index = mapping[field] === undefined ? -1 : read.columns.indexOf(mapping[field]);
    return index < 0 ? null : `c${index + 1}`;
  };
  const amount = amountExpression(column, readings);
  const selected = [
    `${id(column('customer'), readings.customer)} as customer_key`,
    `${id(column('order'), readings.order)} as order_key`,
    `${moment(column('orderedAt'), readings.orderedAt)} as ordered_at`,
    `${amount} as amount`,
    `${number(column('quantity'), readings.quantity)}::double as quantity`,
    `${number(column('discount'), readings.discount)} as discount`,
    `${number(column('refund'), readings.refund)} as refund`,
    ...TEXT_FIELDS.map((field) => `${text(column(field))} as ${snakeCase(field)}`),
    `hash(${read.columns.map((_, index) => `c${index + 1}`).join(', ')}) as row_hash`,
    `${OVERFLOW} is not null as is_malformed`,
  ];
  return `create or replace table staging.lines as\nselect\n  ${selected.join(',\n  ')}\nfrom ${readCsv(file, read)}`;
}

/** Counts, over the whole column, the non-blank values each date reading cannot read. */
export function countUnreadableDates(file: string, read: ReadOptions, columnName: string, candidates: readonly DateReading[]): string {
  const name = `c${read.columns.indexOf(columnName) + 1}`;
  const counts = candidates.map(
    (reading, index) => `count(*) filter (where ${name} is not null and ${moment(name, reading)} is null)::integer as n${index}`,
  );
  return `select ${counts.join(', ')} from ${readCsv(file, read)}`;
}

function amountExpression(column: (field: Field) => string | null, readings: Readings): string {
  if (column('amount')) return number(column('amount'), readings.amount);
  const quantity = column('quantity');
  const unitPrice = column('unitPrice');
  if (!unitPrice) return 'null::decimal(18, 4)';
  if (!quantity) return number(unitPrice, readings.unitPrice);
  return `try_cast(${number(quantity, readings.quantity)} * ${number(unitPrice, readings.unitPrice)} as decimal(18, 4))`;
}

function text(column: string | null): string {
  return column === null ? 'null::varchar' : `nullif(${trimmed(column)}, '')`;
}

function id(column: string | null, reading: IdReading | undefined): string {
  if (column === null || !reading?.dropPointZero) return text(column);
  return `nullif(case when ends_with(${trimmed(column)}, '.0') then left(${trimmed(column)}, -2) else ${trimmed(column)} end, '')`;
}

/** SQL's own `trim` takes spaces only; exports end ids in tabs, and spreadsheets pad with no-break and full-width spaces. */
function trimmed(column: string): string {
  return `trim(${column}, ${sqlLiteral(WHITE_SPACE)})`;
}

/**
 * Exact decimals; what is not a number is null. What casts as it stands is not looked at twice; the rest is read as
 * `parseNumber` in intake reads it. With a decimal comma nothing may be cast first: `1.234` is one thousand and more.
 */
function number(column: string | null, reading: NumberReading | undefined): string {
  if (column === null) return 'null::decimal(18, 4)';
  const cast = `try_cast(${column} as decimal(18, 4))`;
  if (!reading || reading.plain) return cast;
  const marked = markedNumber(column, reading);
  return reading.decimal === '.' ? `coalesce(${cast}, ${marked})` : marked;
}

function markedNumber(column: string, { decimal }: NumberReading): string {
  const minuses = `len(regexp_extract_all(${column}, '[-(\u2212\u2013]'))`;
  const digits = decimal === '.' ? `regexp_replace(${column}, '[^\\d.]', '', 'g')` : `replace(regexp_replace(${column}, '[^\\d,]', '', 'g'), ',', '.')`;
  return `case when regexp_full_match(${column}, ${sqlLiteral(numberPattern(decimal))}, 'i') and ${minuses} < 2
    then try_cast(${digits} as decimal(18, 4)) * case when ${minuses} = 1 then -1 else 1 end
  end::decimal(18, 4)`;
}

/** The shop's wall clock: an offset written in the file is left out, never applied. */
function moment(column: string | null, reading: DateReading | undefined): string {
  if (column === null) return 'null::timestamp';
  if (!reading || reading.kind === 'iso') return `try_cast(left(trim(${column}), 19) as timestamp)`;
  const formats = sqlLiteral(reading.formats);
  // Nearly every file needs no normalising, and `coalesce` does it only where the first try failed.
  return `coalesce(try_strptime(${column}, ${formats}), try_strptime(${normalisedDate(column)}, ${formats}))`;
}

function normalisedDate(column: string): string {
  return DATE_TEXT_RULES.reduce(
    (text, { pattern, replacement }) =>
      `regexp_replace(${text}, ${sqlLiteral(pattern)}, ${sqlLiteral(replacement)}, 'gi')`,
    column,
  );
}

function snakeCase(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Blank and distinct values of every column, over the whole file: columns `blank1`, `distinct1`, `blank2`, … */
export function profileColumns(file: string, read: ReadOptions): string {
  const counts = read.columns.flatMap((_, index) => {
    const column = `c${index + 1}`;
    return [
      `(count(*) - count(nullif(trim(${column}), '')))::integer as blank${index + 1}`,
      `count(distinct ${column})::integer as distinct${index + 1}`,
    ];
  });
  return `select\n  ${counts.join(',\n  ')}\nfrom ${readCsv(file, read)}`;
}

/** Rows of the file by their place, as text: `row_id` and `c1`, `c2`, … for the rows that `staging.shown` names. */
export function readShownRows(file: string, read: ReadOptions): string {
  const columns = read.columns.map((_, index) => `r.c${index + 1}`).join(', ');
  return `with numbered as (
  select row_number() over () - 1 as row_id, *
  from ${readCsv(file, read)}
)
select s.row_id::integer as row_id, s.reason::varchar as reason, ${columns}
from numbered as r
join staging.shown as s using (row_id)
order by row_id`;
}

/** The file as text, in its own order. */
export function readAllRows(file: string, read: ReadOptions): string {
  return `select ${read.columns.map((_, index) => `c${index + 1}`).join(', ')}\nfrom ${readCsv(file, read)}`;
}
