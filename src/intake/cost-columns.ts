import { ColumnSamples } from './column-samples';
import { dateText, parseDay } from './date-text';
import { dateCandidates } from './dates';
import { namesDate, normaliseHeader } from './fields';
import { readNumbers } from './numbers';
import type { DateReading, NumberReading } from './types';

/** How long the time is that one row's cost was spent in, from its day on. */
export type CostSpan = 'day' | 'week' | 'month';

/** What a table of costs says: when, how much, and perhaps on which channel. */
export interface CostColumns {
  from: string;
  /** The last day, where the table has a column for it; else `span` tells. */
  through: string | null;
  amount: string;
  channel: string | null;
  span: CostSpan;
  /** Ways in which days can be read; more than one where they read both day and month first. */
  dates: DateReading[];
  number: NumberReading;
}

/** Words for money spent on winning customers. In normalised headers. */
export const COST_NAMED =
  /\b(?:costs?|spend|spent|ad spend|expenses?|expenditure|budget)\b|花费|费用|成本|消耗|投放|推广费|广告费|支出/;
/** A price of something else: of a click, of a thousand views, of goods. */
const PER_PIECE =
  /\b(?:per|each|unit|cpc|cpm|cpa|cac|roas|roi|rate|avg|average|goods|shipping|product)\b|单价|平均|每|单次|千次|占比|率|商品|进货|采购|运费/;
const CHANNEL_NAMED = /\b(?:channel|source|platform|medium|network)\b|渠道|来源|平台|媒体/;
const PERIOD_NAMED = /\b(?:month|week|period|reporting)\b|月|周|期间|时段/;
const BEGINS = /\b(?:starts?|from|begins?|beginning)\b|开始|起始|起$/;
const ENDS = /\b(?:ends?|to|until|through|ending)\b|结束|截止|止$/;

/** Months without a day, as they stand after `dateText`, and the format that reads each. */
const MONTHS: readonly [RegExp, string][] = [
  [/^\d{4}-\d{1,2}$/, '%Y-%m'],
  [/^\d{4}-\d{1,2}-$/, '%Y-%m-'],
  [/^\d{4}\/\d{1,2}$/, '%Y/%m'],
  [/^\d{4}\.\d{1,2}$/, '%Y.%m'],
  [/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/, '%Y%m'],
  [/^\d{1,2}\/\d{4}$/, '%m/%Y'],
  [/^[a-z]{3} \d{4}$/i, '%b %Y'],
  [/^[a-z]{4,9} \d{4}$/i, '%B %Y'],
];
/** Share of the values looked at that have to read. Tables of costs end in a line of totals. */
const NEARLY_ALL = 0.9;
/** Rows below which a share says nothing: one odd line may be there. */
const SHORT = 10;

/** Whether a name can be the time that a cost was spent in. */
export function namesPeriod(column: string): boolean {
  return namesDate(column) || PERIOD_NAMED.test(normaliseHeader(column));
}

/** Whether a name can be money spent, not the price of one thing. */
export function namesCost(column: string): boolean {
  const name = normaliseHeader(column);
  return COST_NAMED.test(name) && !PER_PIECE.test(name);
}

/** What a table of costs says, or null where it does not say when and how much. */
export function costColumns(columns: readonly string[], rows: readonly string[][]): CostColumns | null {
  const table = new ColumnSamples(columns, rows);
  const dated = (name: string, values: readonly string[]): boolean =>
    namesPeriod(name) && periodReadings(values).length > 0;
  const isEnd = (name: string): boolean => ENDS.test(normaliseHeader(name));
  const from = table.best((name, values) =>
    dated(name, values) && !isEnd(name) ? (BEGINS.test(normaliseHeader(name)) ? 2 : 1) : 0,
  );
  const amount = table.best((name, values) => (namesCost(name) && areNumbers(values) ? 1 : 0));
  if (from === null || amount === null || from === amount) return null;
  const through = table.best((name, values) => (name !== from && isEnd(name) && dated(name, values) ? 1 : 0));
  const channel = table.best((name, values) =>
    ![from, through, amount].includes(name) && CHANNEL_NAMED.test(normaliseHeader(name)) && values.length > 0
      ? 1
      : 0,
  );
  const values = table.values(from);
  const dates = periodReadings(values);
  return {
    from,
    through,
    amount,
    channel,
    span: spanOf(from, values, dates[0]),
    dates,
    number: readNumbers(table.values(amount)).reading,
  };
}

function periodReadings(values: readonly string[]): DateReading[] {
  const months = MONTHS.filter(([shape]) => values.some((value) => shape.test(textOf(value))));
  const readable = values.filter((value) => isMonth(value)).length;
  if (months.length > 0 && areEnough(readable, values.length))
    return [{ kind: 'formats', formats: months.map(([, format]) => format) }];
  const days = dateCandidates(values, false).readings;
  if (days.length > 0 || values.length >= SHORT) return days;
  // A line of totals below a few rows.
  return dateCandidates(values.slice(0, -1), false).readings;
}

const textOf = (value: string): string => dateText(value, undefined).trim();

function isMonth(value: string): boolean {
  return MONTHS.some(([shape]) => shape.test(textOf(value)));
}

function areNumbers(values: readonly string[]): boolean {
  return values.length > 0 && areEnough(readNumbers(values).readable, values.length);
}

const areEnough = (readable: number, of: number): boolean =>
  readable > 0 && (readable >= of * NEARLY_ALL || (of < SHORT && readable >= of - 1));

/** Months without a day are months, and so are days that are all the first of one; all of one weekday are weeks. */
function spanOf(column: string, values: readonly string[], reading: DateReading | undefined): CostSpan {
  if (values.some(isMonth)) return 'month';
  const days = values.flatMap((value) => (reading ? (parseDay(value, reading) ?? []) : []));
  const distinct = [...new Set(days)];
  const name = normaliseHeader(column);
  if (/\bmonth\b|月份|^月$/.test(name)) return 'month';
  if (distinct.length >= 2 && distinct.every((day) => day.endsWith('-01'))) return 'month';
  const weekdays = new Set(distinct.map((day) => new Date(`${day}T00:00:00Z`).getUTCDay()));
  const isWeekly = weekdays.size === 1 && (distinct.length >= 3 || /\bweek\b|周/.test(name));
  return isWeekly ? 'week' : 'day';
}
