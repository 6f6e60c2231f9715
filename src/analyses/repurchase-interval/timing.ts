import type { ContactWindow, WeekOfReturns } from '../../statistics/return-timing';
import type { Results } from '../define';

/** Customers with two gaps from whom a regularity may be read. */
export const ENOUGH_RHYTHMS = 10;

/** Wheat and Morrison's k with its interval; see regularity.sql. */
export interface Regularity {
  customers: number;
  variance: number | null;
  k: number | null;
  low: number | null;
  high: number | null;
}
export type Rhythm = 'few' | 'equal' | 'regular' | 'random' | 'bursts';

export interface Timing {
  weeks: WeekOfReturns[];
  contact: ContactWindow | null;
  regularity: Regularity;
}

const NO_RHYTHM: Regularity = { customers: 0, variance: null, k: null, low: null, high: null };

export function timingOf(results: Results): Timing {
  return {
    weeks: (results['returns_by_week'] ?? []) as unknown as WeekOfReturns[],
    contact: ((results['contact_window'] ?? []) as unknown as ContactWindow[])[0] ?? null,
    regularity: ((results['regularity'] ?? []) as unknown as Regularity[])[0] ?? NO_RHYTHM,
  };
}

/** Beside a purely random rhythm, for which k is 1: only where the whole interval lies on one side. */
export function rhythmOf({ customers, k, low, high }: Regularity): Rhythm {
  if (customers < ENOUGH_RHYTHMS) return 'few';
  if (k === null) return 'equal';
  if (low !== null && low > 1) return 'regular';
  return high !== null && high < 1 ? 'bursts' : 'random';
}
