import { formatInteger, formatPeriod, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { PeriodPoint } from '../../plots/period-series';
import type { Results, RunContext } from '../define';
import { periodInProse } from '../periods';
import type { Place } from './members';
import {
  DEFINITIONS,
  nameOf,
  ratesOf,
  type Definition,
  type GroupRow,
  type Settings,
  type TrendRow,
} from './results';
import { lastWindows } from './windows';

/** Below so many in the denominator a rate is written in grey: one customer more moves it by several points. */
export const THIN = 30;

export interface DefinitionLine {
  definition: Definition;
  name: string;
  formula: string;
  numerator: number;
  denominator: number;
  rate: string;
  interval: string;
}

export function definitionLines(results: Results, settings: Settings, context: RunContext): DefinitionLine[] {
  const { definitions } = ratesOf(results);
  return DEFINITIONS.flatMap((definition) => {
    const row = definitions.find((one) => one.definition === definition);
    if (!row) return [];
    return {
      definition,
      name: nameOf(definition, settings),
      formula: formulaOf(definition, settings, context),
      numerator: row.numerator,
      denominator: row.denominator,
      rate: formatShare(row.rate),
      interval: intervalText(row.low, row.high),
    };
  });
}

function formulaOf(definition: Definition, { within, grain }: Settings, context: RunContext): string {
  switch (definition) {
    case 'customer_orders':
      return m.rate_formula_customer_orders();
    case 'customer_days':
      return m.rate_formula_customer_days();
    case 'order_orders':
      return m.rate_formula_order_orders();
    case 'order_days':
      return m.rate_formula_order_days();
    case 'within_days':
      return m.rate_formula_within_days({ n: within });
    case 'next_window': {
      const { window, next } = lastWindows(context.window.observedThrough, grain);
      return m.rate_formula_next_window({
        window: periodInProse(window, grain),
        next: periodInProse(next, grain),
      });
    }
  }
}

export function intervalText(low: number | null, high: number | null): string {
  if (low === null || high === null) return '';
  return m.rate_interval({ low: formatShare(low), high: formatShare(high) });
}

export interface TrendPoint extends PeriodPoint {
  period: string;
  numerator: number;
  denominator: number;
}

/** The chosen definition's periods, without those of which nothing can be known yet. */
export function trendPoints(results: Results, { definition, grain }: Settings): TrendPoint[] {
  return ratesOf(results)
    .trend.filter((row) => row.definition === definition && row.state !== 'future')
    .map((row) => {
      const tip = trendTip(row, grain);
      const isPartial = row.state !== 'complete';
      return {
        label: formatPeriod(row.period, grain),
        period: row.period,
        numerator: row.numerator ?? 0,
        denominator: row.denominator ?? 0,
        value: row.rate,
        low: row.low,
        high: row.high,
        isPartial,
        tip: row.state === 'partial' ? m.rate_trend_tip_open({ tip }) : tip,
      };
    });
}

function trendTip(row: TrendRow, grain: Settings['grain']): string {
  return m.rate_trend_tip({
    period: formatPeriod(row.period, grain),
    rate: formatShare(row.rate),
    numerator: formatInteger(row.numerator),
    denominator: formatInteger(row.denominator),
  });
}

export function trendAbout({ definition, grain, within }: Settings): string {
  if (definition === 'within_days') return m.rate_trend_about_within({ grain, n: within });
  if (definition === 'next_window') return m.rate_trend_about_next({ grain });
  const isByOrder = definition === 'order_orders' || definition === 'order_days';
  return isByOrder ? m.rate_trend_about_order({ grain }) : m.rate_trend_about_period({ grain });
}

export function placeName(place: Place, grain: Settings['grain']): string {
  if (place.kind === 'period') return formatPeriod(place.period, grain);
  return place.kind === 'all' ? m.rate_place_all() : groupName(place);
}

export function groupName({ kind, value }: Pick<GroupRow, 'kind' | 'value'>): string {
  if (kind === 'blank') return m.rate_kind_blank();
  return kind === 'others' ? m.rate_kind_others() : (value ?? m.rate_kind_blank());
}
