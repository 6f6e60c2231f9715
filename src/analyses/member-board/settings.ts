import { m } from '../../messages/speak';
import { calendarGrainOf } from '../periods';
import type { Members, ParamValues, ResultShape, Results, RowOf, SqlLiteral } from '../define';
import headSql from './customers-by-point.sql?raw';
import eachSql from './each-alone.sql?raw';
import flagsSql from './flags.sql?raw';
import membersSql from './members.sql?raw';
import pointsSql from './points.sql?raw';
import { METRICS, type BoardSettings } from './metrics';

/** About a month of days, a quarter of weeks, a year of months. */
const WINDOWS = { day: 30, week: 13, month: 12 } as const;

export function settingsOf(params: ParamValues): BoardSettings {
  const asked = calendarGrainOf(params.grain);
  const grain = asked === 'quarter' ? 'month' : asked;
  return { grain, window: WINDOWS[grain], loyal: Number(params.loyal), highValue: Number(params.highValue) };
}

export function variablesOf(params: ParamValues): Record<string, SqlLiteral> {
  const { grain, window, loyal, highValue } = settingsOf(params);
  return { p_grain: grain, p_window: window, p_loyal: loyal, p_high_value: highValue };
}

/** Metric ids as the board names them. */
const metricName = (id: string): string => METRICS.get(id)?.name() ?? id;

export const METRIC_ROWS = {
  metric: { type: 'text', label: m.board_column_metric, value: metricName },
  value: { type: 'number', label: m.board_column_value, decimals: 3 },
  previous: { type: 'number', label: m.board_column_previous, decimals: 3 },
  change: { type: 'number', label: m.board_column_change, decimals: 3 },
  numerator: { type: 'number', label: m.board_column_numerator, decimals: 2 },
  denominator: { type: 'number', label: m.board_column_denominator, decimals: 0 },
} as const satisfies ResultShape;

export const STICKINESS = {
  active_periods: { type: 'integer', label: m.board_column_active_periods },
  customers: { type: 'integer', label: m.board_column_exactly, sums: true },
  share: { type: 'share', label: m.board_column_exactly_share, sums: true },
  at_least: { type: 'integer', label: m.board_column_at_least },
  at_least_share: { type: 'share', label: m.board_column_at_least_share },
} as const satisfies ResultShape;

/** Columns of members.sql. */
export const MEMBERS = {
  customer_key: { type: 'text', label: m.board_column_customer },
  name: { type: 'text', label: m.board_column_name },
  active_periods: { type: 'integer', label: m.board_column_active_periods },
  orders: { type: 'integer', label: m.board_column_orders, sums: true },
  revenue: { type: 'money', label: m.board_column_revenue, sums: true },
  first_ordered_on: { type: 'date', label: m.board_column_first_ordered_on },
  last_ordered_on: { type: 'date', label: m.board_column_last_ordered_on },
} as const satisfies ResultShape;

export interface MetricRow {
  metric: string;
  value: number | null;
  previous: number | null;
  change: number | null;
  numerator: number | null;
  denominator: number | null;
}
export type StickinessRow = RowOf<typeof STICKINESS>;

export interface Board {
  metrics: ReadonlyMap<string, MetricRow>;
  /** Whether a file says who registered. */
  hasRegistration: boolean;
  stickiness: StickinessRow[];
}

export function boardOf(results: Results): Board {
  const rowsOf = (name: string): [string, MetricRow][] =>
    ((results[name] ?? []) as unknown as MetricRow[]).map((row) => [row.metric, row]);
  return {
    metrics: new Map([...rowsOf('registered'), ...rowsOf('metrics')]),
    hasRegistration: rowsOf('registered').length > 0,
    stickiness: (results.stickiness ?? []) as unknown as StickinessRow[],
  };
}

/** The customers of a metric, or of a number of active periods; any other text stands for nobody. */
export function membersOfMark(mark: string, params: ParamValues): Members {
  const isNumber = /^[1-9]\d?$/.test(mark);
  const metric = METRICS.get(mark)?.isOfCustomers || isNumber ? mark : 'nobody';
  return {
    sql: pointsSql + headSql + eachSql + flagsSql + membersSql,
    variables: { ...variablesOf(params), p_metric: metric },
  };
}
