import type { Row } from '../analyses/define';
import { chiSquareTail, twoSidedTail } from './chi-square';
import { cholesky, logDeterminant, quadraticForm, submatrix } from './cholesky';
import { placesOf, type Level } from './factor-design';
import { factorModel, type FactorModel, type Fitted } from './factor-model';
import { probabilities } from './logistic';
import { normalQuantile } from './normal';
import { calibration, rocArea } from './roc';
import { wilsonInterval } from './wilson';

const Z = normalQuantile(0.975);
/** Fewer customers, or fewer of either kind, and the normal distribution behind the intervals is a poor guide. */
const FEW = 30;
const FEW_OF_A_KIND = 5;
const BINS = 10;

type LevelState = 'reference' | 'estimated' | 'small' | 'dropped' | 'not_fitted';

/**
 * The kernel step: one row a level of each factor, with its counts and what the model says of it against its reference.
 * state: reference; estimated; small (fewer than 30 customers, or than 5 who returned or did not); dropped (follows from the
 * levels before it); not_fitted (the factor does not vary, or there is no model).
 */
export function* factorEffectRows(rows: Row[]): Generator<void, Row[]> {
  const model = yield* factorModel(rows);
  return model.factors.flatMap(({ attribute, levels }) =>
    levels.map((level) => ({
      attribute,
      kind: level.kind,
      level: level.level,
      from: level.low,
      to: level.high,
      customers: level.customers,
      returned: level.returned,
      rate: level.returned / level.customers,
      state: stateOf(model, level, levels.length),
      ...said(model, level),
    })),
  );
}

function stateOf({ fit }: FactorModel, level: Level, levels: number): LevelState {
  if (!fit || levels < 2) return 'not_fitted';
  if (level.column === null) return 'reference';
  if (fit.aliased[level.column + 1]) return 'dropped';
  const { customers, returned } = level;
  const isSmall = customers < FEW || Math.min(returned, customers - returned) < FEW_OF_A_KIND;
  return isSmall ? 'small' : 'estimated';
}

const SILENT = {
  odds_ratio: null,
  odds_low: null,
  odds_high: null,
  p: null,
  points: null,
  points_low: null,
  points_high: null,
};

function said({ fit, effects }: FactorModel, { column }: Level): Record<keyof typeof SILENT, number | null> {
  if (!fit || column === null || fit.aliased[column + 1]) return SILENT;
  const size = fit.coefficients.length;
  const logOdds = fit.coefficients[column + 1]!;
  const error = Math.sqrt(fit.covariance[(column + 1) * (size + 1)]!);
  const { points, standardError } = effects[column]!;
  return {
    odds_ratio: Math.exp(logOdds),
    odds_low: Math.exp(logOdds - Z * error),
    odds_high: Math.exp(logOdds + Z * error),
    p: twoSidedTail(logOdds / error),
    points,
    points_low: points - Z * standardError,
    points_high: points + Z * standardError,
  };
}

/**
 * The kernel step: one row a factor. chi_square: Wald's test that no level differs from the reference; inflation: the
 * generalised variance inflation factor per degree of freedom, GVIF^(1 ÷ degrees), to be read like a VIF.
 * Source: J. Fox & G. Monette, JASA 87 (1992) 178–183. Both null where the factor is not in the model.
 */
export function* factorTestRows(rows: Row[]): Generator<void, Row[]> {
  const { factors, fit } = yield* factorModel(rows);
  return factors.map((factor) => {
    const { attribute, levels } = factor;
    const places = fit ? placesOf(factor, fit.aliased) : [];
    const chiSquare = fit && places.length > 0 ? wald(fit, places) : null;
    const asked = levels.filter(({ column }) => column !== null).length;
    return {
      attribute,
      levels: levels.length,
      blank_share:
        levels.filter(({ kind }) => kind === 'blank').reduce((sum, { customers }) => sum + customers, 0) /
        levels.reduce((sum, { customers }) => sum + customers, 0),
      degrees: places.length,
      dropped: fit ? asked - places.length : 0,
      chi_square: chiSquare,
      p: chiSquare === null ? null : chiSquareTail(Math.max(0, chiSquare), places.length),
      inflation: fit && places.length > 0 ? inflation(fit, places) : null,
    };
  });
}

function wald({ coefficients, covariance }: Fitted, places: readonly number[]): number {
  const factor = cholesky(submatrix(covariance, coefficients.length, places), places.length, 1e-14);
  return quadraticForm(
    factor,
    places.map((place) => coefficients[place]!),
  );
}

function inflation({ coefficients, covariance, aliased }: Fitted, places: readonly number[]): number {
  const size = coefficients.length;
  const all = [...coefficients.keys()].filter((place) => place > 0 && !aliased[place]);
  const others = all.filter((place) => !places.includes(place));
  const logOf = (chosen: readonly number[]): number => {
    const correlations = Float64Array.from(
      chosen.flatMap((row) =>
        chosen.map(
          (column) =>
            covariance[row * size + column]! /
            Math.sqrt(covariance[row * (size + 1)]! * covariance[column * (size + 1)]!),
        ),
      ),
    );
    return logDeterminant(cholesky(correlations, chosen.length, 1e-14));
  };
  return Math.exp((logOf(places) + logOf(others) - logOf(all)) / places.length);
}

/**
 * The kernel step: one row for the model. auc: of the customers held out, by a model fitted to the others; predicted and
 * observed: the mean probability that it gives them, and the share who returned. Null where either cannot be had.
 */
export function* factorFitRows(rows: Row[]): Generator<void, Row[]> {
  const model = yield* factorModel(rows);
  const { state, customers, returned, fit, training, heldOut, design } = model;
  const scores = training ? probabilities(design, training.coefficients) : null;
  const area = scores ? rocArea({ score: scores, ...heldOut }) : null;
  const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0);
  const held = sum(heldOut.trials);
  const predicted = scores ? heldOut.trials.reduce((all, count, row) => all + count * scores[row]!, 0) : 0;
  return [
    {
      state,
      customers,
      returned,
      rate: customers === 0 ? null : returned / customers,
      coefficients: fit ? fit.aliased.filter((isAliased) => !isAliased).length - 1 : 0,
      log_likelihood: fit?.logLikelihood ?? null,
      held_out: held,
      auc: area?.area ?? null,
      auc_low: area?.low ?? null,
      auc_high: area?.high ?? null,
      predicted: scores && held > 0 ? predicted / held : null,
      observed: scores && held > 0 ? sum(heldOut.successes) / held : null,
    },
  ];
}

/** The kernel step: customers held out by tenths of what a model of the others gives them, with Wilson's intervals. */
export function* factorCalibrationRows(rows: Row[]): Generator<void, Row[]> {
  const { training, heldOut, design } = yield* factorModel(rows);
  if (!training) return [];
  const score = probabilities(design, training.coefficients);
  return calibration({ score, ...heldOut }, BINS).map(({ predicted, observed, trials, successes }, index) => {
    const interval = wilsonInterval(successes, trials);
    return {
      bin: index + 1,
      customers: trials,
      returned: successes,
      predicted,
      observed,
      low: interval?.low ?? null,
      high: interval?.high ?? null,
    };
  });
}
