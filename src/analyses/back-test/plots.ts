import * as Plot from '@observablehq/plot';
import { formatDay, formatInteger, formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import { formatTick } from '../../plots/chart';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults } from '../../plots/theme';
import type { DecileRow, MonthRow } from './results';
import { orders } from '../hold-out';

/** Pixels. */
const HEIGHT = 280;
const TOP = 16;
const BOTTOM = 44;
const LINE = 15;
const TIP = {
  fill: COLOURS.paper,
  stroke: COLOURS.ruleStrong,
  fontFamily: FONT.family,
  textPadding: 8,
} as const;

interface Course {
  name: string;
  colour: string;
  width: number;
  dash?: string;
  /** From the split, where nothing has come, to the end of the hold-out. */
  values: number[];
}

function coursesOf(months: readonly MonthRow[], model: string): Course[] {
  const from = (column: keyof MonthRow) => [0, ...months.map((row) => Number(row[column]))];
  const guess = (name: string, column: keyof MonthRow): Course => ({
    name,
    colour: COLOURS.naive,
    width: 1.25,
    values: from(column),
  });
  const isFitted = months.every(({ cumulative_expected }) => cumulative_expected !== null);
  return [
    guess(m.back_test_method_same_rate(), 'cumulative_same_rate'),
    guess(m.back_test_method_recency(), 'cumulative_recency'),
    guess(m.back_test_method_mean(), 'cumulative_mean'),
    ...(isFitted
      ? [
          {
            name: model,
            colour: COLOURS.main,
            width: 2,
            dash: '5,3',
            values: from('cumulative_expected'),
          },
        ]
      : []),
    { name: m.back_test_actual(), colour: COLOURS.ink, width: 2, values: from('cumulative_actual') },
  ];
}

/** Running totals since the split, each line named at its end. */
export function coursePlot(
  months: readonly MonthRow[],
  split: string,
  model: string,
  width: number,
): SVGSVGElement {
  const courses = coursesOf(months, model);
  const days = [split, ...months.map(({ through }) => through)].map((day) => new Date(`${day}T00:00:00Z`));
  const most = Math.max(1, ...courses.flatMap(({ values }) => values));
  const labels = spread(courses, ((most * LINE) / (HEIGHT - TOP - BOTTOM)) * 1.02);
  const marginRight = Math.min(width / 2, Math.max(...labels.map(({ text }) => textWidth(text))) + 12);
  const marginLeft = textWidth(formatTick(Math.round(most))) + 14;
  const points = months.map((row, i) => ({ ...row, day: days[i + 1]! }));
  const ends = days.length <= 4 ? days : [days[0]!, days[Math.floor(days.length / 2)]!, days.at(-1)!];
  const fitting = ends.filter(
    (_, i) => width - marginLeft - marginRight > 240 || i === 0 || i === ends.length - 1,
  );
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: HEIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft,
    marginRight,
    x: { type: 'utc', domain: [days[0]!, days.at(-1)!], axis: null },
    y: { domain: [0, most], axis: null },
    marks: [
      Plot.gridY({ ticks: 4, stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: formatTick, fill: COLOURS.label }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      ...dayLabels(fitting),
      ...courses.map(({ values, colour, width: strokeWidth, dash }) =>
        Plot.line(values, {
          x: (_value: number, i: number) => days[i]!,
          y: (value: number) => value,
          stroke: colour,
          strokeWidth,
          ...(dash ? { strokeDasharray: dash } : {}),
        }),
      ),
      ...[true, false].map((strong) =>
        Plot.text(
          labels.filter(({ isStrong }) => isStrong === strong),
          {
            x: () => days.at(-1)!,
            y: 'value',
            text: 'text',
            fill: 'colour',
            fontWeight: strong ? FONT.strong : 400,
            textAnchor: 'start',
            dx: 6,
          },
        ),
      ),
      Plot.tip(
        points,
        Plot.pointerX({
          x: 'day',
          y: 'cumulative_actual',
          title: ({ through, cumulative_actual, cumulative_expected }: MonthRow) => {
            const said = { day: formatDay(through), actual: formatInteger(cumulative_actual) };
            if (cumulative_expected === null) return m.back_test_tip_unfitted(said);
            return m.back_test_tip({ ...said, expected: orders(cumulative_expected) });
          },
          ...TIP,
        }),
      ),
    ],
  }) as SVGSVGElement;
}

/** Days under the axis, the first and the last kept within the plot. */
function dayLabels(days: readonly Date[]): Plot.Markish[] {
  const last = days.length - 1;
  return days.map((day, i) =>
    Plot.text([day], {
      x: (at: Date) => at,
      y: () => 0,
      text: (at: Date) => formatDay(at.toISOString().slice(0, 10)),
      textAnchor: i === 0 ? 'start' : i === last ? 'end' : 'middle',
      dy: 16,
      fill: COLOURS.label,
    }),
  );
}

interface EndLabel {
  text: string;
  value: number;
  colour: string;
  isStrong: boolean;
}

/** Names with the totals, moved apart so that none lies on another. */
function spread(courses: readonly Course[], least: number): EndLabel[] {
  const labels = courses
    .map(({ name, colour, width, values }) => ({
      text: `${name} ${orders(values.at(-1)!)}`,
      value: values.at(-1)!,
      colour: colour === COLOURS.naive ? COLOURS.warn : colour,
      isStrong: width === 2,
    }))
    .sort((a, b) => a.value - b.value);
  labels.forEach((label, i) => {
    const below = labels[i - 1];
    if (below) label.value = Math.max(label.value, below.value + least);
  });
  const top = Math.max(1, ...courses.flatMap(({ values }) => values));
  labels.toReversed().reduce((above, label) => {
    label.value = Math.min(label.value, above);
    return label.value - least;
  }, top);
  return labels;
}

/** Orders per customer by tenth of the forecast: bars came, ticks were expected. */
export function decilePlot(deciles: readonly DecileRow[], width: number): SVGSVGElement {
  const rows = deciles.map((row) => ({
    decile: row.decile,
    customers: row.customers,
    actual: row.actual / row.customers,
    expected: row.expected_orders / row.customers,
  }));
  const most = Math.max(...rows.flatMap(({ actual, expected }) => [actual, expected]), 0.01);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: HEIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    x: { type: 'band', domain: rows.map(({ decile }) => decile), axis: null, padding: 0.25 },
    y: { domain: [0, most], nice: true, axis: null },
    marks: [
      Plot.gridY({ ticks: 4, stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY({ ticks: 4, tickSize: 0, label: null, tickFormat: formatTick, fill: COLOURS.label }),
      Plot.axisX({
        tickSize: 0,
        label: m.back_test_axis_deciles(),
        labelAnchor: 'left',
        labelArrow: 'none',
        fill: COLOURS.label,
      }),
      Plot.barY(rows, { x: 'decile', y: 'actual', fill: COLOURS.fill }),
      Plot.tickY(rows, { x: 'decile', y: 'expected', stroke: COLOURS.ink, strokeWidth: 2 }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.tip(
        rows,
        Plot.pointerX({
          x: 'decile',
          y: 'actual',
          title: ({ decile, customers, actual, expected }: (typeof rows)[number]) =>
            m.back_test_decile_tip({
              decile: formatInteger(decile),
              count: customers,
              n: formatInteger(customers),
              actual: formatNumber(actual, 2),
              expected: formatNumber(expected, 2),
            }),
          ...TIP,
        }),
      ),
    ],
  }) as SVGSVGElement;
}
