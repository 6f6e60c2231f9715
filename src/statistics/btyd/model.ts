import {
  aliveOfBetaGeometric,
  countsOfBetaGeometric,
  expectedIfAliveOfBetaGeometric,
  expectedOfBetaGeometric,
  fitBetaGeometric,
  varianceOfBetaGeometric,
  type FirstCounts,
} from './beta-geometric';
import type { Fit, Histories, History } from './histories';
import {
  aliveOfPareto,
  countsOfPareto,
  expectedIfAliveOfPareto,
  expectedOfPareto,
  fitPareto,
  varianceOfPareto,
} from './pareto';

export type { Fit, Histories, History };

export type ModelId = 'bg-nbd' | 'mbg-nbd' | 'pareto-nbd';

/** A model of customers who order at random until they leave unseen (“buy till you die”). All times are weeks. */
export interface BtydModel {
  id: ModelId;
  /** Maximum likelihood. The histories need a repeat order and a time to make one; yields where it can be cancelled. */
  fit(histories: Histories): Generator<void, Fit>;
  /** Expected purchase days within the next `horizon` weeks. */
  expectedOrders(parameters: readonly number[], history: History, horizon: number): number;
  /** The same of a customer who has not left: what is expected is this times the probability of that. */
  expectedIfAlive(parameters: readonly number[], history: History, horizon: number): number;
  /** Variance of the number of those purchase days, the parameters given: what chance alone makes of it. */
  variance(parameters: readonly number[], history: History, horizon: number): number;
  /** Probability, 0…1, that the customer has not left by T. */
  probabilityAlive(parameters: readonly number[], history: History): number;
  /** Expected repeat purchase days within the first t weeks of a new customer: E[X(t)]. */
  expectedFromStart(parameters: readonly number[], t: number): number;
  /** P(X(t) = n) for n = 0…most. */
  countProbabilities(parameters: readonly number[], t: number, most: number): Float64Array;
}

const NEW_CUSTOMER: History = { x: 0, tx: 0, T: 0 };

function betaGeometric(id: ModelId, firstCounts: FirstCounts): BtydModel {
  return {
    id,
    fit: (histories) => fitBetaGeometric(firstCounts, histories),
    expectedOrders: (parameters, history, horizon) =>
      expectedOfBetaGeometric(firstCounts, parameters, history, horizon),
    expectedIfAlive: (parameters, history, horizon) =>
      expectedIfAliveOfBetaGeometric(firstCounts, parameters, history, horizon),
    variance: (parameters, history, horizon) =>
      varianceOfBetaGeometric(firstCounts, parameters, history, horizon),
    probabilityAlive: (parameters, history) => aliveOfBetaGeometric(firstCounts, parameters, history),
    expectedFromStart: (parameters, t) => expectedOfBetaGeometric(firstCounts, parameters, NEW_CUSTOMER, t),
    countProbabilities: (parameters, t, most) => countsOfBetaGeometric(firstCounts, parameters, t, most),
  };
}

export const MODELS: Record<ModelId, BtydModel> = {
  'bg-nbd': betaGeometric('bg-nbd', 0),
  'mbg-nbd': betaGeometric('mbg-nbd', 1),
  'pareto-nbd': {
    id: 'pareto-nbd',
    fit: fitPareto,
    expectedOrders: expectedOfPareto,
    expectedIfAlive: expectedIfAliveOfPareto,
    variance: varianceOfPareto,
    probabilityAlive: aliveOfPareto,
    expectedFromStart: (parameters, t) => expectedOfPareto(parameters, NEW_CUSTOMER, t),
    countProbabilities: countsOfPareto,
  },
};

/** The models by the place a kernel's option gives. */
export const MODEL_IDS: readonly ModelId[] = ['mbg-nbd', 'bg-nbd', 'pareto-nbd'];
