import * as Plot from '@observablehq/plot';
import { formatInteger, formatMoney, formatPeriod } from '../../messages/format';
import { m } from '../../messages/speak';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, sequential } from '../../plots/theme';
import type { ParamValues, Results } from '../define';
import { cohortValue } from './results';
import { grainOf, paybackAge } from './sentences';
import { costOf, valueColumn } from './settings';

/** Pixels. */
const HEIGHT = 330;
const TOP = 34;
const BOTTOM = 44;
const LINE = 15;
/** Cohorts drawn; of more, the latest. The table has all. */
export const MOST_LINES = 36;
/** Cohorts named at their last point, beside the average. */
const NAMED = 3;
/** Below this only the average is named: names would take the lines' room. */
const ROOM_FOR_NAMES = 480;

interface Point {
  age: number;
  value: number;
  cohort: string;
  stroke: string;
  title: string;
}

interface Label {
  age: number;
  value: number;
  text: string;
  fill: string;
}

/** Value per customer by age: each cohort a line, dashed where it is projected; the average of all, and the cost. */
export function drawValue(
  results: Results,
  params: ParamValues,
  width: number,
  chosen?: string,
): SVGSVGElement {
  const { averages } = cohortValue(results);
  const column = valueColumn(params);
  const { observed, projected } = linesOf(results, params);
  const mean = averages.map((row) => ({ age: row.age, value: row[column], n: row.n }));
  const cost = costOf(results, params);
  const values = [...observed, ...projected, ...mean].map(({ value }) => value);
  const lowest = Math.min(0, ...values);
  const highest = Math.max(cost, ...values, lowest + 1) * 1.05;
  const lastAge = Math.max(1, ...[...observed, ...projected, ...mean].map(({ age }) => age));
  const labels = namesOf(
    width < ROOM_FOR_NAMES ? [] : observed,
    mean,
    params,
    ((highest - lowest) * LINE) / (HEIGHT - TOP - BOTTOM),
  );
  const right = Math.max(0, ...labels.map(({ text }) => textWidth(text))) + 12;
  const left = Math.max(40, textWidth(formatMoney(highest, 0)) + 14);
  const paid = paybackAge(averages, cost);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: HEIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: left,
    marginRight: right,
    x: { type: 'linear', domain: [0, lastAge], axis: null },
    y: { type: 'linear', domain: [lowest, highest], axis: null },
    marks: [
      Plot.gridY({ stroke: COLOURS.grid, strokeOpacity: 1, ticks: 5 }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.axisY({
        ticks: 5,
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: (value: number) => formatMoney(value, highest < 10 ? 2 : 0),
      }),
      Plot.text([m.cohort_value_axis_value({ value: column })], {
        frameAnchor: 'top-left',
        dx: -left + 4,
        dy: -TOP + 12,
        fill: COLOURS.label,
      }),
      Plot.text(agesShown(lastAge, width - left - right), {
        x: (age: number) => age,
        frameAnchor: 'bottom',
        dy: 17,
        text: (age: number) => formatInteger(age),
        fill: COLOURS.label,
      }),
      Plot.text([m.cohort_value_axis_age({ grain: grainOf(params) })], {
        frameAnchor: 'bottom-right',
        dy: 36,
        fill: COLOURS.label,
      }),
      Plot.line(projected, {
        x: 'age',
        y: 'value',
        z: 'cohort',
        stroke: { value: 'stroke', scale: null },
        strokeWidth: 1,
        strokeDasharray: '3 3',
      }),
      Plot.line(observed, {
        x: 'age',
        y: 'value',
        z: 'cohort',
        stroke: { value: 'stroke', scale: null },
        strokeWidth: 1.25,
      }),
      Plot.dot(observed, { x: 'age', y: 'value', r: 1.25, fill: { value: 'stroke', scale: null } }),
      Plot.line(
        observed.filter(({ cohort }) => cohort === chosen),
        { x: 'age', y: 'value', stroke: COLOURS.ink, strokeWidth: 2.5 },
      ),
      Plot.line(mean, { x: 'age', y: 'value', stroke: COLOURS.main, strokeWidth: 2.5 }),
      Plot.dot(mean, { x: 'age', y: 'value', r: 2.5, fill: COLOURS.main }),
      ...costMarks(cost, paid),
      Plot.text(labels, {
        x: lastAge,
        y: 'value',
        text: 'text',
        dx: 8,
        textAnchor: 'start',
        fill: { value: 'fill', scale: null },
      }),
      Plot.tip(
        [...observed, ...projected],
        Plot.pointer({
          x: 'age',
          y: 'value',
          title: 'title',
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  }) as SVGSVGElement;
}

/** Complete ages of each cohort, later cohorts darker, and what follows if they grow as older ones have. */
export function linesOf(results: Results, params: ParamValues): { observed: Point[]; projected: Point[] } {
  const { cells, cohorts, projected } = cohortValue(results);
  const grain = grainOf(params);
  const column = valueColumn(params);
  const drawn = cohorts.filter(({ state }) => state === 'complete').slice(-MOST_LINES);
  const strokes = new Map(
    drawn.map(({ cohort }, index) => [
      cohort,
      sequential(2 + Math.round((4 * index) / Math.max(1, drawn.length - 1))).fill,
    ]),
  );
  const complete = cells.filter(({ cohort, state }) => state === 'complete' && strokes.has(cohort));
  const pointOf = (
    row: { cohort: string; age: number; size: number } & Record<typeof column, number>,
    isProjected: boolean,
  ): Point => {
    const inputs = {
      cohort: formatPeriod(row.cohort, grain),
      age: formatInteger(row.age),
      value: formatMoney(row[column]),
      n: formatInteger(row.size),
      grain,
    };
    return {
      age: row.age,
      value: row[column],
      cohort: row.cohort,
      stroke: strokes.get(row.cohort) ?? COLOURS.ruleStrong,
      title: isProjected ? m.cohort_value_tip_projected(inputs) : m.cohort_value_tip(inputs),
    };
  };
  const observed = complete.map((cell) => pointOf(cell, false));
  const lastOf = new Map(observed.map((point) => [point.cohort, point]));
  const tails = projected.filter(({ cohort }) => strokes.has(cohort)).map((row) => pointOf(row, true));
  // A tail begins where the observed line ends.
  const starts = [...lastOf.values()].filter(({ cohort }) => tails.some((tail) => tail.cohort === cohort));
  return { observed, projected: [...starts, ...tails].sort((a, b) => a.age - b.age) };
}

/** The average, then the oldest cohorts, as far as their names do not meet. */
function namesOf(
  observed: readonly Point[],
  mean: readonly { age: number; value: number }[],
  params: ParamValues,
  least: number,
): Label[] {
  const lastOf = new Map(observed.map((point) => [point.cohort, point]));
  const last = mean.at(-1);
  const wanted: Label[] = last ? [{ ...last, text: m.cohort_value_average(), fill: COLOURS.main }] : [];
  for (const { age, value, cohort } of [...lastOf.values()].slice(0, NAMED)) {
    wanted.push({ age, value, text: formatPeriod(cohort, grainOf(params)), fill: COLOURS.secondary });
  }
  const placed: Label[] = [];
  for (const label of wanted) {
    if (placed.every(({ value }) => Math.abs(value - label.value) >= least)) placed.push(label);
  }
  return placed;
}

function costMarks(cost: number, paid: number | null): Plot.Markish[] {
  if (cost === 0) return [];
  const marks: Plot.Markish[] = [
    Plot.ruleY([cost], { stroke: COLOURS.naive, strokeDasharray: '5 3' }),
    // At the far end the average is well above a cost that is back, and below one that is not.
    Plot.text([m.cohort_value_cost({ cost: formatMoney(cost) })], {
      y: cost,
      dy: paid === null ? -4 : 5,
      frameAnchor: 'right',
      dx: -4,
      lineAnchor: paid === null ? 'bottom' : 'top',
      fill: COLOURS.naive,
      stroke: COLOURS.paper,
      strokeWidth: 3,
    }),
  ];
  if (paid !== null) {
    marks.push(
      Plot.dot([paid], {
        x: paid,
        y: cost,
        r: 5,
        stroke: COLOURS.naive,
        strokeWidth: 2,
        fill: COLOURS.paper,
      }),
    );
  }
  return marks;
}

/** Every so many ages, so that no number touches the next. */
function agesShown(lastAge: number, width: number): number[] {
  const every = Math.max(1, Math.ceil((textWidth(formatInteger(lastAge)) + 14) / (width / lastAge)));
  return Array.from({ length: lastAge + 1 }, (_, age) => age).filter((age) => age % every === 0);
}
