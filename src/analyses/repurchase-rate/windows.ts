import { periodAfter, periodBegin, type Grain } from '../periods';

/** The latest window that can be followed by a complete one: first days, ISO. */
export interface Windows {
  window: string;
  next: string;
  /** First day after the next window. */
  end: string;
}

/** The last two calendar periods that are over on a day. */
export function lastWindows(observedThrough: string, grain: Grain): Windows {
  const dayAfter = periodAfter(observedThrough, 'day', 1);
  const end = periodBegin(dayAfter, grain);
  return { window: periodAfter(end, grain, -2), next: periodAfter(end, grain, -1), end };
}
