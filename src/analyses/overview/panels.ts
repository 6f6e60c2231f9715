import { formatInteger, formatMoney, formatNumber, formatPeriod, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { tickCompact, type PeriodPoint } from '../../plots/period-series';
import { tickPercent } from '../../plots/theme';
import type { ParamValues, Results } from '../define';
import { periodAfter, type Grain } from '../periods';
import { METRICS, overviewOf, PERIODS_A_YEAR, RESULTS, type Metric, type PeriodRow } from './results';
import { grainOf, signed } from './sentences';

/** One measure: its latest complete value, how it changed, and its periods. */
export interface Panel {
  metric: Metric;
  title: string;
  /** Of the latest complete period; null without one. */
  value: string | null;
  period: string | null;
  changes: string[];
  mark: 'bar' | 'line';
  tick: (value: number) => string;
  /** Each with the first day of its period, by which a click tells it. */
  points: (PeriodPoint & { period: string })[];
}

const FORMAT: Record<Metric, (value: number) => string> = {
  revenue: (value) => formatMoney(value, 0),
  orders: formatInteger,
  customers: formatInteger,
  average_order_value: (value) => formatMoney(value),
  units_per_order: (value) => formatNumber(value),
  repurchase_rate: (value) => formatShare(value),
};

const isRatio = (metric: Metric): boolean =>
  metric === 'average_order_value' || metric === 'units_per_order' || metric === 'repurchase_rate';

/** The measures that have at least one value, in reading order. */
export function panelsOf(results: Results, params: ParamValues): Panel[] {
  const { periods, latest } = overviewOf(results);
  const grain = grainOf(params);
  return METRICS.filter((metric) => periods.some((row) => row[metric] !== null)).map((metric) => {
    const value = latest?.[metric] ?? null;
    return {
      metric,
      title: RESULTS.periods[metric].label(),
      value: value === null ? null : FORMAT[metric](value),
      period: latest && formatPeriod(latest.period, grain),
      changes: latest ? changesOf(latest, metric, grain) : [],
      mark: isRatio(metric) ? 'line' : 'bar',
      tick: metric === 'repurchase_rate' ? (share) => `${tickPercent(share)}%` : tickCompact,
      points: periods.map((row) => pointOf(row, metric, grain)),
    };
  });
}

function changesOf(row: PeriodRow, metric: Metric, grain: Grain): string[] {
  const against = [
    { change: row[`${metric}_previous_change`], periods: 1 },
    { change: row[`${metric}_year_change`], periods: PERIODS_A_YEAR[grain] },
  ];
  return against.flatMap(({ change, periods }) => {
    if (change === null) return [];
    const before = formatPeriod(periodAfter(row.period, grain, -periods), grain);
    return [m.overview_panel_on({ change: changeText(metric, change), before })];
  });
}

function changeText(metric: Metric, change: number): string {
  if (metric !== 'repurchase_rate') return signed(change);
  const points = `${change > 0 ? '+' : ''}${formatNumber(change * 100)}`;
  return m.overview_points({ n: points });
}

function pointOf(row: PeriodRow, metric: Metric, grain: Grain): PeriodPoint & { period: string } {
  const value = row[metric];
  const isPartial = row.state !== 'complete';
  const tip = tipOf(row, metric, grain);
  return {
    period: row.period,
    label: formatPeriod(row.period, grain),
    value,
    ...partOf(row, metric),
    isPartial,
    tip: isPartial ? m.overview_tip_partial({ tip }) : tip,
  };
}

/** What returning customers did, drawn from zero up; nothing where refunds make a part of it negative. */
function partOf(row: PeriodRow, metric: Metric): { part?: number } {
  if (metric === 'customers') return { part: row.returning_customers };
  const isSplit = metric === 'revenue' && row.new_revenue >= 0 && row.returning_revenue >= 0;
  return isSplit ? { part: row.returning_revenue } : {};
}

function tipOf(row: PeriodRow, metric: Metric, grain: Grain): string {
  const value = row[metric];
  const inputs = {
    period: formatPeriod(row.period, grain),
    metric: RESULTS.periods[metric].label(),
    value: value === null ? formatInteger(null) : FORMAT[metric](value),
  };
  if (metric !== 'revenue' && metric !== 'customers') return m.overview_tip(inputs);
  return m.overview_tip_split({
    ...inputs,
    new: FORMAT[metric](metric === 'revenue' ? row.new_revenue : row.new_customers),
    returning: FORMAT[metric](metric === 'revenue' ? row.returning_revenue : row.returning_customers),
  });
}
