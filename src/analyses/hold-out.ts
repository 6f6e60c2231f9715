import { formatInteger, formatNumber, formatShare } from '../messages/format';
import { m } from '../messages/speak';
import type { Method } from '../statistics/back-test';
import type {
  KernelOptions,
  Note,
  OptionsOf,
  ParamValues,
  ResultShape,
  Results,
  RowOf,
  RunContext,
  Step,
} from './define';
import { dayAfter, daysBetween } from './periods';
import splitHistoriesSql from './split-histories.sql?raw';
import outcomesSql from './split-outcomes.sql?raw';

/**
 * A forecast's own back-test: the last days are hidden, forecast from those before, and compared with what came. Shown
 * beside every forecast of orders, flattering or not; the analysis `back-test` looks closer.
 */

/** How far off a total may be before it is a warning. */
const ROUGH = 0.2;
/** Below this share of the actual number a total is right for all purposes. */
const RIGHT = 0.01;

const METHOD_NAMES: Record<Method, () => string> = {
  model: m.back_test_method_model,
  same_rate: m.back_test_method_same_rate,
  recency: m.back_test_method_recency,
  mean: m.back_test_method_mean,
};

/** A method in the reader's language. */
export const methodName = (id: string): string =>
  Object.entries(METHOD_NAMES).find(([method]) => method === id)?.[1]() ?? id;

/** One row a method: orders in the days held out, predicted and actual, over the customers known before them. */
export const METHODS_COMPARED = {
  method: { type: 'text', label: m.back_test_column_method, value: methodName },
  predicted: { type: 'number', label: m.back_test_column_predicted, decimals: 1 },
  actual: { type: 'integer', label: m.back_test_column_actual },
  error: { type: 'number', label: m.back_test_column_error, decimals: 1 },
  bias: { type: 'share', label: m.back_test_column_bias },
  mae: { type: 'number', label: m.back_test_column_mae, decimals: 4 },
  rmse: { type: 'number', label: m.back_test_column_rmse, decimals: 4 },
  rank_correlation: { type: 'number', label: m.back_test_column_rank, decimals: 3 },
} as const satisfies ResultShape;

type Row = RowOf<typeof METHODS_COMPARED>;
export type MethodRow = Omit<Row, 'bias' | 'rank_correlation'> & {
  [Name in 'bias' | 'rank_correlation']: Row[Name] | null;
};

export interface HoldOut {
  /** The last ISO day the methods see. */
  split: string;
  days: number;
}

/** As many days as are forecast, where as many are left to learn from; half of the history where not. */
export function holdOutOf(horizonDays: number, context: RunContext, through: string): HoldOut {
  const known = daysBetween(context.window.firstDay, through) + 1;
  const days = Math.max(1, Math.min(Math.round(horizonDays), Math.floor(known / 2)));
  return { split: dayAfter(through, -days), days };
}

/** Steps whose last, `back_test`, has the rows of METHODS_COMPARED. Need `p_split` and `p_observed_through`. */
export function backTestSteps(
  holdOut: (params: ParamValues, context: RunContext) => HoldOut,
  modelOptions: (params: ParamValues) => KernelOptions,
): Step[] {
  const options: OptionsOf = (params, context) => ({
    ...modelOptions(params),
    weeks: holdOut(params, context).days / 7,
  });
  return [
    { name: 'held_out', sql: splitHistoriesSql + outcomesSql, inner: true },
    { name: 'held_out_histories', kernel: 'back-test-histories', input: 'held_out', inner: true },
    {
      name: 'held_out_estimates',
      kernel: 'btyd-fit',
      input: 'held_out_histories',
      options,
      inner: true,
    },
    {
      name: 'held_out_scores',
      kernel: 'back-test-scores',
      input: 'held_out',
      and: ['held_out_estimates'],
      options,
      inner: true,
    },
    { name: 'back_test', kernel: 'back-test-methods', input: 'held_out_scores' },
  ];
}

/** Few orders need a decimal to say anything. */
export const orders = (value: number): string => (value < 10 ? formatNumber(value, 1) : formatInteger(value));

/** What the back-test found: the model's total against the actual one, and the nearest guess without a model. */
export function backTestNotes(results: Results, { days }: HoldOut): Note[] {
  const rows = (results.back_test ?? []) as unknown as MethodRow[];
  const model = rows.find(({ method }) => method === 'model');
  if (!model) return [{ kind: 'warning', text: m.back_test_beside_none({ days: formatInteger(days) }) }];
  const said = {
    days: formatInteger(days),
    expected: orders(model.predicted),
    actual: formatInteger(model.actual),
    share: formatShare(Math.abs(model.bias ?? 0)),
  };
  const [nearest] = rows
    .filter(({ method }) => method !== 'model')
    .toSorted((a, b) => Math.abs(a.error) - Math.abs(b.error));
  const beside =
    nearest && nearest.bias !== null
      ? m.back_test_beside_guess({
          method: methodName(nearest.method),
          share: formatShare(Math.abs(nearest.bias)),
        })
      : '';
  return [
    {
      kind: Math.abs(model.bias ?? 1) > ROUGH ? 'warning' : 'info',
      text: m.back_test_beside({ ...said, verdict: verdictOn(model, said.share), beside }).trim(),
    },
  ];
}

function verdictOn({ bias }: MethodRow, share: string): string {
  if (bias === null) return m.back_test_beside_nothing();
  if (Math.abs(bias) < RIGHT) return m.back_test_beside_right();
  return bias < 0 ? m.back_test_beside_under({ share }) : m.back_test_beside_over({ share });
}
