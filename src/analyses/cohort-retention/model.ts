import { formatInteger, formatMoney, formatNumber, formatPeriod, formatShare } from '../../messages/format';
import { getLocale, m } from '../../messages/speak';
import type { ParamValues, Results } from '../define';
import { breaksFor, classOf } from './colour-steps';
import { doubtfulCohort } from './left-edge';
import { measureOf, type Measure } from './measure';
import { grainOf, periodAfter, type Grain } from './period';
import { retention, type AverageRow, type CohortCell } from './results';

/** Cohorts drawn; of more, the latest. The table has all. */
export const MOST_ROWS = 36;

/** Everything the figure says, in words and places, before any pixel. */
export interface CohortFigure {
  rows: {
    /** First day of its period. */
    cohort: string;
    /** The last age that has begun. */
    lastAge: number;
    label: string;
    size: number;
    sizeText: string;
    doubtful: boolean;
    partial: boolean;
  }[];
  /** Age of the first column. */
  firstAge: number;
  /** Headings of the age columns. */
  columns: string[];
  /** `step` is the colour class 1 to 7; null where a cell is printed without colour (the first orders themselves). */
  cells: {
    row: number;
    column: number;
    text: string;
    step: number | null;
    hatched: boolean;
    title: string;
  }[];
  averages: { label: string; values: string[]; tone: 'strong' | 'second' | 'third' }[];
  /** Six limits between the seven colour classes. */
  breaks: string[];
  words: { age: string; cohort: string; size: string; scale: string; partial: string; future: string };
  hasPartial: boolean;
  hasFuture: boolean;
}

export function cohortFigure(results: Results, params: ParamValues): CohortFigure {
  const { cells, averages, cohorts } = retention(results);
  const grain = grainOf(params);
  const measure = measureOf(params);
  const doubtful = doubtfulCohort(cohorts);

  const drawn = cohorts.slice(-MOST_ROWS);
  const rowOf = new Map(drawn.map((cohort, row) => [cohort.cohort, row]));
  // Among customers everyone ordered at age 0; that column is the cohort's size.
  const firstAge = measure.of === 'customers' ? 1 : 0;
  const begun = cells.filter((cell) => cell.state !== 'future' && rowOf.has(cell.cohort));
  const lastAgeOf = new Map<string, number>();
  for (const { cohort, age } of begun) lastAgeOf.set(cohort, Math.max(age, lastAgeOf.get(cohort) ?? 0));
  const observed = begun.filter((cell) => cell.age >= firstAge);
  const lastAge = observed.reduce((oldest, cell) => Math.max(oldest, cell.age), 1);
  const ages = Array.from({ length: lastAge - firstAge + 1 }, (_, index) => firstAge + index);
  const numbering = params['firstColumn'] === '1' ? 1 : 0;

  const isColoured = (cell: CohortCell) => cell.age > 0 || measure.cumulative;
  const complete = observed.filter((cell) => cell.state === 'complete' && isColoured(cell));
  const breaks = breaksFor(
    measure,
    grain,
    complete.map((cell) => perCustomer(cell, measure)),
  );
  const write = writer(observed, measure);
  const writeAverage = averageWriter(complete, measure);

  return {
    firstAge,
    rows: drawn.map((cohort) => ({
      cohort: cohort.cohort,
      lastAge: lastAgeOf.get(cohort.cohort) ?? 0,
      label: formatPeriod(cohort.cohort, grain),
      size: cohort.size,
      sizeText: formatInteger(cohort.size),
      doubtful: cohort.cohort === doubtful?.cohort,
      partial: cohort.state === 'partial',
    })),
    columns: ages.map((age) => formatInteger(age + numbering)),
    cells: observed.map((cell) => ({
      row: rowOf.get(cell.cohort) ?? 0,
      column: cell.age - firstAge,
      text: write(cell),
      step:
        isColoured(cell) && cell.state === 'complete' ? classOf(perCustomer(cell, measure), breaks) : null,
      hatched: cell.state !== 'complete',
      title: cellTitle(cell, measure, grain),
    })),
    averages: averageRows(averages, ages, measure, writeAverage, doubtful, grain),
    breaks: breaks.map((limit) =>
      measure.of === 'customers' ? formatNumber(limit * 100, 0) : writeAverage(limit),
    ),
    words: {
      age: numbering === 1 ? m.cohort_axis_from_one({ grain }) : m.cohort_axis_from_zero({ grain }),
      cohort: m.cohort_head_cohort({ grain }),
      size: m.cohort_head_size(),
      scale: m.cohort_scale({ measure: measure.average }),
      partial: m.cohort_key_partial({ grain }),
      future: m.cohort_key_future(),
    },
    hasPartial:
      observed.some((cell) => cell.state !== 'complete') ||
      drawn.some((cohort) => cohort.state === 'partial'),
    hasFuture: observed.length < drawn.length * ages.length,
  };
}

/** Share of customers, orders or revenue per customer of the cohort: what colours compare and averages average. */
function perCustomer(cell: CohortCell, measure: Measure): number {
  return cell[measure.total] / cell.size;
}

/** How a cell is printed: one precision for the whole figure. */
function writer(cells: readonly CohortCell[], measure: Measure): (cell: CohortCell) => string {
  if (!measure.totals) {
    const write = averageWriter(cells, measure);
    return (cell) => write(perCustomer(cell, measure));
  }
  const largest = cells.reduce((most, cell) => Math.max(most, cell[measure.total]), 0);
  return (cell) =>
    largest >= 100_000 ? formatShort(cell[measure.total]) : formatInteger(cell[measure.total]);
}

function averageWriter(cells: readonly CohortCell[], measure: Measure): (value: number | null) => string {
  if (measure.of === 'customers') return (share) => formatNumber(share === null ? null : share * 100, 1);
  const largest = cells.reduce((most, cell) => Math.max(most, Math.abs(perCustomer(cell, measure))), 0);
  const decimals = largest >= 100 ? 0 : largest >= 10 ? 1 : 2;
  return (value) =>
    value !== null && largest >= 100_000 ? formatShort(value) : formatNumber(value, decimals);
}

/** 1234567 → “1.2M”, “123万”: for cells, where the table has the digits. */
function formatShort(value: number): string {
  return new Intl.NumberFormat(getLocale(), { notation: 'compact', maximumSignificantDigits: 3 })
    .format(value)
    .replace(/^-/, '\u2212');
}

function averageRows(
  averages: readonly AverageRow[],
  ages: readonly number[],
  measure: Measure,
  write: (value: number | null) => string,
  doubtful: CohortCell | null,
  grain: Grain,
): CohortFigure['averages'] {
  const byAge = new Map(averages.map((row) => [row.age, row]));
  const values = (pick: (row: AverageRow) => string) =>
    ages.map((age) => {
      const row = byAge.get(age);
      return row ? pick(row) : formatNumber(null);
    });
  const label = !measure.totals ? m.cohort_average() : m.cohort_average_of({ measure: measure.of });
  const rows: CohortFigure['averages'] = [
    { label, values: values((row) => write(row[measure.average])), tone: 'strong' },
  ];
  if (doubtful) {
    rows.push({
      label: `${m.cohort_average_without({ period: formatPeriod(doubtful.cohort, grain) })}\u00a0†`,
      values: values((row) => write(row[`${measure.average}_without_first`])),
      tone: 'second',
    });
  }
  const counted = values((row) => (row.n === 0 ? formatNumber(null) : formatInteger(row.n)));
  rows.push({ label: m.cohort_average_n(), values: counted, tone: 'third' });
  return rows;
}

function cellTitle(cell: CohortCell, measure: Measure, grain: Grain): string {
  const inputs = {
    cohort: formatPeriod(cell.cohort, grain),
    period: formatPeriod(periodAfter(cell.cohort, grain, cell.age), grain),
    size: formatInteger(cell.size),
    customers: formatInteger(measure.cumulative ? cell.cumulative_customers : cell.customers),
    rate: formatShare(measure.cumulative ? cell.cumulative_rate : cell.rate),
    orders: formatInteger(measure.cumulative ? cell.cumulative_orders : cell.orders),
    revenue: formatMoney(measure.cumulative ? cell.cumulative_revenue : cell.revenue),
  };
  const text = measure.cumulative ? m.cohort_cell_by(inputs) : m.cohort_cell_in(inputs);
  return cell.state === 'partial' ? `${text}\n${m.cohort_cell_partial()}` : text;
}
