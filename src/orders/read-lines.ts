import { sqlLiteral } from './literals';
import { DATE_TEXT_RULES } from '../intake/date-text';
import { numberPattern } from '../intake/numbers';
import type {
  DateReading,
  Field,
  IdReading,
  Mapping,
  NumberReading,
  ReadOptions,
  Readings,
} from '../intake/types';

/**
 * The one place where a file's columns enter SQL, and only as `c1`, `c2`, …: no name from a client's file is ever part of it.
 */

/** Longest record the engine reads, in bytes. A longer one is set aside, not read. */
const MAX_LINE_BYTES = 4_194_304;
/** Read at a time: the default of 64 MiB would move the progress bar once a second, and Cancel no faster. */
const BUFFER_BYTES = 8_388_608;
/** Columns for fields too many: three, so that text behind a blank or two is still seen. */
const OVERFLOW = ['overflow1', 'overflow2', 'overflow3'] as const;
/** Money is kept to four places, unit prices to six: 1,000 pieces at 0.12345 are 123.45. */
const MONEY = 'decimal(18, 4)';
const UNIT_PRICE = 'decimal(18, 6)';
/** Quantity × unit price has ten places; in 64 bits that is room for eight digits before the point. */
const MOST_IN_64_BITS = '9e7';
/** Bytes below which no text holds a row of orders: a day alone takes six. */
const SHORTEST_ROW = 9;
/** What pads fields: exports end them in tabs, spreadsheets use no-break and full-width spaces. */
const WHITE_SPACE = ' \t\r\n\u00a0\u3000\ufeff';

/**
 * `read_csv` over a registered file, every field as text.
 *
 * `strict_mode = false` keeps a stray quote inside its own field; `null_padding` keeps short rows; additional columns
 * catch the first fields too many, which DuckDB 1.4 would otherwise drop in silence. What still cannot be read
 * (bytes that are no UTF-8, a record too long) goes to `rejects` and is set aside, never skipped.
 */
export function readCsv(file: string, read: ReadOptions): string {
  const columns = [...read.columns.map((_, index) => `c${index + 1}`), ...OVERFLOW];
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
    `buffer_size = ${BUFFER_BYTES}`,
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
 * `row_hash` covers every column of the file and finds exact copies.
 */
export function createLines(file: string, read: ReadOptions, mapping: Mapping, readings: Readings): string {
  const column = (field: Field): string | null => {
    const index = mapping[field] === undefined ? -1 : read.columns.indexOf(mapping[field]);
    return index < 0 ? null : `c${index + 1}`;
  };
  const amount = amountExpression(column, readings);
  const swallowed = `case when swallowed_day is null then false else ${moment('swallowed_day', readings.orderedAt)} is not null end`;
  const selected = [
    `${id(column('customer'), readings.customer)} as customer_key`,
    `${id(column('order'), readings.order)} as order_key`,
    `${moment(column('orderedAt'), readings.orderedAt)} as ordered_at`,
    `${amount} as amount`,
    'pieces::double as quantity',
    `${number(column('discount'), readings.discount)} as discount`,
    `${number(column('refund'), readings.refund)} as refund`,
    ...TEXT_FIELDS.map((field) => `${text(column(field))} as ${snakeCase(field)}`),
    `hash(${[...read.columns.map((_, index) => `c${index + 1}`), ...OVERFLOW].join(', ')}) as row_hash`,
    `(${OVERFLOW.map((name) => `${name} is not null`).join(' or ')} or ${swallowed}) as is_malformed`,
  ];
  // Read once, used several times.
  const shared = [
    `${number(column('quantity'), readings.quantity)} as pieces`,
    `${number(column('unitPrice'), readings.unitPrice, UNIT_PRICE)} as price`,
    `${swallowedDay(read, mapping)} as swallowed_day`,
  ];
  const source = `select\n  *,\n  ${shared.join(',\n  ')}\nfrom ${readCsv(file, read)}`;
  return `create or replace table staging.lines as\nselect\n  ${selected.join(',\n  ')}\nfrom (\n${source}\n)`;
}

/**
 * What stands where a line inside a field has its day, if a field holds a line with all the file's delimiters; else null.
 * Behind a quote that nobody closed the engine reads on to the next one, be it at the end of the file, and the rows
 * between would be gone without a word.
 */
function swallowedDay(read: ReadOptions, mapping: Mapping): string {
  const dayAt = mapping.orderedAt === undefined ? -1 : read.columns.indexOf(mapping.orderedAt);
  if (dayAt < 0 || read.quote === '' || read.columns.length < 2) return 'null::varchar';
  const delimiter = `[${read.delimiter}]`;
  const field = `[^${read.delimiter}\n]*`;
  const pattern = `\n(?:${field}${delimiter}){${dayAt}}(${field})(?:${delimiter}${field}){${read.columns.length - 1 - dayAt}}`;
  const days = read.columns.map((_, index) => {
    const name = `c${index + 1}`;
    // Most fields are too short to hold a row, and that is known without reading them.
    const mayHold = `strlen(${name}) > ${SHORTEST_ROW} and contains(${name}, chr(10))`;
    return `case when ${mayHold} then nullif(regexp_extract(${name}, ${sqlLiteral(pattern)}, 1), '') end`;
  });
  return `coalesce(${days.join(', ')})`;
}

/** Counts, over the whole column, the non-blank values each date reading cannot read. */
export function countUnreadableDates(
  file: string,
  read: ReadOptions,
  columnName: string,
  candidates: readonly DateReading[],
): string {
  const name = `c${read.columns.indexOf(columnName) + 1}`;
  const counts = candidates.map(
    (reading, index) =>
      `count(*) filter (where ${name} is not null and ${moment(name, reading)} is null)::integer as n${index}`,
  );
  return `select ${counts.join(', ')} from ${readCsv(file, read)}`;
}

function amountExpression(column: (field: Field) => string | null, readings: Readings): string {
  if (column('amount')) return number(column('amount'), readings.amount);
  if (!column('unitPrice')) return `null::${MONEY}`;
  if (!column('quantity')) return `try_cast(price as ${MONEY})`;
  // The engine multiplies decimals of 18 digits in 64 bits and fails the statement where they do not hold the product;
  // in 128 bits it is ten times slower, so only large amounts go there.
  return `case when abs(pieces::double * price::double) < ${MOST_IN_64_BITS}
    then try_cast(pieces * price as ${MONEY})
    else try_cast(pieces::decimal(20, 4) * price as ${MONEY})
  end`;
}

function text(column: string | null): string {
  return column === null ? 'null::varchar' : `nullif(${trimmed(column)}, '')`;
}

function id(column: string | null, reading: IdReading | undefined): string {
  if (column === null || !reading?.dropPointZero) return text(column);
  const bare = trimmed(column);
  return `nullif(case when ends_with(${bare}, '.0') then left(${bare}, -2) else ${bare} end, '')`;
}

/**
 * Without white space of any kind at its ends, in every row: an id that is padded in one month only is one customer all
 * the same. `trim` with a set takes four times as long as `trim` without; a look at the ends first takes no longer.
 */
function trimmed(column: string): string {
  const isPadded = [...WHITE_SPACE].flatMap((space) => [
    `starts_with(${column}, ${sqlLiteral(space)})`,
    `ends_with(${column}, ${sqlLiteral(space)})`,
  ]);
  return `case when ${isPadded.join(' or ')} then trim(${column}, ${sqlLiteral(WHITE_SPACE)}) else ${column} end`;
}

/**
 * Exact decimals; what is not a number is null. What casts as it stands is hardly looked at twice; the rest is read as
 * `parseNumber` in intake reads it. With a decimal comma nothing may be cast first: `1.234` is one thousand and more.
 */
function number(column: string | null, reading: NumberReading | undefined, type = MONEY): string {
  if (column === null) return `null::${type}`;
  const bare = trimmed(column);
  // The engine takes `- ` for zero, and rounds `9e-16`, a float's remainder, up to the last place it keeps.
  const isTiny = (text: string) => `contains(${text}, 'e-') or contains(${text}, 'E-')`;
  const isOdd = `ends_with(${column}, ' ') or ends_with(${column}, chr(9)) or ${isTiny(column)}`;
  const atOnce = `case when ${isOdd} then null else try_cast(${column} as ${type}) end`;
  const withCare = `case when ${isTiny(bare)} then try_cast(try_cast(${bare} as double) as ${type}) else try_cast(${bare} as ${type}) end`;
  const cast = `${atOnce}, ${withCare}`;
  if (!reading || reading.plain) return `coalesce(${cast})`;
  const marked = markedNumber(bare, reading, type);
  return reading.decimal === '.' ? `coalesce(${cast}, ${marked})` : marked;
}

function markedNumber(column: string, { decimal }: NumberReading, type: string): string {
  const minuses = `len(regexp_extract_all(${column}, '[-(\u2212\u2013]'))`;
  const digits =
    decimal === '.'
      ? `regexp_replace(${column}, '[^\\d.]', '', 'g')`
      : `replace(regexp_replace(${column}, '[^\\d,]', '', 'g'), ',', '.')`;
  return `case when regexp_full_match(${column}, ${sqlLiteral(numberPattern(decimal))}, 'i') and ${minuses} < 2
    then try_cast(case when ${minuses} = 1 then '-' else '' end || ${digits} as ${type})
  end`;
}

/** The shop's wall clock: an offset written in the file is left out, never applied. */
function moment(column: string | null, reading: DateReading | undefined): string {
  if (column === null) return 'null::timestamp';
  if (!reading || reading.kind === 'iso') return `try_cast(left(${trimmed(column)}, 19) as timestamp)`;
  const formats = sqlLiteral(reading.formats);
  // Nearly every file needs no normalising, and `coalesce` does it only where the first try failed.
  return `coalesce(try_strptime(${column}, ${formats}), try_strptime(${normalisedDate(trimmed(column))}, ${formats}))`;
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
      `(count(*) - count(nullif(${trimmed(column)}, '')))::integer as blank${index + 1}`,
      `count(distinct ${column})::integer as distinct${index + 1}`,
    ];
  });
  return `select\n  ${counts.join(',\n  ')}\nfrom ${readCsv(file, read)}`;
}

/**
 * Rows of the file by their place, as text: `row_id` and `c1`, `c2`, … for the rows that `staging.shown` names.
 * `breaks_before` counts line breaks inside fields of the rows before, where it is asked for.
 */
export function readShownRows(file: string, read: ReadOptions, countBreaks: boolean): string {
  const columns = read.columns.map((_, index) => `c${index + 1}`);
  return `with placed as (
  select
    row_number() over () - 1 as row_id,
    ${countBreaks ? lineBreaks(read) : '0'} as breaks,
    *
  from ${readCsv(file, read)}
),
numbered as (
  select
    *,
    sum(breaks) over (rows between unbounded preceding and current row) - breaks as breaks_before
  from placed
)
select
  n.row_id::integer as row_id,
  s.reason::varchar as reason,
  n.breaks_before::integer as breaks_before,
  ${columns.map((name) => `n.${name}`).join(', ')}
from numbered as n
join staging.shown as s using (row_id)
order by row_id`;
}

/** The file as text, in its own order. */
export function readAllRows(file: string, read: ReadOptions): string {
  return `select ${read.columns.map((_, index) => `c${index + 1}`).join(', ')}\nfrom ${readCsv(file, read)}`;
}

/** Line breaks inside the fields of a row: an expression over `c1`, `c2`, … */
function lineBreaks(read: ReadOptions): string {
  return read.columns
    .map((_, index) => `coalesce(strlen(c${index + 1}) - strlen(replace(c${index + 1}, chr(10), '')), 0)`)
    .join(' + ');
}

/** Line breaks inside the fields of all rows and of the text of those rejected: one row, `breaks`. */
export function countLineBreaks(file: string, read: ReadOptions): string {
  return `with in_rows as (
  select coalesce(sum(${lineBreaks(read)}), 0) as breaks
  from ${readCsv(file, read)}
),
in_rejected as (
  select coalesce(sum(strlen(csv_line) - strlen(replace(csv_line, chr(10), ''))), 0) as breaks
  from staging.rejected
)
select (r.breaks + j.breaks)::integer as breaks
from in_rows as r
cross join in_rejected as j
order by breaks`;
}
