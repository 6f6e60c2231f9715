import * as Plot from '@observablehq/plot';
import type { Markish, TextOptions } from '@observablehq/plot';
import { freeze, FROZEN_MARK } from '../../plots/frozen';
import { hatch } from '../../plots/hatch';
import { COLOURS, FONT, plotDefaults, sequential } from '../../plots/theme';
import { cohortLayout, ROW, type CohortLayout } from './layout';
import type { CohortFigure } from './figure';

const INSET = 0.75;
const RADIUS = 1;

/** The whole cohort table as one figure: rows with sizes, cells, keys and averages. Pixels in, pixels out. */
export function drawCohorts(figure: CohortFigure, available: number): SVGSVGElement {
  const layout = cohortLayout(figure, available);
  const hatched = hatch();
  const svg = Plot.plot({
    ...plotDefaults(),
    width: layout.width,
    height: layout.height,
    margin: 0,
    marginTop: 0,
    marginRight: 0,
    marginBottom: 0,
    marginLeft: 0,
    x: { type: 'identity', axis: null },
    y: { type: 'identity', axis: null },
    marks: [
      hatched.mark,
      ...keys(figure, layout, hatched.fill),
      ...heads(figure, layout),
      ...rowLabels(figure, layout, hatched.fill),
      ...grid(figure, layout, hatched.fill),
      ...averages(figure, layout),
    ],
  }) as SVGSVGElement;
  // Wider than its place, it scrolls: the cohorts' names and sizes stay.
  return layout.width > available
    ? freeze(svg, { width: layout.grid.left - 1, top: layout.headY - ROW / 2 })
    : svg;
}

/** Left of the grid. */
const STAYS = { className: FROZEN_MARK };

interface Label {
  x: number;
  y: number;
  text: string;
}

/** Text lines whose `y` is their middle. */
function labels(data: readonly Label[], options: TextOptions): Markish {
  return Plot.text(data, { x: 'x', y: 'y', text: 'text', fill: COLOURS.label, ...options });
}

interface Box {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  fill: string;
}

function boxes(data: readonly Box[], options: { className?: string } = {}): Markish {
  const fill = { value: 'fill', scale: null };
  return Plot.rect(data, { x1: 'x1', x2: 'x2', y1: 'y1', y2: 'y2', fill, ...options });
}

/** The colour classes with their limits, and the hatching's meaning. */
function keys(figure: CohortFigure, layout: CohortLayout, hatchFill: string): Markish[] {
  const { swatch, keyY, partialKeyLeft, right } = layout;
  const edge = (index: number) => swatch.left + index * swatch.width;
  const marks = [
    boxes(
      Array.from({ length: 7 }, (_, index) => ({
        x1: edge(index),
        x2: edge(index + 1),
        y1: 0,
        y2: 8,
        fill: sequential(index + 1).fill,
      })),
    ),
    labels(
      figure.breaks.map((text, index) => ({ x: edge(index + 1), y: 17, text })),
      { fontSize: 11 },
    ),
    labels([{ x: swatch.left - 14, y: keyY, text: figure.words.scale }], { textAnchor: 'end' }),
  ];
  if (figure.hasPartial) {
    marks.push(
      boxes([{ x1: partialKeyLeft, x2: partialKeyLeft + 20, y1: 5, y2: 16, fill: hatchFill }]),
      labels([{ x: right, y: keyY, text: figure.words.partial }], { textAnchor: 'end' }),
    );
  }
  return marks;
}

function heads(figure: CohortFigure, layout: CohortLayout): Markish[] {
  const { grid: area, headY, axisY, sizeRight } = layout;
  return [
    labels([{ x: area.left, y: axisY, text: figure.words.age }], { textAnchor: 'start' }),
    labels([{ x: 0, y: headY, text: figure.words.cohort }], { textAnchor: 'start', ...STAYS }),
    labels([{ x: sizeRight, y: headY, text: figure.words.size }], { textAnchor: 'end', ...STAYS }),
    labels(
      figure.columns.map((text, index) => ({ x: columnMiddle(layout, index), y: headY, text })),
      {},
    ),
  ];
}

function rowLabels(figure: CohortFigure, layout: CohortLayout, hatchFill: string): Markish[] {
  const { bar, sizeRight, grid: area } = layout;
  const rows = figure.rows.map((row, index) => ({ ...row, index, y: rowMiddle(layout, index) }));
  const doubtful = rows.filter((row) => row.doubtful);
  const largest = Math.max(...rows.map((row) => row.size), 1);
  const marks = [
    labels(
      rows.map((row) => ({ x: 0, y: row.y, text: row.label, fill: row.small ? COLOURS.label : COLOURS.ink })),
      { textAnchor: 'start', fill: { value: 'fill', scale: null }, ...STAYS },
    ),
    labels(
      rows.map((row) => ({
        x: sizeRight,
        y: row.y,
        text: row.sizeText,
        fill: row.small ? COLOURS.label : COLOURS.ink,
      })),
      { textAnchor: 'end', fill: { value: 'fill', scale: null }, ...STAYS },
    ),
    labels(
      doubtful.map((row) => ({ x: layout.daggerX(row.index), y: row.y, text: '†' })),
      { textAnchor: 'start', fill: COLOURS.warn, fontWeight: FONT.strong, ...STAYS },
    ),
    boxes(
      doubtful.map((row) => ({
        x1: area.left - 5.5,
        x2: area.left - 3.5,
        y1: row.y - ROW / 2 + INSET,
        y2: row.y + ROW / 2 - INSET,
        fill: COLOURS.warnRule,
      })),
      STAYS,
    ),
  ];
  if (bar) {
    const sized = rows.map((row) => ({
      x1: bar.left,
      x2: bar.left + Math.max(1, (bar.width * row.size) / largest),
      y1: row.y - 4,
      y2: row.y + 4,
      fill: row.partial ? hatchFill : COLOURS.ruleStrong,
    }));
    marks.push(boxes(sized, STAYS));
  }
  return marks;
}

function grid(figure: CohortFigure, layout: CohortLayout, hatchFill: string): Markish[] {
  const { grid: area, futureX } = layout;
  const cells = figure.cells.map((cell) => ({
    ...cell,
    x1: area.left + cell.column * area.column,
    x2: area.left + (cell.column + 1) * area.column,
    y1: area.top + cell.row * ROW,
    y2: area.top + (cell.row + 1) * ROW,
    x: columnMiddle(layout, cell.column),
    y: rowMiddle(layout, cell.row),
    fill: cell.hatched ? hatchFill : cell.step === null ? 'none' : sequential(cell.step).fill,
    on: cell.step !== null ? sequential(cell.step).on : cell.small ? COLOURS.label : COLOURS.ink,
  }));
  const marks: Markish[] = [
    Plot.rect(cells, {
      x1: 'x1',
      x2: 'x2',
      y1: 'y1',
      y2: 'y2',
      fill: { value: 'fill', scale: null },
      title: 'title',
      // A cell without colour is still there for the pointer.
      pointerEvents: 'all',
      inset: INSET,
      rx: RADIUS,
    }),
    labels(
      cells.filter((cell) => cell.hatched),
      { fill: COLOURS.secondary, stroke: COLOURS.hatchGround, strokeWidth: 4, pointerEvents: 'none' },
    ),
    labels(
      cells.filter((cell) => !cell.hatched),
      { fill: { value: 'on', scale: null }, pointerEvents: 'none' },
    ),
  ];
  if (futureX !== null) {
    const y = rowMiddle(layout, figure.rows.length - 1);
    marks.push(labels([{ x: futureX, y, text: figure.words.future }], { textAnchor: 'end' }));
  }
  return marks;
}

const TONES = {
  strong: { fill: COLOURS.ink, fontWeight: FONT.strong },
  second: { fill: COLOURS.secondary, fontWeight: 400 },
  third: { fill: COLOURS.label, fontWeight: 400 },
} as const;

function averages(figure: CohortFigure, layout: CohortLayout): Markish[] {
  const ruleFrom = (x1: number, x2: number, options: { className?: string }) =>
    Plot.link([0], { x1, x2, y1: layout.rule, y2: layout.rule, stroke: COLOURS.ink, ...options });
  const marks: Markish[] = [
    ruleFrom(0, layout.grid.left, STAYS),
    ruleFrom(layout.grid.left, layout.grid.right, {}),
  ];
  figure.averages.forEach((average, index) => {
    const y = layout.averageY(index);
    const tone = TONES[average.tone];
    marks.push(
      labels([{ x: 0, y, text: average.label }], { ...tone, textAnchor: 'start', ...STAYS }),
      labels(
        average.values.map((text, column) => ({ x: columnMiddle(layout, column), y, text })),
        tone,
      ),
    );
  });
  return marks;
}

function columnMiddle(layout: CohortLayout, column: number): number {
  return layout.grid.left + (column + 0.5) * layout.grid.column;
}

function rowMiddle(layout: CohortLayout, row: number): number {
  return layout.grid.top + (row + 0.5) * ROW;
}
