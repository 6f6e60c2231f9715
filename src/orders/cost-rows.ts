import { moment, number, text } from './cell-sql';
import { OVERFLOW, readAlone, type CostStack, type Source } from './source';

/** What a line of totals has in the place of a channel. In lower case. */
const TOTAL = "'^(合计|小计|总计|汇总|全部|total|subtotal|sub total|grand total|sum|all)$'";

/**
 * `create table staging.costs`: money spent on winning customers.
 * Grain: one row of such a file, with its place among them in `table_no` (from 1); empty without any. Spent from `from_day` to
 * `through_day`, both included; null, like `amount`, where it cannot be read. `is_shared`: the row stands in an earlier file of
 * the same columns too.
 */
export function createCosts(source: Source): string {
  if (source.costs.length === 0)
    return 'create or replace table staging.costs (table_no integer, from_day date, through_day date, channel varchar, amount decimal(18, 4), is_shared boolean)';
  const rows = source.costs.map((stack, index) => selectCosts(source, stack, index + 1));
  return `create or replace table staging.costs as
select
  * exclude (row_hash),
  table_no > min(table_no) over (partition by row_hash) as is_shared
from (
${rows.join('\nunion all\n')}
)`;
}

function selectCosts(source: Source, stack: CostStack, tableNo: number): string {
  const { names, from, columns } = stack;
  const column = (name: string | null): string | null =>
    name === null ? null : `c${from + names.indexOf(name) + 1}`;
  const [reading] = columns.readings;
  const span = columns.through === null ? (reading?.span ?? 'day') : 'range';
  const day = `${moment(column(columns.from), reading?.dates)}::date`;
  const channel = text(column(columns.channel));
  const isWhole = OVERFLOW.map((name) => `${name} is null`).join(' and ');
  const own = names.map((_, index) => `c${from + index + 1}`);
  // Rows of files of other columns are never the same.
  const shape = source.costs.findIndex(({ names: other }) => other.join('\n') === names.join('\n'));
  return `select
  ${tableNo}::integer as table_no,
  ${span === 'month' || span === 'quarter' ? `date_trunc('${span}', ${day})::date` : day} as from_day,
  ${lastDay(day, span, moment(column(columns.through), reading?.dates))} as through_day,
  ${channel} as channel,
  case when ${isWhole} and not coalesce(regexp_matches(lower(${channel}), ${TOTAL}), false) then ${number(column(columns.amount), columns.number)} end as amount,
  hash(${shape}, ${[...own, ...OVERFLOW].join(', ')}) as row_hash
from (
${readAlone(source, stack)}
)`;
}

/** `last_day` ends the month that a day is in. */
function lastDay(
  day: string,
  span: CostStack['columns']['readings'][number]['span'] | 'range',
  through: string,
): string {
  if (span === 'range') return `${through}::date`;
  if (span === 'quarter') return `last_day(date_trunc('quarter', ${day})::date + interval 2 month)`;
  if (span === 'month') return `last_day(${day})`;
  return span === 'week' ? `(${day} + 6)::date` : day;
}
