import type { Row } from '../analyses/define';
import { kaplanMeier, quantileOf, type SurvivalInput, type SurvivalRow } from './kaplan-meier';

/** Share of those who began to wait that must have been watched so long for a day to be spoken of. */
const WATCHED = 0.1;
/** Fewer returns than this say nothing about when they come. */
export const ENOUGH_RETURNS = 10;
/** Share of the returns that the contact window holds, and by which most have come. */
export const WINDOW_SHARE = 0.5;
export const MOST_SHARE = 0.8;
const WEEK = 7;
/** Products of fractions may miss 0.8 by their last digit. */
const ROUNDING = 1e-12;

/** One whole week of waiting: days 1–7 are week 1. Shares are 0…1. */
export interface WeekOfReturns {
  week: number;
  from_day: number;
  to_day: number;
  /** Still waiting at the start of the week. */
  at_risk: number;
  returned: number;
  /** Chance to return within the week for those still waiting: 1 − S(end) ÷ S(start). Null where nobody waits. */
  hazard: number | null;
  /** The same over this week and its neighbours, weighted 1 : 2 : 1 times those at risk. */
  smoothed_hazard: number | null;
  /** Of all who began to wait, those who return in this week: S(start) − S(end). */
  share: number;
}

/** When the next order is most likely. Days since the start; null where fewer than {@link ENOUGH_RETURNS} returned. */
export interface ContactWindow {
  /** The last day on which at least a tenth of all who began to wait were watched. */
  horizon: number;
  /** Estimated share back by the horizon, and customers seen to come back by then. */
  share_returned: number;
  returned: number;
  /** The week in which those still waiting are likeliest to return, by the smoothed hazard. */
  peak_from: number | null;
  peak_to: number | null;
  peak_hazard: number | null;
  /** The fewest whole weeks in a row that hold half of the returns within the horizon, and what they hold. */
  window_from: number | null;
  window_to: number | null;
  window_share: number | null;
  /** The day by which 80% of those who return within the horizon have returned. */
  most_returned_day: number | null;
}

/**
 * The day up to which waits can be followed: the last on which at least a tenth were still under watch, by the
 * Kaplan–Meier estimate of the time to censoring (“reverse Kaplan–Meier”), for which a return ends the watch unseen.
 * Source: M. Schemper, T. L. Smith, Controlled Clinical Trials 17 (1996) 343–346. Null without rows.
 */
export function followUpHorizon(input: readonly SurvivalInput[]): number | null {
  let atRisk = input.reduce((sum, row) => sum + row.events + row.censored, 0);
  let watched = 1;
  for (const { day, events, censored } of input) {
    // Someone back on a day can no more be censored on it.
    if (censored > 0) watched *= 1 - censored / (atRisk - events);
    if (watched < WATCHED) return day;
    atRisk -= events + censored;
  }
  return input.at(-1)?.day ?? null;
}

/** Whole weeks up to the horizon. Rows in as for {@link kaplanMeier}. */
export function weeksOfReturns(input: readonly SurvivalInput[]): WeekOfReturns[] {
  const curve = kaplanMeier(input);
  const events = new Map(input.map(({ day, events: count }) => [day, count]));
  const weeks = Math.floor((followUpHorizon(input) ?? 0) / WEEK);
  const steps = walk(curve);
  let start = steps(0);
  const found = Array.from({ length: weeks }, (_, index): Omit<WeekOfReturns, 'smoothed_hazard'> => {
    const from = index * WEEK + 1;
    const end = steps(from + WEEK - 1);
    let returned = 0;
    for (let day = from; day < from + WEEK; day += 1) returned += events.get(day) ?? 0;
    const week = {
      week: index + 1,
      from_day: from,
      to_day: from + WEEK - 1,
      at_risk: start.waitingAfter,
      returned,
      hazard: start.surviving > 0 ? 1 - end.surviving / start.surviving : null,
      share: start.surviving - end.surviving,
    };
    start = end;
    return week;
  });
  return found.map(({ share, ...week }, index) => ({
    ...week,
    smoothed_hazard: smoothed(found, index),
    share,
  }));
}

/** The estimate at the end of rising days: the share not yet back, and how many wait longer than that day. */
function walk(curve: readonly SurvivalRow[]): (day: number) => { surviving: number; waitingAfter: number } {
  let place = -1;
  return (day) => {
    while ((curve[place + 1]?.day ?? Infinity) <= day) place += 1;
    return {
      surviving: 1 - (curve[place]?.share_returned ?? 0),
      waitingAfter: curve[place + 1]?.at_risk ?? 0,
    };
  };
}

function smoothed(weeks: readonly Pick<WeekOfReturns, 'at_risk' | 'hazard'>[], index: number): number | null {
  let [returned, weight] = [0, 0];
  for (const [offset, factor] of [
    [-1, 1],
    [0, 2],
    [1, 1],
  ] as const) {
    const week = weeks[index + offset];
    if (!week || week.hazard === null) continue;
    returned += factor * week.at_risk * week.hazard;
    weight += factor * week.at_risk;
  }
  return weight > 0 ? returned / weight : null;
}

/**
 * The contact window. The peak is sought in the weeks in which 80% of the returns come: behind them few are left, and
 * the return of one would be a peak. Null without rows.
 */
export function contactWindow(input: readonly SurvivalInput[]): ContactWindow | null {
  const horizon = followUpHorizon(input);
  if (horizon === null) return null;
  const curve = kaplanMeier(input).filter(({ day }) => day <= horizon);
  const share = curve.at(-1)?.share_returned ?? 0;
  const returned = input.reduce((sum, { day, events }) => (day <= horizon ? sum + events : sum), 0);
  const known = { horizon, share_returned: share, returned };
  const nothing = {
    ...{ peak_from: null, peak_to: null, peak_hazard: null },
    ...{ window_from: null, window_to: null, window_share: null, most_returned_day: null },
  };
  if (returned < ENOUGH_RETURNS) return { ...known, ...nothing };
  const most = quantileOf(curve, MOST_SHARE * share);
  const weeks = weeksOfReturns(input);
  const busy = weeks.filter(({ from_day }) => most !== null && from_day <= most);
  const peak = busy.reduce<WeekOfReturns | null>(
    (best, week) => ((week.smoothed_hazard ?? 0) > (best?.smoothed_hazard ?? 0) + ROUNDING ? week : best),
    null,
  );
  const window = shortestRun(weeks, WINDOW_SHARE * share);
  return {
    ...known,
    peak_from: peak?.from_day ?? null,
    peak_to: peak?.to_day ?? null,
    peak_hazard: peak?.smoothed_hazard ?? null,
    window_from: window ? (weeks[window.first]?.from_day ?? null) : null,
    window_to: window ? (weeks[window.last]?.to_day ?? null) : null,
    window_share: window ? window.share / share : null,
    most_returned_day: most,
  };
}

/** The fewest weeks in a row that hold `least`; of equally many those that hold most, then the earliest. */
function shortestRun(
  weeks: readonly WeekOfReturns[],
  least: number,
): { first: number; last: number; share: number } | null {
  const sums = [0];
  for (const week of weeks) sums.push((sums.at(-1) ?? 0) + week.share);
  for (let length = 1; length <= weeks.length; length += 1) {
    let best: { first: number; last: number; share: number } | null = null;
    for (let first = 0; first + length <= weeks.length; first += 1) {
      const share = (sums[first + length] ?? 0) - (sums[first] ?? 0);
      if (share >= least - ROUNDING && share > (best?.share ?? 0) + ROUNDING)
        best = { first, last: first + length - 1, share };
    }
    if (best) return best;
  }
  return null;
}

const inputOf = (rows: readonly Row[]): SurvivalInput[] =>
  rows.map(({ day, events, censored }) => ({
    day: Number(day),
    events: Number(events),
    censored: Number(censored),
  }));

/** The kernel step: rows `{day, events, censored}` → rows of {@link WeekOfReturns}. */
export function weeksOfReturnsRows(rows: Row[]): Row[] {
  return weeksOfReturns(inputOf(rows)).map((row) => ({ ...row }));
}

/** The kernel step: rows `{day, events, censored}` → one row of {@link ContactWindow}, or none. */
export function contactWindowRows(rows: Row[]): Row[] {
  const found = contactWindow(inputOf(rows));
  return found ? [{ ...found }] : [];
}
