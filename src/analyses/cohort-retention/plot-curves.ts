import * as Plot from '@observablehq/plot';
import { m } from '../../messages/speak';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, sequential } from '../../plots/theme';
import type { CohortFigure } from './figure';

/** Pixels. */
const HEIGHT = 320;
const LINE = 15;
const RIGHT_GAP = 8;
const LONGEST_LABEL = 150;
/** Lines named at their end, beside the average. */
const MOST_NAMED = 4;
/** Below this only the average is named: names would take the lines' room. */
const ROOM_FOR_NAMES = 480;

interface Point {
  x: number;
  y: number;
  line: number;
  stroke: string;
  title: string;
}

/** A line's last point, where it is named. */
interface End {
  x: number;
  y: number;
  text: string;
  fill: string;
}

/** Each cohort's share or value by age as a line of its complete cells, and the weighted average with its interval. */
export function drawCurves(figure: CohortFigure, width: number): SVGSVGElement {
  const lines = linesOf(figure);
  const points = lines.flat();
  const means = figure.means.flatMap(({ value, interval }, x) =>
    value === null ? [] : [{ x, value, interval }],
  );
  const bands = means.flatMap(({ x, interval }) => (interval ? [{ x, ...interval }] : []));
  const highest = Math.max(...points.map(({ y }) => y), ...means.map(({ value }) => value), 1e-9);
  const lowest = Math.min(0, ...points.map(({ y }) => y), ...means.map(({ value }) => value));
  const tops = { low: lowest * 1.06, high: highest * 1.06 };
  const plotted = HEIGHT - 30 - 46;
  const ends = apart(
    endsOf(figure, width < ROOM_FOR_NAMES ? [] : lines, means),
    (tops.high - tops.low) * (LINE / plotted),
  );
  const right = Math.min(LONGEST_LABEL, Math.max(0, ...ends.map(({ text }) => textWidth(text)))) + RIGHT_GAP;
  const ticks = everySo(
    figure.columns.length,
    width - 48 - right,
    Math.max(...figure.columns.map((t) => textWidth(t))),
  );
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: HEIGHT,
    marginTop: 30,
    marginBottom: 46,
    marginLeft: 48,
    marginRight: right,
    x: { type: 'linear', domain: [0, Math.max(1, figure.columns.length - 1)], axis: null },
    y: { type: 'linear', domain: [tops.low, tops.high], axis: null },
    marks: [
      Plot.gridY({ stroke: COLOURS.grid, strokeOpacity: 1, ticks: 5 }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.axisY({
        ticks: 5,
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: (value: number) => figure.write(value),
      }),
      Plot.text([figure.words.scale], { frameAnchor: 'top-left', dx: -40, dy: -20, fill: COLOURS.label }),
      Plot.text(ticks, {
        x: (index: number) => index,
        y: tops.low,
        dy: 14,
        text: (index: number) => figure.columns[index] ?? '',
        fill: COLOURS.label,
      }),
      Plot.text([figure.words.age], { frameAnchor: 'bottom-right', dy: 38, fill: COLOURS.label }),
      Plot.areaY(bands, { x: 'x', y1: 'low', y2: 'high', fill: COLOURS.band }),
      Plot.line(points, {
        x: 'x',
        y: 'y',
        z: 'line',
        stroke: { value: 'stroke', scale: null },
        strokeWidth: 1.25,
      }),
      // A line of one point is not seen.
      Plot.dot(lines.filter((line) => line.length === 1).flat(), {
        x: 'x',
        y: 'y',
        r: 2,
        fill: { value: 'stroke', scale: null },
      }),
      Plot.line(means, { x: 'x', y: 'value', stroke: COLOURS.main, strokeWidth: 2.5 }),
      Plot.dot(means, { x: 'x', y: 'value', r: 2.5, fill: COLOURS.main }),
      Plot.text(ends, {
        x: 'x',
        y: 'y',
        text: 'text',
        dx: 6,
        textAnchor: 'start',
        fill: { value: 'fill', scale: null },
      }),
      Plot.tip(
        points,
        Plot.pointer({
          x: 'x',
          y: 'y',
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

/** Older cohorts pale, later ones dark, small ones grey; nothing of what is still filling. */
function linesOf(figure: CohortFigure): Point[][] {
  return figure.rows.map((row, line) =>
    figure.cells
      .filter((cell) => cell.row === line && !cell.hatched)
      .map((cell) => ({
        x: cell.column,
        y: cell.value,
        line,
        stroke: row.small
          ? COLOURS.rule
          : sequential(2 + Math.round((4 * line) / Math.max(1, figure.rows.length - 1))).fill,
        title: cell.title,
      })),
  );
}

/** The average, and of the longest lines as many as can be named. */
function endsOf(
  figure: CohortFigure,
  lines: readonly Point[][],
  means: readonly { x: number; value: number }[],
): End[] {
  const mean = means.at(-1);
  const named = lines
    .flatMap((line) => line.at(-1) ?? [])
    .filter(({ line }) => !figure.rows[line]?.small)
    .sort((a, b) => b.x - a.x || a.line - b.line)
    .slice(0, MOST_NAMED)
    .map(({ x, y, line }) => ({ x, y, text: figure.rows[line]?.label ?? '', fill: COLOURS.secondary }));
  return mean
    ? [{ x: mean.x, y: mean.value, text: m.cohort_average(), fill: COLOURS.main }, ...named]
    : named;
}

/** All labels at the right edge, at least a line of text from one another; the first stays where it is. */
function apart(ends: readonly End[], least: number): End[] {
  const x = Math.max(0, ...ends.map((end) => end.x));
  const placed: End[] = [];
  for (const end of ends) {
    const isFree = placed.every(({ y }) => Math.abs(y - end.y) >= least);
    if (isFree) placed.push({ ...end, x });
  }
  return placed;
}

/** Every so many columns one name, so that none touches the next. */
function everySo(columns: number, width: number, widest: number): number[] {
  const step = width / Math.max(1, columns - 1);
  const every = Math.max(1, Math.ceil((widest + 12) / step));
  return Array.from({ length: columns }, (_, index) => index).filter((index) => index % every === 0);
}
