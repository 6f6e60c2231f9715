import { ColumnSamples } from './column-samples';
import { dateText, parseDay } from './date-text';
import { dateCandidates } from './dates';
import { namesDate, normaliseHeader } from './fields';
import { readNumbers } from './numbers';
import type { DateReading, NumberReading } from './types';

/** How long the time is that one row's cost was spent in, from its day on. Of months and quarters all of it. */
export type CostSpan = 'day' | 'week' | 'month' | 'quarter';

/** A way in which a table's days can be read, and how long a row's time is then. */
export interface CostReading {
  dates: DateReading;
  span: CostSpan;
}

/** What a table of costs says: when, how much, and perhaps on which channel. */
export interface CostColumns {
  from: string;
  /** The last day, where the table has a column for it; else the span tells. */
  through: string | null;
  amount: string;
  channel: string | null;
  /** More than one where they read both day and month first; months before days. At least one. */
  readings: CostReading[];
  number: NumberReading;
}

/** Words for money spent on winning customers, weightiest first. In normalised headers. */
const COSTS: readonly [RegExp, number][] = [
  [/\bamount spent\b|\btotal (?:ad )?(?:costs?|spend)\b|总(?:花费|消耗|费用|成本|投放)/, 4],
  [/\b(?:spend|spent)\b|花费|消耗|投放(?:金额|费)?|推广费|广告费|获客费/, 3],
  [/\bcosts?\b|费用/, 2],
  [/\b(?:expenses?|expenditure)\b|成本|支出/, 1],
];
/** A price of one thing (a click, a customer), what may be spent, and costs of something else than winning customers. */
const NOT_SPENT =
  /\b(?:per|each|unit|cpc|cpm|cpa|cac|roas|roi|rate|avg|average|conv\w*|results?|clicks?|leads?|budget|goods|sales|shipping|freight|product|total spent|lifetime)\b|单价|平均|每|单次|千次|占比|率|商品|进货|采购|运费|快递|物流|工资|人工|房租|(?:转化|点击|获客|成交|加购|新客|下单|线索|激活|注册|销售)(?:平均)?成本/;
/** Only tables of advertising have these. */
const ADVERTISING =
  /\b(?:campaign|ad set|ad group|adset|ads?|impressions?|clicks?|cpc|cpm|ctr|roas|reach)\b|展现|曝光|点击|推广|广告|计划|单元|创意|投放|投入产出/;
const CHANNEL_NAMED = /\b(?:channel|source|platform|medium|network)\b|渠道|来源|平台|媒体/;
const BESIDE = /\b(?:currency|note|notes|remark|year)\b|币种|备注|年份|^年$/;
const PERIOD_NAMED = /\b(?:month|week|quarter|period|reporting)\b|月|周|季|期间|时段/;
const BEGINS = /\b(?:starts?|from|begins?|beginning)\b|开始|起始|起$/;
const ENDS = /\b(?:ends?|to|until|through|ending)\b|结束|截止|止$/;
const WEEK_NAMED = /\bweeks?\b|周/;

/** Months without a day, as they stand after `dateText`, and the format that reads each. */
const MONTHS: readonly [RegExp, string][] = [
  [/^\d{4}-(?:0?[1-9]|1[0-2])$/, '%Y-%m'],
  [/^\d{4}-(?:0?[1-9]|1[0-2])-$/, '%Y-%m-'],
  [/^\d{4}\/(?:0?[1-9]|1[0-2])$/, '%Y/%m'],
  [/^\d{4}\.(?:0?[1-9]|1[0-2])$/, '%Y.%m'],
  [/^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$/, '%Y%m'],
  [/^(?:0?[1-9]|1[0-2])\/\d{4}$/, '%m/%Y'],
  [/^[a-z]{3} \d{4}$/i, '%b %Y'],
  [/^[a-z]{4,9} \d{4}$/i, '%B %Y'],
];
/** Share of the values looked at that have to read. Tables of costs end in a line of totals. */
const NEARLY_ALL = 0.9;
/** Rows below which a share says nothing: one odd line may be there. */
const SHORT = 10;

/** Whether a name can be the time that a cost was spent in. */
function namesPeriod(column: string): boolean {
  return namesDate(column) || PERIOD_NAMED.test(normaliseHeader(column));
}

/** How surely a name is money spent, and not the price of one thing; 0 where it is not. */
function costWeight(column: string): number {
  const name = normaliseHeader(column);
  if (NOT_SPENT.test(name)) return 0;
  return COSTS.find(([words]) => words.test(name))?.[1] ?? 0;
}

/**
 * Whether columns are those of a table of costs: a time and money spent in it, and either words that only advertising
 * has, or nothing else but channels. Sales summaries, account statements and price lists have costs and days as well.
 */
export function nameCosts(columns: readonly string[]): boolean {
  if (!columns.some((name) => costWeight(name) > 0) || !columns.some(namesPeriod)) return false;
  const names = columns.map(normaliseHeader);
  if (names.some((name) => ADVERTISING.test(name))) return true;
  return columns.every((column, index) => {
    const name = names[index] ?? '';
    return costWeight(column) > 0 || namesPeriod(column) || CHANNEL_NAMED.test(name) || BESIDE.test(name);
  });
}

/** What a table of costs says, or null where it does not say when and how much. */
export function costColumns(columns: readonly string[], rows: readonly string[][]): CostColumns | null {
  const table = new ColumnSamples(columns, rows);
  const isEnd = (name: string): boolean => ENDS.test(normaliseHeader(name));
  const dated = (name: string, values: readonly string[]): boolean =>
    namesPeriod(name) && periodReadings(name, values).length > 0;
  const from = table.best((name, values) =>
    dated(name, values) && !isEnd(name) ? (BEGINS.test(normaliseHeader(name)) ? 2 : 1) : 0,
  );
  const amount = table.best((name, values) => (areNumbers(values) ? costWeight(name) : 0));
  if (from === null || amount === null || from === amount) return null;
  const through = table.best((name, values) => (name !== from && isEnd(name) && dated(name, values) ? 1 : 0));
  const channel = table.best((name, values) =>
    ![from, through, amount].includes(name) && CHANNEL_NAMED.test(normaliseHeader(name)) && values.length > 0
      ? 1
      : 0,
  );
  const values = table.values(from);
  return {
    from,
    through,
    amount,
    channel,
    readings: periodReadings(from, values)
      .map((dates) => ({ dates, span: spanOf(from, values, dates) }))
      .sort((a, b) => Number(a.span === 'day') - Number(b.span === 'day')),
    number: readNumbers(table.values(amount)).reading,
  };
}

function periodReadings(column: string, values: readonly string[]): DateReading[] {
  if (!WEEK_NAMED.test(normaliseHeader(column))) {
    const months = MONTHS.filter(([shape]) => values.some((value) => shape.test(textOf(value))));
    const readable = values.filter((value) => isMonth(value)).length;
    if (months.length > 0 && areEnough(readable, values.length))
      return [{ kind: 'formats', formats: months.map(([, format]) => format) }];
  }
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

const DAY = 86_400_000;

/** How long the time of a row is: by the days between one row's and the next, and where in a month or week they lie. */
function spanOf(column: string, values: readonly string[], reading: DateReading): CostSpan {
  const name = normaliseHeader(column);
  if (values.some(isMonth) && !WEEK_NAMED.test(name)) return 'month';
  const days = [...new Set(values.flatMap((value) => parseDay(value, reading) ?? []))].sort();
  const times = days.map((day) => Date.parse(`${day}T00:00:00Z`));
  const gaps = times.slice(1).map((time, index) => (time - (times[index] ?? time)) / DAY);
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  const begin = days.every((day) => day.endsWith('-01'));
  const end = times.every((time) => new Date(time + DAY).getUTCDate() === 1);
  if ((begin || end) && usual >= 89 && usual <= 92) return 'quarter';
  if ((begin || end) && usual >= 28 && usual <= 31) return 'month';
  if (days.length > 0 && (begin || end) && /\bmonth\b|月/.test(name)) return 'month';
  const isOneWeekday = new Set(times.map((time) => new Date(time).getUTCDay())).size === 1;
  const isWeekly = isOneWeekday && (usual === 7 ? gaps.length >= 2 || WEEK_NAMED.test(name) : usual === 0 && WEEK_NAMED.test(name)); // prettier-ignore
  return isWeekly ? 'week' : 'day';
}
