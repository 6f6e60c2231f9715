import type { ParamValues, Results } from '../define';
import { isDoubtfulFirst } from '../../statistics/chain-ladder';
import { cohortValue } from './results';

/** The share of revenue that is kept, from 0 to 1. */
export function marginOf(params: ParamValues): number {
  return Number(params['margin']) / 100;
}

/** What it cost to win one customer; 0 where that is not asked for. */
export function acquisitionCostOf(params: ParamValues): number {
  return Number(params['acquisitionCost']);
}

/**
 * What winning a customer costs: as typed, or else the mean over the customers of those cohorts of the averages whose cost
 * is known; 0 where neither is.
 */
export function costOf(results: Results, params: ParamValues): number {
  const typed = acquisitionCostOf(params);
  if (typed > 0) return typed;
  const { payback, cohorts } = cohortValue(results);
  const complete = cohorts.filter(({ state }) => state === 'complete');
  const isFirst = complete[0] !== undefined && complete[0] === cohorts[0];
  const averaged =
    isFirst && isDoubtfulFirst(complete.map(({ size }) => size)) ? complete.slice(1) : complete;
  const names = new Set(averaged.map(({ cohort }) => cohort));
  let [cost, customers] = [0, 0];
  for (const { cohort, cost_per_customer, size } of payback) {
    if (cost_per_customer === null || !names.has(cohort)) continue;
    cost += cost_per_customer * size;
    customers += size;
  }
  return customers === 0 ? 0 : cost / customers;
}

/** Which of the two values a figure and its sentences speak of: all revenue, or the part of it that is kept. */
export function valueColumn(params: ParamValues): 'revenue_per_customer' | 'margin_per_customer' {
  return marginOf(params) === 1 ? 'revenue_per_customer' : 'margin_per_customer';
}
