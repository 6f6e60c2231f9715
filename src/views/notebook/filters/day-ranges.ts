import { isDay } from '../../../document/days';
import type { Filters } from '../../../document/types';
import { m } from '../../../messages/speak';

export type DayRange = Pick<Filters, 'from' | 'to'>;

export interface NamedRange extends DayRange {
  id: string;
  label: string;
}

const DAY_MS = 86_400_000;
const shifted = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** Usual ranges as seen from the as-of day. A year of days ends on it: the last 12 months hold no day twice. */
export function usualRanges(asOf: string): NamedRange[] {
  const year = Number(asOf.slice(0, 4));
  return [
    { id: 'all', label: m.filters_all_days(), from: null, to: null },
    { id: 'months', label: m.filters_preset_12_months(), from: shifted(yearBefore(asOf), 1), to: asOf },
    { id: 'days', label: m.filters_preset_90_days(), from: shifted(asOf, -89), to: asOf },
    {
      id: 'year',
      label: m.filters_preset_this_year({ year: String(year) }),
      from: `${year}-01-01`,
      to: asOf,
    },
    {
      id: 'previous-year',
      label: m.filters_preset_previous_year({ year: String(year - 1) }),
      from: `${year - 1}-01-01`,
      to: `${year - 1}-12-31`,
    },
  ];
}

/** The same day a year before; of a 29 February the 28th. */
function yearBefore(day: string): string {
  const before = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return isDay(before) ? before : before.replace(/29$/, '28');
}

export function isSameRange(a: DayRange, b: DayRange): boolean {
  return a.from === b.from && a.to === b.to;
}

export function isBackwards({ from, to }: DayRange): boolean {
  return from !== null && to !== null && from > to;
}
