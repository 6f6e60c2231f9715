import { formatInteger, formatNumber, formatPeriod, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { wilsonInterval } from '../../statistics/wilson';
import type { ParamValues, Results } from '../define';
import { intervalLine } from './certainty';
import { breaksFor, classOf } from './colour-steps';
import { bracketsOf, type Bracket } from './division';
import type { CohortFigure } from './figure';
import { measureOf } from './measure';
import { grainOf } from '../periods';
import { bracketRows, type BracketRow } from './results';

/** “2–3”, as columns are headed. */
export function bracketName({ first, last }: Bracket, params: ParamValues): string {
  const numbering = params['firstColumn'] === '1' ? 1 : 0;
  const [from, to] = [formatInteger(first + numbering), formatInteger(last + numbering)];
  return first === last ? from : `${from}–${to}`;
}

/** Of a column's complete cells: how many customers they have, and how many of them ordered in the bracket. */
export function pooled(rows: readonly BracketRow[]): { customers: number; n: number } {
  const complete = rows.filter((row) => row.state === 'complete');
  const sum = (of: (row: BracketRow) => number) => complete.reduce((total, row) => total + of(row), 0);
  return { customers: sum((row) => row.customers), n: sum((row) => row.size) };
}

/** The cohorts of a figure by period, with brackets of ages as columns. A row's `lastAge` is its last bracket's number. */
export function bracketFigure(results: Results, params: ParamValues, periods: CohortFigure): CohortFigure {
  const grain = grainOf(params);
  const brackets = bracketsOf(params) ?? [];
  const rows = bracketRows(results);
  const measure = measureOf(params);
  const breaks = breaksFor({ ...measure, cumulative: true }, grain, []);
  const column = ({ first_age }: BracketRow) => brackets.findIndex(({ first }) => first === first_age);
  const rowOf = new Map(periods.rows.map(({ cohort }, row) => [cohort, row]));
  const begun = rows.filter((row) => row.state !== 'future' && rowOf.has(row.cohort));
  const lastColumn = begun.reduce((last, row) => Math.max(last, column(row)), 0);
  const shown = brackets.slice(0, lastColumn + 1);
  const pools = shown.map((_, index) => pooled(rows.filter((row) => column(row) === index)));
  const write = (share: number | null): string => formatNumber(share === null ? null : share * 100, 1);
  const share = ({ customers, n }: { customers: number; n: number }) => (n === 0 ? null : customers / n);
  const small = (row: BracketRow) => row.size < Number(params['minimum']);
  const cells = begun.map((row) => ({
    row: rowOf.get(row.cohort) ?? 0,
    column: column(row),
    text: measure.totals ? formatInteger(row.customers) : write(row.rate),
    step: row.state === 'complete' && !small(row) ? classOf(row.rate, breaks) : null,
    hatched: row.state !== 'complete',
    small: small(row),
    value: row.rate,
    title: bracketTitle(row, params),
  }));
  return {
    ...periods,
    firstAge: 1,
    rows: periods.rows.map((row, index) => ({
      ...row,
      lastAge: begun.filter(({ cohort }) => rowOf.get(cohort) === index).length,
    })),
    columns: shown.map((bracket) => bracketName(bracket, params)),
    cells,
    averages: [
      {
        label: measure.totals ? m.cohort_average_of({ measure: 'customers' }) : m.cohort_average(),
        values: pools.map((pool) => write(share(pool))),
        tone: 'strong',
      },
      {
        label: m.cohort_average_n(),
        values: pools.map(({ n }) => formatInteger(n === 0 ? null : n)),
        tone: 'third',
      },
    ],
    means: pools.map((pool) => ({ value: share(pool), interval: wilsonInterval(pool.customers, pool.n) })),
    write,
    isShare: true,
    breaks: breaks.map((limit) => formatNumber(limit * 100, 0)),
    hasPartial: cells.some((cell) => cell.hatched) || periods.rows.some((row) => row.partial),
    hasFuture: cells.length < periods.rows.length * shown.length,
  };
}

function bracketTitle(row: BracketRow, params: ParamValues): string {
  const grain = grainOf(params);
  const inputs = {
    cohort: formatPeriod(row.cohort, grain),
    ages: bracketName({ first: row.first_age, last: row.last_age }, params),
    customers: formatInteger(row.customers),
    size: formatInteger(row.size),
    rate: formatShare(row.rate),
    grain,
    count: row.last_age - row.first_age + 1,
  };
  const lines = [m.cohort_cell_bracket(inputs), intervalLine(row.customers, row.size)];
  if (row.state === 'partial') lines.push(m.cohort_cell_partial());
  return lines.join('\n');
}
