import * as Plot from '@observablehq/plot';
import { COLOURS, FONT, tickInteger } from '../../plots/theme';
import type { Box } from './place-labels';

/** Pixels. Both figures share the inner height, so that their zero lines and the rows below align. */
export const TOP = 18;
export const INNER = 230;
/** From the zero line to the rule above the row of numbers. */
export const TO_RULE = 33;
export const ROW = 21;
export const LEFT = 40;
export const RIGHT = 16;

export const DAY_STEPS = [1, 2, 5, 10, 15, 30, 60, 90, 180, 360, 720, 1440] as const;

/** Days at which both plots have their ticks: round, at most seven, at least 56 px apart. */
export function dayTicks(end: number, width: number): number[] {
  const most = Math.max(2, Math.min(7, Math.floor((width - LEFT - RIGHT) / 56)));
  const step = DAY_STEPS.find((candidate) => end / candidate <= most) ?? Math.ceil(end / most);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
}

export const dayAxis = (ticks: number[]): Plot.Markish[] => [
  Plot.ruleY([0], { stroke: COLOURS.axis }),
  Plot.axisX(ticks, {
    tickSize: 4,
    tickPadding: 4,
    stroke: COLOURS.axis,
    fill: COLOURS.label,
    label: null,
    tickFormat: tickInteger,
  }),
];

/** One row of numbers under the axis, beneath a hairline over the whole width. */
export const numbersBelow = (items: { x: number; text: string }[]): Plot.Markish[] => [
  Plot.text(items, {
    x: 'x',
    frameAnchor: 'bottom',
    dy: TO_RULE + 18,
    text: 'text',
    fill: COLOURS.secondary,
  }),
  Plot.ruleY([0], {
    stroke: COLOURS.rule,
    dy: TO_RULE,
    insetLeft: -LEFT,
    insetRight: -RIGHT,
  }),
];

export const tip = {
  fill: COLOURS.paper,
  stroke: COLOURS.ruleStrong,
  fontFamily: FONT.family,
  textPadding: 8,
} as const;

export interface Frame {
  margins: {
    width: number;
    height: number;
    marginTop: number;
    marginRight: number;
    marginBottom: number;
    marginLeft: number;
  };
  inside: Box;
  x: (day: number) => number;
  y: (value: number) => number;
}

/** The same linear scales as Plot's, known before drawing, so that labels can be placed. */
export function frameOf(width: number, end: number, top: number): Frame {
  const inner = Math.max(1, width - LEFT - RIGHT);
  return {
    margins: {
      width,
      height: TOP + INNER + TO_RULE + ROW,
      marginTop: TOP,
      marginRight: RIGHT,
      marginBottom: TO_RULE + ROW,
      marginLeft: LEFT,
    },
    inside: { left: LEFT, top: 0, right: width, bottom: TOP + INNER },
    x: (day) => LEFT + (inner * day) / end,
    y: (value) => TOP + INNER * (1 - value / top),
  };
}

/** Whole-number ticks with their hairlines. */
export function countAxis(highest: number): Plot.Markish[] {
  const ticks = countTicks(highest);
  return [
    Plot.gridY(ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
    Plot.axisY(ticks, {
      tickSize: 0,
      tickPadding: 8,
      label: null,
      fill: COLOURS.label,
      tickFormat: tickInteger,
    }),
  ];
}

export function countTicks(highest: number): number[] {
  const rough = highest / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((size) => size >= rough) ?? rough,
  );
  const whole = Number.isInteger(step) ? step : Math.ceil(step);
  return Array.from({ length: Math.floor(highest / whole) + 1 }, (_, index) => index * whole);
}
