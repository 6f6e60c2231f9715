import { datePattern, dayOrMonth, swapDayAndMonth } from '../../intake/dates';
import { parseDay } from '../../intake/date-text';
import type { DateReading } from '../../intake/types';

/** The two ways of reading dates whose day and month could be exchanged; null where the file leaves no choice. */
export function dayAndMonthReadings(
  reading: DateReading | undefined,
): { dayFirst: DateReading; monthFirst: DateReading } | null {
  const order = reading && dayOrMonth(reading);
  const twin = reading && swapDayAndMonth(reading);
  if (!reading || !order || !twin) return null;
  return order === 'day' ? { dayFirst: reading, monthFirst: twin } : { dayFirst: twin, monthFirst: reading };
}

/** The first of some dates of a file that means two different days, as both ISO days: `03/04/2011`. */
export function dateReadBothWays(
  reading: DateReading | undefined,
  dates: readonly string[],
): { example: string; dayFirst: string; monthFirst: string } | null {
  const readings = dayAndMonthReadings(reading);
  if (!readings) return null;
  for (const example of dates) {
    const dayFirst = parseDay(example, readings.dayFirst);
    const monthFirst = parseDay(example, readings.monthFirst);
    if (dayFirst && monthFirst && dayFirst !== monthFirst)
      return { example: example.trim(), dayFirst, monthFirst };
  }
  return null;
}

/** How a file writes its dates, to look at; ISO dates show their time of day where `example`, one of them, has one. */
export function shownPattern(reading: DateReading, example: string | undefined): string {
  const pattern = datePattern(reading);
  const time = reading.kind === 'iso' ? /^.{10}([T ])\d\d:\d\d(:\d\d)?/.exec(example?.trim() ?? '') : null;
  return time ? `${pattern}${time[1]}hh:mm${time[2] ? ':ss' : ''}` : pattern;
}
