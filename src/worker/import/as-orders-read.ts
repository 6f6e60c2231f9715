import { dayOrMonth } from '../../intake/dates';
import type { DateReading } from '../../intake/types';

/** Of ways in which a table's days can be read, that first which puts day and month as the orders do. */
export function asOrdersRead<Way>(
  ways: readonly Way[],
  orderedAt: DateReading | undefined,
  datesOf: (way: Way) => DateReading,
): Way[] {
  const order = orderedAt && dayOrMonth(orderedAt);
  const own = ways.find((way) => order && dayOrMonth(datesOf(way)) === order);
  return own ? [own, ...ways.filter((way) => way !== own)] : [...ways];
}
