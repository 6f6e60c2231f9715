import { formatInteger, formatMoney, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { bracketsOf, dimensionOf, rollingDays } from './division';
import { doubtfulCohort } from './left-edge';
import { MOST_ROWS } from './model';
import { dayInProse, daysBetween, grainOf, periodAfter, periodInProse, type Grain } from '../periods';
import { measureOf, type Measure } from './measure';
import { groupRows, retention, type AverageRow, type CohortCell } from './results';
import { bracketHeadline, groupHeadline, groupNotes, groupProvenance, hasNoValues } from './sentences-by';

/** Ages that cumulative headlines speak of: about a quarter, half a year for quarters. */
const CUMULATIVE_AGE: Record<Grain, number> = { week: 12, month: 3, quarter: 2 };

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { cohorts, averages } = retention(results);
  const grain = grainOf(params);
  if (cohorts.length === 0) return m.cohort_headline_empty({ day: dayInProse(context.asOf) });

  const customers = cohorts.reduce((sum, cohort) => sum + cohort.size, 0);
  const tooEarly = m.cohort_headline_too_early({
    grain,
    customers: formatInteger(customers),
    count: customers,
  });
  if (dimensionOf(params)) return groupHeadline(results, params) ?? tooEarly;
  if (bracketsOf(params)) return bracketHeadline(results, params) ?? tooEarly;
  const measure = measureOf(params);
  const average = averageToQuote(averages, measure, grain);
  if (!average) return tooEarly;
  const doubtful = isCut(cohorts, context) ? null : doubtfulCohort(cohorts);
  const finding = sentence(measure, params, average.age, average[measure.average]);
  if (!doubtful) return m.cohort_headline_plain({ finding });
  const group = groupName(doubtful, grain);
  const rest = average[`${measure.average}_without_first`];
  if (rest === null) return m.cohort_headline_only_doubtful({ finding, group });
  return m.cohort_headline_doubtful({ finding, group, rest: `**${written(measure, rest)}**` });
}

/** The age the headline speaks of: the next period; for running totals the last complete age up to about a quarter. */
function averageToQuote(
  averages: readonly AverageRow[],
  measure: Measure,
  grain: Grain,
): AverageRow | undefined {
  const oldest = measure.cumulative ? CUMULATIVE_AGE[grain] : 1;
  return averages.findLast((row) => row.age >= 1 && row.age <= oldest && row[measure.average] !== null);
}

function sentence(measure: Measure, params: ParamValues, age: number, value: number | null): MarkedText {
  const grain = grainOf(params);
  const days = rollingDays(params);
  if (days > 0) {
    return m.cohort_finding_rolling({
      value: `**${written(measure, value)}**`,
      measure: measure.average,
      // A running total of customers begins with age 1.
      from: formatInteger((measure.cumulative ? 1 : age) * days),
      to: formatInteger((age + 1) * days - 1),
    });
  }
  const inputs = { value: `**${written(measure, value)}**`, grain, age: formatInteger(age), count: age };
  if (measure.onOrAfter) return m.cohort_finding_customers_from(inputs);
  if (measure.of === 'customers') {
    return measure.cumulative ? m.cohort_finding_customers_by(inputs) : m.cohort_finding_customers(inputs);
  }
  if (measure.of === 'orders') {
    return measure.cumulative ? m.cohort_finding_orders_by(inputs) : m.cohort_finding_orders(inputs);
  }
  return measure.cumulative ? m.cohort_finding_revenue_by(inputs) : m.cohort_finding_revenue(inputs);
}

function written(measure: Measure, value: number | null): string {
  if (measure.of === 'customers') return formatShare(value);
  return measure.of === 'orders' ? formatNumber(value, 2) : formatMoney(value);
}

/** True where cohorts began before the first of the days that are in scope. */
function isCut([oldest]: readonly CohortCell[], { narrowed }: RunContext): boolean {
  return Boolean(oldest && narrowed?.from && oldest.cohort < narrowed.from);
}

function groupName(cohort: CohortCell, grain: Grain): string {
  return m.cohort_group({ grain, period: periodInProse(cohort.cohort, grain) });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { cells, cohorts, averages } = retention(results);
  const grain = grainOf(params);
  const isGrouped = dimensionOf(params) !== null;
  const found: Note[] = [];
  if (isGrouped && hasNoValues(results)) return found;

  const doubtful = doubtfulCohort(cohorts);
  if (isCut(cohorts, context)) {
    found.push({ kind: 'left-edge', text: m.cohort_note_cut({ day: dayInProse(context.window.firstDay) }) });
  } else if (doubtful) {
    const day = dayInProse(context.window.firstDay);
    const hasRest =
      !isGrouped && !bracketsOf(params) && averages.some((row) => row.age > 0 && row.n_without_first > 0);
    const text = hasRest ? m.cohort_note_left_edge({ day }) : m.cohort_note_left_edge_alone({ day });
    found.push({ kind: 'left-edge', text });
  }

  const partial = cells.find((cell) => cell.state === 'partial');
  if (isGrouped) {
    found.push(...groupNotes(results));
  } else if (partial && rollingDays(params) > 0) {
    found.push({ kind: 'partial', text: m.cohort_note_partial_rolling() });
  } else if (partial) {
    const begins = periodAfter(partial.cohort, grain, partial.age);
    const observedFrom = begins < context.window.firstDay ? context.window.firstDay : begins;
    const has = daysBetween(observedFrom, context.window.observedThrough) + 1;
    found.push({
      kind: 'partial',
      text: m.cohort_note_partial({
        period: periodInProse(begins, grain),
        grain,
        has: formatInteger(has),
        of: formatInteger(daysBetween(begins, periodAfter(begins, grain, 1))),
      }),
    });
  }

  if (cohorts.length > 0 && Object.keys(context.narrowed?.dimensions ?? {}).length > 0) {
    found.push({ kind: 'info', text: m.cohort_note_narrowed() });
  }

  if (measureOf(params).onOrAfter) found.push({ kind: 'info', text: m.cohort_note_on_or_after() });

  const minimum = Number(params['minimum']);
  const shown = isGrouped ? groupRows(results) : cohorts.slice(-MOST_ROWS);
  if (shown.some(({ size }) => size < minimum)) {
    found.push({ kind: 'info', text: m.cohort_note_small({ minimum: formatInteger(minimum) }) });
  }

  if (cohorts.length > MOST_ROWS && !isGrouped) {
    const text = m.cohort_note_rows({ shown: formatInteger(MOST_ROWS), all: formatInteger(cohorts.length) });
    found.push({ kind: 'info', text });
  }
  return found;
}

export function provenance(results: Results, params: ParamValues): string {
  if (dimensionOf(params) && groupRows(results).length > 0) return groupProvenance(results);
  const { cells, cohorts } = retention(results);
  const customers = cohorts.reduce((sum, cohort) => sum + cohort.size, 0);
  const orders = cells.reduce((sum, cell) => sum + (cell.orders ?? 0), 0);
  return m.cohort_provenance({
    customers: m.cohort_customers({ count: customers, n: formatInteger(customers) }),
    orders: m.cohort_orders({ count: orders, n: formatInteger(orders) }),
    cohorts: m.cohort_cohorts({ count: cohorts.length, n: formatInteger(cohorts.length) }),
  });
}
