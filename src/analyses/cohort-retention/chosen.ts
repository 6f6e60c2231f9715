import { formatInteger, formatMoney, formatPeriod, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import type { ParamValues, ResultShape, Results, Row, Selection } from '../define';
import { bracketName } from './bracket-figure';
import { bracketsOf, rollingDays } from './division';
import { measureOf } from './measure';
import { agesCounted, MEMBERS } from './members';
import { grainOf } from '../periods';
import { bracketRows, retention, type CohortCell } from './results';
import { timeOfAge } from './time-of-age';

/** A cell as something to choose: what it is called, whom it holds. */
export interface Choosable {
  cohort: string;
  age: number;
  /**
   * `2011-01-01/3`: the cohort and its age; `2011-01-01/1-3` where orders of several ages count. The same mark is always
   * the same customers and orders, whatever the figure shows of them.
   */
  mark: string;
  title: string;
  /** How many of its customers are handed on. */
  customers: number;
  /** Periods and share, beside the number of customers and their revenue. */
  detail: string;
  /** The cell in words, for those who do not see it. */
  words: string;
}

/** The mark of a cohort's cell, as the params count it. */
export function markOf(params: ParamValues, cohort: string, age: number): string {
  const [first, last] = agesCounted(params, age);
  return first === last ? `${cohort}/${first}` : `${cohort}/${first}-${last}`;
}

/** The cell of a cohort at an age, or in a bracket by its number; null where there is none, or where it lies in the future. */
export function choosable(
  results: Results,
  params: ParamValues,
  cohort: string,
  age: number,
): Choosable | null {
  if (age > 0 && bracketsOf(params)) return bracketToChoose(results, params, cohort, age);
  const cell = retention(results).cells.find((one) => one.cohort === cohort && one.age === age);
  if (!cell || cell.state === 'future') return null;
  const title = titleOf(cell, params);
  const customers = customersOf(cell, params);
  return {
    cohort,
    age,
    mark: markOf(params, cohort, age),
    title,
    customers,
    detail: detailOf(cell, params, customers),
    words: wordsOf(cell, params, title, customers),
  };
}

function bracketToChoose(
  results: Results,
  params: ParamValues,
  cohort: string,
  number: number,
): Choosable | null {
  const bracket = bracketsOf(params)?.[number - 1];
  const row = bracketRows(results).find((one) => one.cohort === cohort && one.first_age === bracket?.first);
  if (!bracket || !row || row.state === 'future') return null;
  const grain = grainOf(params);
  const named = {
    cohort: formatPeriod(cohort, grain),
    ages: bracketName(bracket, params),
    grain,
    count: bracket.last - bracket.first + 1,
  };
  const title = m.cohort_chosen_bracket(named);
  const said = m.cohort_said_customers({
    title,
    rate: formatShare(row.rate),
    customers: formatInteger(row.customers),
    size: formatInteger(row.size),
    count: row.size,
  });
  return {
    cohort,
    age: number,
    mark: markOf(params, cohort, number),
    title,
    customers: row.customers,
    detail: m.cohort_chosen_share_of({ rate: formatShare(row.rate) }),
    words: row.state === 'partial' ? m.cohort_said_partial({ said }) : said,
  };
}

/** As many as members.sql has rows: running totals of orders and revenue begin with the first order, made by all. */
function customersOf(cell: CohortCell, params: ParamValues): number {
  const measure = measureOf(params);
  if (measure.onOrAfter && cell.age > 0) return cell.on_or_after_customers;
  if (!measure.cumulative) return cell.customers;
  return cell.age === 0 || measure.of !== 'customers' ? cell.size : cell.cumulative_customers;
}

function titleOf(cell: CohortCell, params: ParamValues): string {
  const grain = grainOf(params);
  const cohort = formatPeriod(cell.cohort, grain);
  if (cell.age === 0) return m.cohort_chosen_all({ cohort, grain });
  // As the column is headed.
  const age = formatInteger(cell.age + (params['firstColumn'] === '1' ? 1 : 0));
  const measure = measureOf(params);
  if (measure.onOrAfter) return m.cohort_chosen_from({ cohort, grain, age });
  return measure.cumulative
    ? m.cohort_chosen_by({ cohort, grain, age })
    : m.cohort_chosen_in({ cohort, grain, age });
}

function detailOf(cell: CohortCell, params: ParamValues, customers: number): string {
  const grain = grainOf(params);
  const period = timeOfAge(params, cell.cohort, cell.age);
  const measure = measureOf(params);
  const within = rollingDays(params) > 0 ? period : m.cohort_chosen_within({ period, grain });
  const upTo = m.cohort_chosen_up_to({ period, grain: rollingDays(params) > 0 ? 'days' : grain });
  const from = m.cohort_chosen_since({ period, grain: rollingDays(params) > 0 ? 'days' : grain });
  const when = cell.age === 0 ? within : measure.onOrAfter ? from : measure.cumulative ? upTo : within;
  if (customers === cell.size) return when;
  return m.cohort_chosen_share({ when, rate: formatShare(customers / cell.size) });
}

function wordsOf(cell: CohortCell, params: ParamValues, title: string, customers: number): string {
  const measure = measureOf(params);
  const inputs = {
    title,
    rate: formatShare(customers / cell.size),
    customers: formatInteger(customers),
    size: formatInteger(cell.size),
    count: cell.size,
  };
  const said =
    measure.of === 'customers'
      ? m.cohort_said_customers(inputs)
      : m.cohort_said_orders({
          ...inputs,
          orders: formatInteger(measure.cumulative ? cell.cumulative_orders : cell.orders),
          revenue: formatMoney(measure.cumulative ? cell.cumulative_revenue : cell.revenue),
        });
  return cell.state === 'partial' ? m.cohort_said_partial({ said }) : said;
}

/** What is handed on of a chosen cell, with its rows of members.sql. */
export function selectionOf(cell: Choosable, rows: Row[]): Selection {
  return {
    title: cell.title,
    mark: cell.mark,
    rows,
    shape: withoutEmptyNames(rows),
    revenue: rows.reduce((sum, row) => sum + Number(row['revenue']), 0),
    detail: cell.detail,
  };
}

/** Files without names repeat the key, or have nothing. */
function withoutEmptyNames(rows: readonly Row[]): ResultShape {
  const named = rows.some((row) => row['name'] !== null && row['name'] !== row['customer_key']);
  if (named) return MEMBERS;
  return Object.fromEntries(Object.entries(MEMBERS).filter(([column]) => column !== 'name'));
}
