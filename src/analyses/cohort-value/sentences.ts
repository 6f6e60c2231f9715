import { formatInteger, formatMoney } from '../../messages/format';
import { m } from '../../messages/speak';
import type { MarkedText, Note, ParamValues, Results, RunContext } from '../define';
import { isDoubtfulFirst } from '../../statistics/chain-ladder';
import { dayInProse, periodAfter, periodInProse, type Grain } from '../periods';
import { cohortValue, type ValueByAge } from './results';
import { acquisitionCostOf, costOf, valueColumn } from './settings';

/** The age that is quoted: about a year, or the last that a cohort has completed. */
const QUOTED_AGE: Record<Grain, number> = { week: 26, month: 12, quarter: 4 };

export function grainOf(params: ParamValues): Grain {
  const grain = params['grain'];
  return grain === 'week' || grain === 'quarter' ? grain : 'month';
}

/** The first age by whose end an average customer has brought the cost back; null where that has not been seen. */
export function paybackAge(averages: readonly ValueByAge[], cost: number): number | null {
  if (!(cost > 0)) return null;
  return averages.find((row) => row.margin_per_customer >= cost)?.age ?? null;
}

export function headline(results: Results, params: ParamValues, context: RunContext): MarkedText {
  const { cohorts, averages } = cohortValue(results);
  const grain = grainOf(params);
  if (cohorts.length === 0) return m.cohort_value_headline_empty({ day: dayInProse(context.asOf) });
  const quoted = averages.findLast(({ age }) => age <= QUOTED_AGE[grain]);
  if (!quoted) {
    const customers = cohorts.reduce((sum, { size }) => sum + size, 0);
    return m.cohort_value_headline_too_early({
      customers: formatInteger(customers),
      count: customers,
      grain,
    });
  }
  const column = valueColumn(params);
  const inputs = {
    value: `**${formatMoney(quoted[column])}**`,
    age: formatInteger(quoted.age),
    grain,
  };
  const isMargin = column === 'margin_per_customer';
  const finding =
    quoted.age === 0
      ? isMargin
        ? m.cohort_value_finding_first_margin(inputs)
        : m.cohort_value_finding_first(inputs)
      : isMargin
        ? m.cohort_value_finding_margin(inputs)
        : m.cohort_value_finding(inputs);
  const cost = costOf(results, params);
  if (cost === 0) return m.cohort_value_headline_plain({ finding });
  const paid = paybackAge(averages, cost);
  const told = { finding, cost: formatMoney(cost), grain };
  if (paid === null) {
    const last = averages.at(-1)?.age ?? 0;
    return m.cohort_value_headline_unpaid({ ...told, age: formatInteger(last) });
  }
  return m.cohort_value_headline_paid({ ...told, age: formatInteger(paid) });
}

export function notes(results: Results, params: ParamValues, context: RunContext): Note[] {
  const { cells, cohorts, averages, projected, payback } = cohortValue(results);
  const grain = grainOf(params);
  const found: Note[] = [];
  const [first] = cohorts;
  const complete = cohorts.filter(({ state }) => state === 'complete').map(({ size }) => size);
  const day = dayInProse(context.window.firstDay);
  if (first?.state === 'truncated') {
    found.push({ kind: 'left-edge', text: m.cohort_value_note_truncated({ day, grain }) });
  } else if (isDoubtfulFirst(complete)) {
    found.push({ kind: 'left-edge', text: m.cohort_value_note_left_edge({ day }) });
  }
  const partial = cells.find(({ state }) => state === 'partial');
  if (partial) {
    const period = periodInProse(periodAfter(partial.cohort, grain, partial.age), grain);
    found.push({ kind: 'partial', text: m.cohort_value_note_partial({ period, grain }) });
  }
  if (projected.length > 0) {
    const last = formatInteger(averages.at(-1)?.age ?? 0);
    found.push({ kind: 'info', text: m.cohort_value_note_projected({ age: last, grain }) });
  }
  const falls = averages.some(
    (row, index) => row.revenue_per_customer < (averages[index - 1]?.revenue_per_customer ?? -Infinity),
  );
  if (falls) found.push({ kind: 'info', text: m.cohort_value_note_falls() });
  const known = payback.filter(({ cost_per_customer }) => cost_per_customer !== null);
  if (known.length > 0 && acquisitionCostOf(params) === 0) {
    const told = {
      paid: formatInteger(known.filter(({ payback_age }) => payback_age !== null).length),
      known: formatInteger(known.length),
      of: formatInteger(payback.length),
      grain,
    };
    found.push({ kind: 'info', text: m.cohort_value_note_costs(told) });
  }
  if (cohorts.length > 0 && Object.keys(context.narrowed?.dimensions ?? {}).length > 0) {
    found.push({ kind: 'info', text: m.cohort_value_note_narrowed() });
  }
  return found;
}

export function provenance(results: Results): string {
  const { cells, cohorts } = cohortValue(results);
  const customers = cohorts.reduce((sum, { size }) => sum + size, 0);
  const revenue = cells.reduce((sum, cell) => sum + (cell.revenue ?? 0), 0);
  return m.cohort_value_provenance({
    customers: m.cohort_value_customers({ count: customers, n: formatInteger(customers) }),
    revenue: formatMoney(revenue),
    cohorts: m.cohort_value_cohorts({ count: cohorts.length, n: formatInteger(cohorts.length) }),
  });
}
