import { getLocale } from './speak';

/** Numbers and days as the reader's language writes them. The minus is U+2212, days never break over lines. */

const NO_VALUE = '–';
const formatters = new Map<string, Intl.NumberFormat>();

function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${getLocale()} ${JSON.stringify(options)}`;
  let format = formatters.get(key);
  if (!format) {
    format = new Intl.NumberFormat(getLocale(), options);
    formatters.set(key, format);
  }
  return format;
}

const withMinus = (text: string): string => text.replace(/^-/, '\u2212');

export function formatInteger(value: number | null): string {
  if (value === null) return NO_VALUE;
  return withMinus(numberFormat({ maximumFractionDigits: 0 }).format(value));
}

export function formatNumber(value: number | null, decimals = 1): string {
  if (value === null) return NO_VALUE;
  return withMinus(
    numberFormat({ minimumFractionDigits: decimals, maximumFractionDigits: decimals }).format(value),
  );
}

/** Money without a currency sign: the file seldom names one. */
export function formatMoney(value: number | null, decimals = 2): string {
  return formatNumber(value, decimals);
}

/** A share of 1 as a percentage: 0.2365 → 23.7%. */
export function formatShare(value: number | null, decimals = 1): string {
  if (value === null) return NO_VALUE;
  return withMinus(
    numberFormat({
      style: 'percent',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(value),
  );
}

/** ISO day → “9 Dec 2011”, “2011年12月9日”. */
export function formatDay(day: string | null): string {
  if (day === null) return NO_VALUE;
  const date = new Date(`${day}T00:00:00Z`);
  if (getLocale() === 'en')
    return `${date.getUTCDate()}\u00a0${ENGLISH_MONTH.format(date)}\u00a0${date.getUTCFullYear()}`;
  return `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月${date.getUTCDate()}日`;
}

/** Three letters for every month: British `Intl` writes “Sept”, which breaks a column. Made once: a tenth of a millisecond each. */
const ENGLISH_MONTH = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });

/** First day of a month → “Dec 2010”, “2010年12月”; of a quarter → “Q4 2010”, “2010年第4季度”; of a week → the day. */
export function formatPeriod(day: string, grain: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  const english = getLocale() === 'en';
  if (grain === 'quarter') {
    const quarter = Math.floor(date.getUTCMonth() / 3) + 1;
    return english
      ? `Q${quarter}\u00a0${date.getUTCFullYear()}`
      : `${date.getUTCFullYear()}年第${quarter}季度`;
  }
  if (grain === 'week') return formatDay(day);
  return english
    ? `${ENGLISH_MONTH.format(date)}\u00a0${date.getUTCFullYear()}`
    : `${date.getUTCFullYear()}年${date.getUTCMonth() + 1}月`;
}

export function formatBytes(bytes: number): string {
  const megabytes = bytes / 1e6;
  return megabytes < 0.1 ? `${formatNumber(bytes / 1e3, 1)} kB` : `${formatNumber(megabytes, 1)} MB`;
}
