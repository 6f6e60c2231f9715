import type { KernelName, KernelOptions, Row } from '../analyses/define';
import {
  backTestDecileRows,
  backTestMethodRows,
  backTestMonthRows,
  backTestScoreRows,
  splitHistoryRows,
} from './back-test';
import { btydCountRows, btydFitRows, btydParameterRows, btydScoreRows, btydTotalRows } from './btyd/rows';
import { paybackRows, projectedValueRows, valueByAgeRows } from './chain-ladder';
import { discountedOrderRows, shrinkageRows, spendFitRows } from './customer-value';
import { factorCalibrationRows, factorEffectRows, factorFitRows, factorTestRows } from './factor-rows';
import { groupedKaplanMeierRows, kaplanMeierRows } from './kaplan-meier';
import { logRankRows } from './log-rank';
import { contactWindowRows, weeksOfReturnsRows } from './return-timing';

/**
 * A numeric step over the rows of earlier ones; pure, run in the worker. One that takes long is a generator: it yields
 * now and then, which is where it can be cancelled.
 */
export type Kernel = (
  rows: Row[],
  options: KernelOptions,
  others: readonly Row[][],
) => Row[] | Generator<void, Row[]>;

export const KERNELS: Record<KernelName, Kernel> = {
  'kaplan-meier': kaplanMeierRows,
  'grouped-kaplan-meier': groupedKaplanMeierRows,
  'weeks-of-returns': weeksOfReturnsRows,
  'contact-window': contactWindowRows,
  'value-by-age': valueByAgeRows,
  'projected-value': projectedValueRows,
  'cohort-payback': paybackRows,
  'btyd-fit': btydFitRows,
  'btyd-parameters': btydParameterRows,
  'btyd-scores': btydScoreRows,
  'btyd-totals': btydTotalRows,
  'btyd-counts': btydCountRows,
  'discounted-orders': discountedOrderRows,
  'spend-fit': spendFitRows,
  'spend-shrinkage': shrinkageRows,
  'back-test-histories': splitHistoryRows,
  'back-test-scores': backTestScoreRows,
  'back-test-methods': backTestMethodRows,
  'back-test-deciles': backTestDecileRows,
  'back-test-months': backTestMonthRows,
  'log-rank': logRankRows,
  'factor-effects': factorEffectRows,
  'factor-tests': factorTestRows,
  'factor-fit': factorFitRows,
  'factor-calibration': factorCalibrationRows,
};

/** Runs a kernel in one go, however long it takes. */
export function kernelRows(
  name: KernelName,
  rows: Row[],
  options: KernelOptions = {},
  others: readonly Row[][] = [],
): Row[] {
  const made = KERNELS[name](rows, options, others);
  if (Array.isArray(made)) return made;
  let part = made.next();
  while (!part.done) part = made.next();
  return part.value;
}
