import type { SerialEpoch } from './types';

/**
 * Days as spreadsheets count them. 1900: day 1 is 1900-01-01, and a 29 February 1900 that never was is counted, so the
 * rule below is right from March 1900 on. 1904: day 0 is 1904-01-01 (1,462 days less).
 */
export const DAYS_BEFORE_1970: Record<SerialEpoch, number> = { 1900: 25_569, 1904: 24_107 };

/** Day numbers of the years that shops have orders in have five digits; the time of day is the fraction. For RE2 too. */
export const SERIAL_PATTERN = '\\d{5}(?:[.,]\\d+)?';
const SERIAL = new RegExp(`^${SERIAL_PATTERN}$`);

/** Numbers that a column of days holds: 1954-10-03 to 2064-04-08 by the epoch of 1900. */
const LIKELY = { first: 20_000, last: 60_000 };

/** Seconds since 1970 on the clock of the sheet, to the nearest second; null where the text is no day number. */
export function serialSeconds(text: string, epoch: SerialEpoch): number | null {
  const trimmed = text.trim();
  if (!SERIAL.test(trimmed)) return null;
  return Math.round((Number(trimmed.replace(',', '.')) - DAYS_BEFORE_1970[epoch]) * 86_400);
}

/** Whether a text may be a day number at all, where nothing but its column's name says so. */
export function isLikelySerial(text: string): boolean {
  const trimmed = text.trim();
  const days = Number(trimmed.replace(',', '.'));
  return SERIAL.test(trimmed) && days >= LIKELY.first && days <= LIKELY.last;
}
