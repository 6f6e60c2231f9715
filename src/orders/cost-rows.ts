import { moment, number, text } from './cell-sql';
import { readAlone, type CostStack, type Source } from './source';

/**
 * `create table staging.costs`: money spent on winning customers.
 * Grain: one row of such a file, with its place among them in `table_no` (from 1); empty without any. Spent from `from_day` to
 * `through_day`, both included; null, like `amount`, where it cannot be read.
 */
export function createCosts(source: Source): string {
  if (source.costs.length === 0)
    return 'create or replace table staging.costs (table_no integer, from_day date, through_day date, channel varchar, amount decimal(18, 4))';
  const rows = source.costs.map((stack, index) => selectCosts(source, stack, index + 1));
  return `create or replace table staging.costs as\n${rows.join('\nunion all\n')}`;
}

function selectCosts(source: Source, stack: CostStack, tableNo: number): string {
  const { names, from, columns } = stack;
  const column = (name: string | null): string | null =>
    name === null ? null : `c${from + names.indexOf(name) + 1}`;
  const [reading] = columns.dates;
  const day = `${moment(column(columns.from), reading)}::date`;
  return `select
  ${tableNo}::integer as table_no,
  ${columns.span === 'month' && columns.through === null ? `date_trunc('month', ${day})::date` : day} as from_day,
  ${columns.through === null ? lastDay(day, columns.span) : `${moment(column(columns.through), reading)}::date`} as through_day,
  ${text(column(columns.channel))} as channel,
  ${number(column(columns.amount), columns.number)} as amount
from (
${readAlone(source, stack)}
)`;
}

/** `last_day` ends the month that a day is in. */
function lastDay(day: string, span: CostStack['columns']['span']): string {
  if (span === 'month') return `last_day(${day})`;
  return span === 'week' ? `(${day} + 6)::date` : day;
}
