import { MODEL_IDS, type ModelId } from '../../statistics/btyd/model';
import { daysBetween } from '../periods';
import type { ParamValues, RunContext, SqlLiteral } from '../define';
import { holdOutOf, type HoldOut } from '../hold-out';

export const LONGEST_MONTHS = 60;
export const DAYS_A_MONTH = 365 / 12;
/** Cohorts of longer data are quarters: more than two years of months are hard to read. */
const MONTHS_UP_TO_DAYS = 760;

export function modelIdOf(params: ParamValues): ModelId {
  return MODEL_IDS.find((id) => id === params.model) ?? MODEL_IDS[0]!;
}

/** Months ahead. */
export function horizonOf(params: ParamValues): number {
  return Math.round(Number(params.months));
}

/** The share of revenue that is kept, from 0 to 1. */
export function marginOf(params: ParamValues): number {
  return Number(params.margin) / 100;
}

/** The discount a month, 0.01 for 1 %. */
export function rateOf(params: ParamValues): number {
  return Number(params.discount) / 100;
}

export function cohortGrain({ window }: RunContext): 'month' | 'quarter' {
  return daysBetween(window.firstDay, window.observedThrough) > MONTHS_UP_TO_DAYS ? 'quarter' : 'month';
}

/** The days hidden from the model of orders in its back-test. */
export function holdOut(params: ParamValues, context: RunContext): HoldOut {
  return holdOutOf(horizonOf(params) * DAYS_A_MONTH, context, context.window.observedThrough);
}

export function variablesOf(params: ParamValues, context: RunContext): Record<string, SqlLiteral> {
  return {
    p_margin: marginOf(params),
    p_grain: cohortGrain(context),
    p_split: { date: holdOut(params, context).split },
  };
}

export function optionsOf(params: ParamValues): {
  model: number;
  weeks: number;
  months: number;
  rate: number;
} {
  const months = horizonOf(params);
  return {
    model: MODEL_IDS.indexOf(modelIdOf(params)),
    weeks: (months * DAYS_A_MONTH) / 7,
    months,
    rate: rateOf(params),
  };
}
