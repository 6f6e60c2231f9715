import {
  amountExpression,
  currencyOf,
  id,
  moment,
  number,
  snakeCase,
  text,
  trimmed,
  UNIT_PRICE,
} from './cell-sql';
import { sqlLiteral } from './literals';
import { clockColumns } from './stamp-clock';
import { joinKey, OVERFLOW, partsOf, readCounted, readSource, readWithRefunds, type Source } from './source';
import type { DateReading, Field, Mapping, Readings } from '../intake/types';

/**
 * The one place where a file's columns enter SQL, and only as `c1`, `c2`, …: no name from a client's file is ever part of it.
 */

/** Bytes below which no text holds a row of orders: a day alone takes six. */
const SHORTEST_ROW = 9;
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
 * `member_key` ties a row to the file of members, where there is one. `row_hash` covers every column of the file and finds exact copies.
 *
 * Where the clock is to be converted, `clock` and `utc_offset` say of which kind each stamp is (see stamp-clock.ts).
 */
export function createLines(source: Source, mapping: Mapping, readings: Readings, withClock = false): string {
  const column = (field: Field): string | null => {
    const index = mapping[field] === undefined ? -1 : source.columns.indexOf(mapping[field]);
    return index < 0 ? null : `c${index + 1}`;
  };
  const amount = amountExpression(column, readings);
  const swallowed = `case when swallowed_day is null then false else ${moment('swallowed_day', readings.orderedAt)} is not null end`;
  const selected = [
    'file_no',
    'line',
    `${id(column('customer'), readings.customer)} as customer_key`,
    `${id(column('order'), readings.order)} as order_key`,
    `${momentOf(column, readings)} as ordered_at`,
    ...(withClock
      ? clockColumns(column('orderedTime') ? 'stamp' : column('orderedAt'), readings.orderedAt)
      : []),
    `${amount} as amount`,
    'pieces::double as quantity',
    `${number(column('discount'), readings.discount)} as discount`,
    `${number(column('refund'), readings.refund)} as refund`,
    `${number(column('tax'), readings.tax)} as tax`,
    `${number(column('shipping'), readings.shipping)} as shipping`,
    `${number(column('orderDiscount'), readings.orderDiscount)} as order_discount`,
    ...TEXT_FIELDS.map((field) => `${textOf(field, column, readings)} as ${snakeCase(field)}`),
    `${memberKey(source)} as member_key`,
    `hash(${[...source.columns.map((_, index) => `c${index + 1}`), ...OVERFLOW].join(', ')}) as row_hash`,
    `(${OVERFLOW.map((name) => `${name} is not null`).join(' or ')} or ${swallowed}) as is_malformed`,
  ];
  // Read once, used several times.
  const shared = [
    `${number(column('quantity'), readings.quantity)} as pieces`,
    `${number(column('unitPrice'), readings.unitPrice, UNIT_PRICE)} as price`,
    `${swallowedDay(source, mapping)} as swallowed_day`,
    ...(column('orderedTime') ? [`${stampText(column('orderedAt'), column('orderedTime'))} as stamp`] : []),
  ];
  const read = `select\n  *,\n  ${shared.join(',\n  ')}\nfrom (\n${readSource(source)}\n)`;
  return `create or replace table staging.lines as\nselect\n  ${selected.join(',\n  ')}\nfrom (\n${read}\n)`;
}

/** Who of a file of members the row's customer is, by that file's own key; null where no member has it. */
function memberKey({ joined, members }: Source): string {
  const stack = members && joined[members.joined];
  return stack ? joinKey(`c${stack.right + 1}`) : 'null::varchar';
}

/** Day and time of one column or of two. A time of day that cannot be read does not make its day unreadable. */
function momentOf(column: (field: Field) => string | null, readings: Readings): string {
  const day = moment(column('orderedAt'), readings.orderedAt);
  if (!column('orderedTime') || !column('orderedAt')) return day;
  return `coalesce(${moment('stamp', readings.orderedAt)}, ${day})`;
}

/** A day's column and that of its time as one text. */
function stampText(day: string | null, time: string | null): string {
  if (day === null || time === null) return 'null::varchar';
  return `${trimmed(day)} || coalesce(' ' || nullif(${trimmed(time)}, ''), '')`;
}

/** A currency that no column names is read from the sign its amount bears. */
function textOf(field: Field, column: (field: Field) => string | null, readings: Readings): string {
  const own = column(field);
  const money = column('amount') ?? column('unitPrice');
  if (field !== 'currency' || own !== null || money === null || !readings.currencySigns) return text(own);
  return currencyOf(money, readings.currencySigns);
}

/**
 * What stands where a line inside a field has its day, if a field holds a line with all the file's delimiters; else null.
 * Behind a quote that nobody closed the engine reads on to the next one, be it at the end of the file, and the rows
 * between would be gone without a word.
 */
function swallowedDay(source: Source, mapping: Mapping): string {
  const { columns, base, joined } = source;
  const dayAt = mapping.orderedAt === undefined ? -1 : columns.indexOf(mapping.orderedAt);
  // A text that was rewritten closes all its quotes.
  const asItStands = base.parts.find(({ text }) => !text.numbered && text.quote !== '');
  if (dayAt < 0 || !asItStands || columns.length < 2 || joined.length > 0) return 'null::varchar';
  const mark = asItStands.text.delimiter;
  const delimiter = `[${mark}]`;
  const field = `[^${mark}\n]*`;
  const pattern = `\n(?:${field}${delimiter}){${dayAt}}(${field})(?:${delimiter}${field}){${columns.length - 1 - dayAt}}`;
  const days = columns.map((_, index) => {
    const name = `c${index + 1}`;
    // Most fields are too short to hold a row, and that is known without reading them.
    const mayHold = `strlen(${name}) > ${SHORTEST_ROW} and contains(${name}, chr(10))`;
    return `case when ${mayHold} then nullif(regexp_extract(${name}, ${sqlLiteral(pattern)}, 1), '') end`;
  });
  return `coalesce(${days.join(', ')})`;
}

/** Counts, over the whole column, the non-blank values each date reading cannot read; with times of day where another column has them. */
export function countUnreadableDates(
  source: Source,
  columnName: string,
  candidates: readonly DateReading[],
  timeColumn?: string,
): string {
  const day = `c${source.columns.indexOf(columnName) + 1}`;
  const timeAt = timeColumn === undefined ? -1 : source.columns.indexOf(timeColumn);
  const name = timeAt < 0 ? day : `(${stampText(day, `c${timeAt + 1}`)})`;
  const counts = candidates.map(
    (reading, index) =>
      `count(*) filter (where ${name} is not null and ${moment(name, reading)} is null)::integer as n${index}`,
  );
  return `select ${counts.join(', ')} from (\n${readSource(source)}\n)`;
}

/** Blank and distinct values of every column, over the whole file: columns `blank1`, `distinct1`, `blank2`, … */
export function profileColumns(source: Source): string {
  const counts = source.columns.flatMap((_, index) => {
    const column = `c${index + 1}`;
    return [
      `(count(*) - count(nullif(${trimmed(column)}, '')))::integer as blank${index + 1}`,
      `count(distinct ${column})::integer as distinct${index + 1}`,
    ];
  });
  return `select\n  ${counts.join(',\n  ')}\nfrom (\n${readSource(source)}\n)`;
}

/**
 * Rows by their place in `staging.lines`, as text, for those that `staging.shown` names: `row_id`, `reason`, `file_no`,
 * `line` where the text is numbered, `place` (of the row among its file's rows, from 0), `breaks_before` (line breaks
 * inside fields of the file's rows before, where `countBreaks`) and `c1`, `c2`, ….
 */
export function readShownRows(source: Source, countBreaks: boolean): string {
  // Without a partition the window streams, which over millions of rows of one file is the difference.
  const each = partsOf(source).length > 1 ? 'partition by file_no order by row_id' : '';
  const columns = [...source.columns, ...source.refunds.flatMap(({ names }) => names)].map(
    (_, index) => `c${index + 1}`,
  );
  return `with placed as (
  select
    row_number() over () - 1 as row_id,
    ${countBreaks ? lineBreaks(source) : '0'} as breaks,
    *
  from (
${readWithRefunds(source)}
  )
),
numbered as (
  select
    *,
    row_number() over (${each}) - 1 as place,
    sum(breaks) over (${each} rows between unbounded preceding and current row) - breaks as breaks_before
  from placed
)
select
  n.row_id::integer as row_id,
  s.reason::varchar as reason,
  n.file_no::integer as file_no,
  n.line::integer as line,
  n.place::integer as place,
  n.breaks_before::integer as breaks_before,
  ${[...columns, ...OVERFLOW].map((name) => `n.${name}`).join(', ')}
from numbered as n
join staging.shown as s using (row_id)
order by row_id`;
}

/** Line breaks inside the fields of a row: an expression over `c1`, `c2`, … */
function lineBreaks({ base, refunds }: Source): string {
  return [base, ...refunds]
    .flatMap(({ from, to }) => Array.from({ length: to - from }, (_, index) => from + index))
    .map((index) => `coalesce(strlen(c${index + 1}) - strlen(replace(c${index + 1}, chr(10), '')), 0)`)
    .join(' + ');
}

/** Line breaks inside the fields of the base's rows, of those of refunds, and of the text of those rejected: one row, `breaks`. */
export function countLineBreaks(source: Source): string {
  return `with in_rows as (
  select coalesce(sum(${lineBreaks(source)}), 0) as breaks
  from (
${readCounted(source)}
  )
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
