import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { wilsonInterval } from '../../statistics/wilson';
import type { ParamValues, Results } from '../define';
import { intervalLine } from './certainty';
import { breaksFor, classOf } from './colour-steps';
import { rollingDays } from './division';
import type { CohortFigure } from './figure';
import { measureOf } from './measure';
import { grainOf } from '../periods';
import { groupRows, type GroupRow } from './results';

const LONGEST_NAME = 26;

/** What a value of the first order is called: the value itself, or what stands for none, for others, for one not known. */
export function groupName({ kind, value }: Pick<GroupRow, 'kind' | 'value'>): string {
  if (kind === 'blank') return m.cohort_group_blank();
  if (kind === 'others') return m.cohort_group_others();
  if (kind === 'unknown') return m.cohort_group_unknown();
  return value ?? '';
}

const shortened = (name: string): string => {
  const characters = [...name];
  return characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : name;
};

const keyOf = ({ kind, value }: GroupRow): string => `${kind}/${value ?? ''}`;

/** One row a value of the first order, one column an age; the cells pool customers who have lived through the age. */
export function groupFigure(results: Results, params: ParamValues): CohortFigure {
  const rows = groupRows(results);
  const measure = measureOf(params);
  const breaks = breaksFor(measure, grainOf(params), []);
  const first = rows.filter((row) => row.age === 0);
  const rowOf = new Map(first.map((row, index) => [keyOf(row), index]));
  const lived = rows.filter((row) => row.n > 0 && row.age > 0);
  const lastAge = lived.reduce((last, row) => Math.max(last, row.age), 1);
  const ages = Array.from({ length: lastAge }, (_, index) => index + 1);
  const numbering = params['firstColumn'] === '1' ? 1 : 0;
  const small = (n: number) => n < Number(params['minimum']);
  const write = (share: number | null): string => formatNumber(share === null ? null : share * 100, 1);
  const means = ages.map((age) => {
    const column = lived.filter((row) => row.age === age);
    const customers = column.reduce((sum, row) => sum + row.customers, 0);
    const n = column.reduce((sum, row) => sum + row.n, 0);
    return { value: n === 0 ? null : customers / n, interval: wilsonInterval(customers, n), n };
  });
  const [grain, days] = [grainOf(params), rollingDays(params)];
  const calendarAxis =
    numbering === 1 ? m.cohort_axis_from_one({ grain }) : m.cohort_axis_from_zero({ grain });
  const axis =
    days > 0
      ? m.cohort_axis_rolling({ days: formatInteger(days), from: formatInteger(numbering) })
      : calendarAxis;
  return {
    firstAge: 1,
    rows: first.map((row) => ({
      cohort: keyOf(row),
      lastAge: lived.filter((one) => keyOf(one) === keyOf(row)).length,
      label: shortened(groupName(row)),
      size: row.size,
      sizeText: formatInteger(row.size),
      doubtful: false,
      partial: false,
      small: small(row.size),
    })),
    columns: ages.map((age) => formatInteger(age + numbering)),
    cells: lived.map((row) => ({
      row: rowOf.get(keyOf(row)) ?? 0,
      column: row.age - 1,
      text: write(row.rate),
      step: small(row.n) ? null : classOf(row.rate ?? 0, breaks),
      hatched: false,
      small: small(row.n),
      value: row.rate ?? 0,
      title: [
        m.cohort_cell_group({
          group: groupName(row),
          age: formatInteger(row.age + numbering),
          customers: formatInteger(row.customers),
          n: formatInteger(row.n),
          rate: formatShare(row.rate),
        }),
        intervalLine(row.customers, row.n),
      ].join('\n'),
    })),
    averages: [
      { label: m.cohort_average(), values: means.map(({ value }) => write(value)), tone: 'strong' },
      {
        label: m.cohort_average_n(),
        values: means.map(({ n }) => formatInteger(n === 0 ? null : n)),
        tone: 'third',
      },
    ],
    means,
    write,
    isShare: true,
    breaks: breaks.map((limit) => formatNumber(limit * 100, 0)),
    words: {
      age: axis,
      cohort: m.cohort_head_group(),
      size: m.cohort_head_size(),
      scale: m.cohort_scale({ measure: 'rate' }),
      partial: '',
      future: m.cohort_key_not_lived(),
    },
    hasPartial: false,
    hasFuture: lived.length < first.length * ages.length,
  };
}
