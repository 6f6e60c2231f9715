import * as Plot from '@observablehq/plot';
import { getLocale } from '../messages/speak';
import { hatch } from './hatch';
import { textWidth } from './text-width';
import { COLOURS, FONT, plotDefaults } from './theme';

/** One period of a series; the periods follow each other without holes. */
export interface PeriodPoint {
  /** The period as the axis says it. */
  label: string;
  /** Null where there is nothing to say: a rate of nobody. */
  value: number | null;
  /** Of bars: how much of the value is drawn in the stronger colour, from zero up. */
  part?: number;
  /** Of lines: the interval around the value. */
  low?: number | null;
  high?: number | null;
  /** Still filling, or cut off: hatched as a bar, an open dot on a line. */
  isPartial: boolean;
  /** What is said where the period is pointed at. */
  tip: string;
}

interface Settings {
  /** CSS pixels. */
  width: number;
  height: number;
  mark: 'bar' | 'line';
  tick: (value: number) => string;
}

const LEFT = 44;
const RIGHT = 12;
/** No bar and no step of a line is narrower; earlier periods are left out. */
const NARROWEST = 3;

/** How many periods, counted from the latest, can be told apart at a width. */
export const periodsShown = (width: number): number =>
  Math.max(12, Math.floor((width - LEFT - RIGHT) / NARROWEST));

/** 1,161,817 → “1.2M”, “116.2万”: ticks of small plots. */
export function tickCompact(value: number): string {
  const options = { notation: 'compact', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(getLocale(), options).format(value).replace(/^-/, '\u2212');
}

interface Placed extends PeriodPoint {
  place: number;
}

/** A small plot of one measure over periods, bars from zero or a line. Takes the latest that fit. */
export function drawPeriodSeries(points: readonly PeriodPoint[], settings: Settings): SVGSVGElement {
  return Plot.plot(periodSeriesOptions(points, settings)) as SVGSVGElement;
}

export function periodSeriesOptions(points: readonly PeriodPoint[], settings: Settings): Plot.PlotOptions {
  const { width, height, mark, tick } = settings;
  const shown = points.slice(-periodsShown(width)).map((point, place): Placed => ({ ...point, place }));
  const known = shown.filter((point) => point.value !== null);
  const values = known.flatMap(({ value, low, high }) => [value ?? 0, low ?? 0, high ?? 0]);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  const least = values.reduce((a, b) => Math.min(a, b), 0);
  const hatched = hatch();
  const inner = Math.max(1, width - LEFT - RIGHT);
  const step = inner / Math.max(1, shown.length);
  return {
    ...plotDefaults(),
    width,
    height,
    marginTop: 12,
    marginRight: RIGHT,
    marginBottom: 24,
    marginLeft: LEFT,
    x: { type: 'linear', domain: [-0.5, Math.max(0, shown.length - 1) + 0.5], axis: null },
    y: { domain: [least, most > least ? most : least + 1], nice: 3, axis: null },
    marks: [
      hatched.mark,
      Plot.gridY({ ticks: 3, stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY({
        ticks: 3,
        tickSize: 0,
        tickPadding: 8,
        label: null,
        fill: COLOURS.label,
        tickFormat: tick,
      }),
      Plot.text(labelled(shown, step, width), {
        x: 'place',
        frameAnchor: 'bottom',
        dy: 18,
        text: 'label',
        fill: COLOURS.label,
      }),
      ...(mark === 'bar' ? bars(shown, step, hatched.fill) : lines(shown)),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.tip(
        known,
        Plot.pointerX({
          x: 'place',
          y: 'value',
          title: 'tip',
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  };
}

/** The periods whose names have room, the latest always among them. */
export function labelled(points: readonly Placed[], step: number, width: number): Placed[] {
  const widest = Math.max(1, ...points.map(({ label }) => textWidth(label)));
  const every = Math.max(1, Math.ceil((widest + 16) / step));
  const last = points.length - 1;
  // A name is drawn around its period, so those near an edge stand further in than their mark allows.
  const fits = ({ place }: Placed): boolean => {
    const middle = LEFT + (place + 0.5) * step;
    return middle - widest / 2 >= 0 && middle + widest / 2 <= width;
  };
  const offset = points.findLastIndex(fits);
  return points.filter(
    (point) => fits(point) && (Math.max(0, offset) - point.place) % every === 0 && point.place <= last,
  );
}

function bars(points: readonly Placed[], step: number, hatchFill: string): Plot.Markish[] {
  const gap = Math.min(2, step / 6);
  const side = (sign: number) => (point: Placed) => point.place + sign * 0.5;
  const across = { x1: side(-1), x2: side(1), insetLeft: gap, insetRight: gap };
  const whole = points.filter((point) => !point.isPartial && point.value !== null);
  const parts = whole.filter((point) => point.part !== undefined);
  const partial = points.filter((point) => point.isPartial && point.value !== null);
  return [
    Plot.rect(whole, {
      ...across,
      y1: (point: Placed) => point.part ?? 0,
      y2: 'value',
      fill: (point: Placed) => (point.part === undefined ? COLOURS.fill : COLOURS.band),
    }),
    Plot.rect(parts, { ...across, y1: 0, y2: 'part', fill: COLOURS.fill }),
    Plot.rect(partial, {
      ...across,
      y1: 0,
      y2: 'value',
      fill: hatchFill,
      stroke: COLOURS.axis,
      strokeDasharray: '2,2',
    }),
  ];
}

function lines(points: readonly Placed[]): Plot.Markish[] {
  const whole = points.map((point) => ({ ...point, value: point.isPartial ? null : point.value }));
  const banded = whole.filter(({ low, high }) => typeof low === 'number' && typeof high === 'number');
  // From the last complete period on, dashed: what is still filling continues the line without being it.
  const open = points.filter(
    (point, index) => point.isPartial || points[index + 1]?.isPartial || points[index - 1]?.isPartial,
  );
  const partial = points.filter((point) => point.isPartial && point.value !== null);
  const single = whole.filter(
    ({ value }, index) =>
      value !== null &&
      (whole[index - 1]?.value ?? null) === null &&
      (whole[index + 1]?.value ?? null) === null,
  );
  return [
    ...(banded.length > 0
      ? [
          Plot.areaY(whole, {
            x: 'place',
            y1: (point: Placed) => (point.value === null ? null : (point.low ?? null)),
            y2: (point: Placed) => (point.value === null ? null : (point.high ?? null)),
            fill: COLOURS.band,
          }),
        ]
      : []),
    Plot.lineY(dashes(open), {
      x: 'place',
      y: 'value',
      z: 'run',
      stroke: COLOURS.axis,
      strokeDasharray: '2,3',
    }),
    Plot.lineY(whole, { x: 'place', y: 'value', stroke: COLOURS.main, strokeWidth: 1.75 }),
    Plot.dot(single, { x: 'place', y: 'value', r: 2.5, fill: COLOURS.main }),
    Plot.dot(partial, { x: 'place', y: 'value', r: 3, fill: COLOURS.paper, stroke: COLOURS.main }),
  ];
}

/** Neighbours share a run; a hole between periods begins another, so that no line crosses complete ones. */
function dashes(points: readonly Placed[]): (Placed & { run: number })[] {
  let run = 0;
  return points.map((point, index) => {
    const before = points[index - 1];
    const joins = before && before.place === point.place - 1 && (before.isPartial || point.isPartial);
    if (!joins) run += 1;
    return { ...point, run };
  });
}
