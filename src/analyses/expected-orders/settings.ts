import { MODEL_IDS, type ModelId } from '../../statistics/btyd/model';
import type { ParamValues, RunContext, SqlLiteral } from '../define';
import { holdOutOf, type HoldOut } from '../hold-out';

export const LONGEST_HORIZON = 1095;

export function modelIdOf(params: ParamValues): ModelId {
  return MODEL_IDS.find((id) => id === params.model) ?? MODEL_IDS[0]!;
}

/** Days ahead. */
export function horizonOf(params: ParamValues): number {
  return Number(params.horizonDays);
}

/** The day up to which orders are seen: a day before the last observed one hides what came after it from the model. */
export function observedThrough(params: ParamValues, context: RunContext): string {
  const { observedThrough: last } = context.window;
  return typeof params.until === 'string' && params.until < last ? params.until : last;
}

/** The days hidden from the model in its back-test. */
export function holdOut(params: ParamValues, context: RunContext): HoldOut {
  return holdOutOf(horizonOf(params), context, observedThrough(params, context));
}

export function variablesOf(params: ParamValues, context: RunContext): Record<string, SqlLiteral> {
  return {
    p_observed_through: { date: observedThrough(params, context) },
    p_split: { date: holdOut(params, context).split },
  };
}

export function optionsOf(params: ParamValues): { model: number; weeks: number } {
  return { model: MODEL_IDS.indexOf(modelIdOf(params)), weeks: horizonOf(params) / 7 };
}
