import * as Plot from '@observablehq/plot';
import { formatInteger, formatNumber } from '../messages/format';
import { m } from '../messages/speak';
import { OTHERS, type ChartData, type ChartPoint } from './chart-data';
import { COLOURS, FONT, plotDefaults, sequential } from './theme';
import { textWidth } from './text-width';

/** Pixels. */
const HEIGHT = 320;
const ROW = 22;
const CLASSES = 7;
const DAY = 86_400_000;
const LONGEST_LABEL = 180;

/** Colours of series, as many as the palette tells apart. */
export const seriesColour = (index: number): string => `var(--cat-${Math.min(index, 5) + 1})`;

const named = (value: string): string => (value === OTHERS ? m.sql_chart_others() : value);
const shortened = (value: string): string => (value.length > 24 ? `${value.slice(0, 23)}…` : value);

/** 12,425 or 0.25: whole numbers stay whole, others keep what tells them apart. */
export function formatTick(value: number): string {
  if (Number.isInteger(value)) return formatInteger(value);
  const size = Math.floor(Math.log10(Math.abs(value)));
  return formatNumber(value, Math.min(6, Math.max(1, 2 - size)));
}

/** Draws a chart for a width in CSS pixels. Labels of the axes are drawn with it, so that it says itself when exported. */
export function drawChart(data: ChartData, labels: { x: string; y: string }, width: number): SVGSVGElement {
  return Plot.plot(chartOptions(data, labels, width)) as SVGSVGElement;
}

export function chartOptions(
  data: ChartData,
  labels: { x: string; y: string },
  width: number,
): Plot.PlotOptions {
  const defaults = plotDefaults();
  // Bars of names lie down: names are read across.
  if (data.mark === 'bar' && data.x.kind === 'category') return lyingBars(data, labels, width);
  const isNamed = data.x.kind === 'category';
  const height = data.y.kind === 'category' ? 64 + ROW * data.y.categories.length : HEIGHT;
  return {
    ...defaults,
    width,
    height,
    marginTop: 26,
    marginLeft: marginFor(data.y.kind === 'category' ? data.y.categories.map(named) : leftTicks(data)),
    marginBottom: isNamed ? 64 : 44,
    marginRight: 16,
    x: axis(data.x, labels.x),
    y: {
      ...axis(data.y, labels.y),
      ...(data.y.kind === 'number' && data.mark !== 'rect' ? { grid: false, nice: true } : {}),
    },
    marks: [
      ...(data.y.kind === 'number' && data.mark !== 'rect'
        ? [Plot.gridY({ stroke: COLOURS.grid, strokeOpacity: 1 })]
        : []),
      ...(data.mark === 'rect'
        ? []
        : [Plot.ruleY([0], { stroke: COLOURS.axis })].slice(data.mark === 'dot' ? 1 : 0)),
      Plot.axisX({
        label: labels.x,
        labelAnchor: 'right',
        labelArrow: 'none',
        tickRotate: isNamed ? -30 : 0,
        ...ticksOf(data.x),
        fill: COLOURS.label,
      }),
      Plot.axisY({
        label: labels.y,
        labelAnchor: 'top',
        labelArrow: 'none',
        ...ticksOf(data.y),
        fill: COLOURS.label,
      }),
      ...marks(data),
    ],
  };
}

function axis({ kind, categories }: ChartData['x'], label: string): Plot.ScaleOptions {
  if (kind === 'category') return { type: 'band', domain: categories, label, axis: null };
  return { type: kind === 'time' ? 'utc' : 'linear', label, axis: null };
}

function ticksOf({ kind }: ChartData['x']): Pick<Plot.AxisOptions, 'tickFormat' | 'tickSize'> {
  if (kind === 'category') return { tickFormat: (value: string) => shortened(named(value)), tickSize: 0 };
  if (kind === 'number') return { tickFormat: (value: number) => formatTick(value), tickSize: 4 };
  return { tickSize: 4 };
}

/** The longest number there can be: ends of the range stand for all ticks between. */
function leftTicks({ points }: ChartData): string[] {
  let [least, most] = [0, 1];
  for (const { y } of points) {
    least = Math.min(least, Number(y));
    most = Math.max(most, Number(y));
  }
  return [formatTick(least), formatTick(most), formatTick((most - least) / 8)];
}

function marginFor(labels: readonly string[]): number {
  const widest = Math.max(0, ...labels.map((label) => textWidth(shortened(label))));
  return Math.min(LONGEST_LABEL, Math.max(44, Math.ceil(widest) + 16));
}

function marks(data: ChartData): Plot.Markish[] {
  const stroke = (point: ChartPoint): string => seriesColour(point.series);
  const x = (point: ChartPoint): Date | number | string => placed(data, point.x);
  const points = data.points;
  const pointer = Plot.tip(
    points,
    Plot.pointer({ x, y: 'y', title: (point: ChartPoint) => told(data, point), ...TIP }),
  );
  switch (data.mark) {
    case 'line':
      return [Plot.lineY(points, { x, y: 'y', z: 'series', stroke, strokeWidth: 1.75 }), pointer];
    case 'area':
      return [Plot.areaY(points, { x, y: 'y', z: 'series', fill: stroke, fillOpacity: 0.85 })];
    case 'dot':
      return [Plot.dot(points, { x, y: 'y', r: 2.5, stroke, strokeOpacity: 0.7 }), pointer];
    case 'bar':
      return [standingBars(data, stroke)];
    case 'rect':
      return [tileMark(data)];
  }
}

const TIP = {
  fill: COLOURS.paper,
  stroke: COLOURS.ruleStrong,
  fontFamily: FONT.family,
  textPadding: 8,
} as const;

function placed({ x: { kind } }: ChartData, x: number | string): Date | number | string {
  return kind === 'time' ? new Date(x) : x;
}

/** What a point says where it is pointed at. */
export function told(data: ChartData, { x, y, series, value }: ChartPoint): string {
  const name = data.series[series];
  const place = (at: number | string, kind: ChartData['x']['kind']): string => {
    if (kind === 'time')
      return new Date(at)
        .toISOString()
        .slice(0, Number(at) % DAY === 0 ? 10 : 16)
        .replace('T', ' ');
    return typeof at === 'number' ? formatTick(at) : named(at);
  };
  const lines = [place(x, data.x.kind), data.mark === 'rect' ? place(y, data.y.kind) : null];
  if (data.series.length > 0) lines.push(name ?? m.sql_chart_others());
  lines.push(formatTick(value));
  return lines.filter((line) => line !== null && line !== '').join('\n');
}

/** Bars over numbers or days: as wide as the least distance between two of them. */
function standingBars(data: ChartData, fill: (point: ChartPoint) => string): Plot.Markish {
  const places = [...new Set(data.points.map(({ x }) => Number(x)))].sort((a, b) => a - b);
  const steps = places.slice(1).map((place, index) => place - (places[index] ?? 0));
  const half = (steps.length > 0 ? Math.min(...steps) : data.x.kind === 'time' ? DAY : 1) / 2;
  const edge = (sign: number) => (point: ChartPoint) => placed(data, Number(point.x) + sign * half);
  return Plot.rectY(
    data.points,
    Plot.stackY({
      x1: edge(-1),
      x2: edge(1),
      y: 'y',
      z: 'series',
      fill,
      insetLeft: 0.5,
      insetRight: 0.5,
      title: (point: ChartPoint) => told(data, point),
    }),
  );
}

function lyingBars(data: ChartData, labels: { x: string; y: string }, width: number): Plot.PlotOptions {
  const categories = data.x.categories;
  const margin = marginFor(categories.map(named));
  return {
    ...plotDefaults(),
    width,
    height: 52 + ROW * Math.max(1, categories.length),
    marginTop: 40,
    marginRight: 24,
    marginBottom: 12,
    marginLeft: margin,
    x: { label: labels.y, axis: null, nice: true },
    y: { type: 'band', domain: categories, label: labels.x, axis: null, padding: 0.2 },
    marks: [
      Plot.gridX({ stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisX({
        anchor: 'top',
        label: labels.y,
        labelArrow: 'none',
        tickSize: 0,
        tickFormat: (value: number) => formatTick(value),
        fill: COLOURS.label,
      }),
      Plot.axisY({
        label: labels.x,
        labelAnchor: 'top',
        labelArrow: 'none',
        tickSize: 0,
        tickFormat: (value: string) => shortened(named(value)),
        fill: COLOURS.secondary,
      }),
      Plot.barX(
        data.points,
        Plot.stackX({
          y: 'x',
          x: 'y',
          z: 'series',
          fill: (point: ChartPoint) => (data.series.length > 0 ? seriesColour(point.series) : COLOURS.fill),
          title: (point: ChartPoint) => told(data, point),
        }),
      ),
      Plot.ruleX([0], { stroke: COLOURS.axis }),
    ],
  };
}

/** Seven steps of equal width from the least to the most. */
export function tileStep(value: number, least: number, most: number): number {
  if (most <= least) return CLASSES;
  return Math.min(CLASSES, 1 + Math.floor(((value - least) / (most - least)) * CLASSES));
}

function tileMark(data: ChartData): Plot.Markish {
  const values = data.points.map(({ value }) => value);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const fill = (point: ChartPoint): string => sequential(tileStep(point.value, least, most)).fill;
  const title = (point: ChartPoint): string => told(data, point);
  const across = data.x.kind === 'category' ? { x: 'x' } : { x1: 'x', x2: 'x2' };
  const down = data.y.kind === 'category' ? { y: 'y' } : { y1: 'y', y2: 'y2' };
  const options = { ...across, ...down, fill, title, inset: 0.5 };
  if (data.x.kind === 'category' && data.y.kind === 'category') return Plot.cell(data.points, options);
  if (data.x.kind === 'category') return Plot.barY(data.points, options);
  if (data.y.kind === 'category') return Plot.barX(data.points, options);
  return Plot.rect(data.points, options);
}
