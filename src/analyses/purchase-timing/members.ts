import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { Members, ParamValues } from '../define';
import {
  hourName,
  indexOf,
  peakOf,
  valueName,
  weekdayName,
  type CalendarRow,
  type Findings,
  type HourRow,
} from './findings';
import membersSql from './members.sql?raw';

type Cell = Pick<HourRow, 'weekday' | 'hour'>;
type Time = Pick<CalendarRow, 'part' | 'value'>;

/** `hour/4/12`: Thursdays from 12:00 to 13:00. */
export const markOfHour = ({ weekday, hour }: Cell): string => `hour/${weekday}/${hour}`;
/** `month/12`: Decembers. */
export const markOfTime = ({ part, value }: Time): string => `${part}/${value}`;

const MARK = /^(?:(hour)\/([1-7])\/(\d{1,2})|(weekday|month|month_day)\/(\d{1,2}))$/;

/** The customers of a mark; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const [, hourly, weekday, hour, part = '', value] = MARK.exec(mark) ?? [];
  return {
    sql: membersSql,
    variables: {
      p_which: String(params.which),
      p_part: hourly ?? part,
      p_value: Number(weekday ?? value ?? 0),
      p_hour: Number(hour ?? 0),
    },
  };
}

/** “Thursday 12:00–13:00” */
export const hourRange = ({ weekday, hour }: Cell): string =>
  `${weekdayName(weekday, 'long')} ${hourName(hour)}–${hourName(hour + 1)}`;

export function titleOfHour({ weekday, hour }: Cell, { which }: Findings): string {
  return m.timing_group_hour({
    placed: m.timing_placed({ which }),
    weekday: weekdayName(weekday, 'long'),
    from: hourName(hour),
    to: hourName(hour + 1),
  });
}

export function titleOfTime(row: CalendarRow, { which }: Findings): string {
  const placed = m.timing_placed({ which });
  if (row.part === 'weekday')
    return m.timing_group_weekday({ placed, weekday: weekdayName(row.value, 'long') });
  if (row.part === 'month') return m.timing_group_month({ placed, month: valueName(row) });
  return m.timing_group_month_day({ placed, day: formatInteger(row.value) });
}

/** What has customers to list, and whose are offered. */
export interface Offered<Counted> {
  rows: Counted[];
  row: Counted;
}

/** Cells with an order; the fullest is offered unless another was picked. */
export function offeredHours(found: Findings, picked: string | null): Offered<HourRow> | null {
  const rows = found.hasTimes ? found.hours.filter(({ orders }) => orders > 0) : [];
  const row = rows.find((one) => markOfHour(one) === picked) ?? peakOf(found)?.row ?? rows[0];
  return row && rows.length > 0 ? { rows, row } : null;
}

/** Values of a part with an order; the busiest is offered unless another was picked. */
export function offeredTimes(
  found: Findings,
  part: string,
  picked: string | null,
): Offered<CalendarRow> | null {
  const rows = found.calendar.filter((row) => row.part === part && row.orders > 0);
  const index = (row: CalendarRow): number => indexOf(row, found) ?? 0;
  const [busiest] = [...rows].sort((a, b) => index(b) - index(a) || a.value - b.value);
  const row = rows.find((one) => markOfTime(one) === picked) ?? busiest;
  return row ? { rows, row } : null;
}
