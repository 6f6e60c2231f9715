import { m } from '../../messages/speak';
import { formatInteger } from '../../messages/format';
import { isDay } from '../../document/days';
import type { Members, ParamValues, SqlLiteral } from '../define';
import { calendarGrainOf, type CalendarGrain } from '../periods';
import membersSql from './members.sql?raw';
import type { SleepRow } from './results';

/** Parts of a period, as they stand from the bottom of its bar up; churned hangs below the line. */
export const GROUPS = ['retained', 'resurrected', 'new', 'churned'] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_NAMES: Record<Group | 'active', () => string> = {
  active: m.lifecycle_active,
  retained: m.lifecycle_retained,
  resurrected: m.lifecycle_resurrected,
  new: m.lifecycle_new,
  churned: m.lifecycle_churned,
};

/** Names of `--seg-*` colours. */
export const TONES: Record<Group, string> = {
  retained: 'loyal',
  resurrected: 'new',
  new: 'promising',
  churned: 'sleep',
};

/** Lengths of sleep shown together, both ends included; the last has no end. */
const BANDS: Record<CalendarGrain, readonly number[]> = {
  day: [1, 8, 15, 31, 61, 91, 181],
  week: [1, 2, 3, 5, 9, 14, 27],
  month: [1, 2, 3, 4, 7, 13, 25],
  quarter: [1, 2, 3, 4, 5, 9],
};
const LONGEST = 99_999;

export interface SleepBand {
  from: number;
  to: number;
  label: string;
  customers: number;
  share: number | null;
  revenue: number;
  atRisk: number;
  /** Share of sleeps of this length that end in the next period; null where none could be watched. */
  wakeRate: number | null;
}

/** Sleepers by bands of length; those without customers and without anything watched are left out. */
export function sleepBands(rows: readonly SleepRow[], grain: CalendarGrain): SleepBand[] {
  const everyone = rows.reduce((sum, row) => sum + row.customers, 0);
  return BANDS[grain]
    .map((from, index, starts): SleepBand => {
      const to = (starts[index + 1] ?? LONGEST + 1) - 1;
      const inside = rows.filter((row) => row.sleep >= from && row.sleep <= to);
      const sum = (name: 'customers' | 'revenue' | 'at_risk' | 'woken') =>
        inside.reduce((total, row) => total + row[name], 0);
      const atRisk = sum('at_risk');
      return {
        from,
        to,
        label: bandLabel(from, to),
        customers: sum('customers'),
        share: everyone > 0 ? sum('customers') / everyone : null,
        revenue: sum('revenue'),
        atRisk,
        wakeRate: atRisk > 0 ? sum('woken') / atRisk : null,
      };
    })
    .filter((band) => band.customers > 0 || band.atRisk > 0);
}

function bandLabel(from: number, to: number): string {
  if (to >= LONGEST) return m.lifecycle_band_from({ from: formatInteger(from) });
  return from === to
    ? formatInteger(from)
    : m.lifecycle_band({ from: formatInteger(from), to: formatInteger(to) });
}

export const periodMark = (group: Group | 'active', period: string): string => `${group}/${period}`;
export const sleepMark = ({ from, to }: SleepBand): string => `asleep/${from}-${to}`;

/** `retained/1997-02-01` or `asleep/4-6`; a text that is none stands for nobody. */
const MARK =
  /^(?:(active|new|retained|resurrected|churned)\/(\d{4}-\d{2}-\d{2})|asleep\/(\d{1,5})-(\d{1,5}))$/;
const SOME_DAY = '2000-01-03';

export function membersOfMark(mark: string, params: ParamValues): Members {
  const [, group, day, from, to] = MARK.exec(mark) ?? [];
  const isPeriod = group !== undefined && day !== undefined && isDay(day);
  const variables: Record<string, SqlLiteral> = {
    p_grain: calendarGrainOf(params.grain),
    p_group: isPeriod ? group : from === undefined ? 'nobody' : 'asleep',
    p_period: { date: isPeriod ? day : SOME_DAY },
    p_sleep_from: Number(from ?? 0),
    p_sleep_to: Number(to ?? 0),
  };
  return { sql: membersSql, variables };
}
