import type { ParamValues } from '../define';

/** The share of revenue that is kept, from 0 to 1. */
export function marginOf(params: ParamValues): number {
  return Number(params['margin']) / 100;
}

/** What it cost to win one customer; 0 where that is not asked for. */
export function acquisitionCostOf(params: ParamValues): number {
  return Number(params['acquisitionCost']);
}

/** Which of the two values a figure and its sentences speak of: all revenue, or the part of it that is kept. */
export function valueColumn(params: ParamValues): 'revenue_per_customer' | 'margin_per_customer' {
  return marginOf(params) === 1 ? 'revenue_per_customer' : 'margin_per_customer';
}
