import { dayOrMonth } from '../../intake/dates';
import type { DateReading } from '../../intake/types';

/** Of ways in which a table's days can be read, that first which puts day and month as the orders do. */
export function asOrdersRead(
  dates: readonly DateReading[],
  orderedAt: DateReading | undefined,
): DateReading[] {
  const order = orderedAt && dayOrMonth(orderedAt);
  const own = dates.find((reading) => order && dayOrMonth(reading) === order);
  return own ? [own, ...dates.filter((reading) => reading !== own)] : [...dates];
}
