import { formatInteger, formatMoney, formatNumber, formatPeriod, formatShare } from '../../messages/format';
import { getLocale, m } from '../../messages/speak';
import type { ParamValues, Results } from '../define';
import { bracketFigure } from './bracket-figure';
import { intervalLine, meanOf } from './certainty';
import { breaksFor, classOf } from './colour-steps';
import { bracketsOf, dimensionOf, rollingDays } from './division';
import type { CohortFigure } from './figure';
import { groupFigure } from './group-figure';
import { doubtfulCohort } from './left-edge';
import { measureOf, type Measure } from './measure';
import { grainOf, type Grain } from '../periods';
import { timeOfAge } from './time-of-age';
import { retention, type AverageRow, type CohortCell } from './results';

/** Cohorts drawn; of more, the latest. The table has all. */
export const MOST_ROWS = 36;

/** The figure that the params ask for: by period and age, by period and bracket, or by what the first order was. */
export function cohortFigure(results: Results, params: ParamValues): CohortFigure {
  if (dimensionOf(params)) return groupFigure(results, params);
  const periods = periodFigure(results, params);
  return bracketsOf(params) ? bracketFigure(results, params, periods) : periods;
}

function periodFigure(results: Results, params: ParamValues): CohortFigure {
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
  const isSmall = (size: number) => size < Number(params['minimum']);
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
      small: isSmall(cohort.size),
    })),
    columns: ages.map((age) => formatInteger(age + numbering)),
    cells: observed.map((cell) => ({
      row: rowOf.get(cell.cohort) ?? 0,
      column: cell.age - firstAge,
      text: write(cell),
      step:
        isColoured(cell) && cell.state === 'complete' && !isSmall(cell.size)
          ? classOf(perCustomer(cell, measure), breaks)
          : null,
      hatched: cell.state !== 'complete',
      small: isSmall(cell.size),
      value: perCustomer(cell, measure),
      title: cellTitle(cell, measure, params),
    })),
    averages: averageRows(averages, ages, measure, writeAverage, doubtful, grain),
    means: ages.map((age) => meanOf(averages, age, measure)),
    write: writeAverage,
    isShare: measure.of === 'customers',
    breaks: breaks.map((limit) =>
      measure.of === 'customers' ? formatNumber(limit * 100, 0) : writeAverage(limit),
    ),
    words: {
      age: axisName(params, numbering),
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

function axisName(params: ParamValues, numbering: number): string {
  const [grain, days] = [grainOf(params), rollingDays(params)];
  if (days > 0) return m.cohort_axis_rolling({ days: formatInteger(days), from: formatInteger(numbering) });
  return numbering === 1 ? m.cohort_axis_from_one({ grain }) : m.cohort_axis_from_zero({ grain });
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

function cellTitle(cell: CohortCell, measure: Measure, params: ParamValues): string {
  const grain = grainOf(params);
  const customers = cell[measure.of === 'customers' ? measure.total : 'customers'];
  const inputs = {
    cohort: formatPeriod(cell.cohort, grain),
    period: timeOfAge(params, cell.cohort, cell.age),
    size: formatInteger(cell.size),
    customers: formatInteger(measure.cumulative ? cell.cumulative_customers : customers),
    rate: formatShare((measure.cumulative ? cell.cumulative_customers : customers) / cell.size),
    orders: formatInteger(measure.cumulative ? cell.cumulative_orders : cell.orders),
    revenue: formatMoney(measure.cumulative ? cell.cumulative_revenue : cell.revenue),
  };
  const lines: string[] = [
    measure.onOrAfter
      ? m.cohort_cell_from(inputs)
      : measure.cumulative
        ? m.cohort_cell_by(inputs)
        : m.cohort_cell_in(inputs),
  ];
  if (measure.of === 'customers' && cell.age > 0) lines.push(intervalLine(customers, cell.size));
  if (cell.state === 'partial') lines.push(m.cohort_cell_partial());
  return lines.join('\n');
}
