import type { PlotOptions } from '@observablehq/plot';
import { formatInteger, formatNumber } from '../messages/format';

/** The tokens plots may use. They go through literal channels (`scale: null`), so light and dark need no redraw. */
export const COLOURS = {
  paper: 'var(--paper)',
  ink: 'var(--ink)',
  secondary: 'var(--ink-2)',
  label: 'var(--ink-3)',
  rule: 'var(--rule)',
  ruleStrong: 'var(--rule-strong)',
  accent: 'var(--accent)',
  warn: 'var(--warn)',
  warnRule: 'var(--warn-rule)',
  main: 'var(--plot-main)',
  fill: 'var(--plot-fill)',
  band: 'var(--plot-band)',
  naive: 'var(--plot-naive)',
  naiveFill: 'var(--plot-naive-fill)',
  grid: 'var(--plot-grid)',
  axis: 'var(--plot-axis)',
  previous: 'var(--plot-previous)',
  hatchGround: 'var(--hatch-ground)',
  hatchLine: 'var(--hatch-line)',
} as const;

/** A sequential class, 1 (least) to 7 (most): its fill, and the text colour that can be read on it. */
export function sequential(step: number): { fill: string; on: string } {
  return { fill: `var(--seq-${step})`, on: `var(--seq-${step}-on)` };
}

/** Sizes in CSS pixels. */
export const FONT = { size: 12, family: 'var(--font-sans)', strong: 600 } as const;

/** A class of our own, because Plot would otherwise name one and style it from inside the SVG, which the page's policy refuses. */
export const PLOT_CLASS = 'regulars-plot';

type Defaults = Required<
  Pick<PlotOptions, 'className' | 'style' | 'marginTop' | 'marginRight' | 'marginBottom' | 'marginLeft'>
>;

/** What every plot starts from: 12 px text in the label colour, no frame, room for four-digit ticks on the left. */
export function plotDefaults(): Defaults {
  return {
    className: PLOT_CLASS,
    style: {
      fontFamily: FONT.family,
      fontSize: `${FONT.size}px`,
      fontVariantNumeric: 'tabular-nums lining-nums',
      color: COLOURS.label,
      overflow: 'visible',
    },
    marginTop: 16,
    marginRight: 8,
    marginBottom: 28,
    marginLeft: 44,
  };
}

/** 12425 → “12,425”. */
export const tickInteger = (value: number): string => formatInteger(value);

/** 0.25 → “25”: the unit stands on the top tick only. */
export const tickPercent = (share: number): string => {
  // 0.6 × 100 is 60.000000000000007 where 0.6 is 0.75 of 0.8.
  const percent = Number((share * 100).toPrecision(10));
  return formatNumber(percent, Number.isInteger(percent) ? 0 : 1);
};

/** Puts the unit on the last, topmost tick: 0, 25, 50, 75, 100%. */
export function unitOnTopTick<Value>(
  format: (value: Value) => string,
  unit: string,
): (value: Value, index: number, values?: ArrayLike<Value>) => string {
  return (value, index, values) => {
    const text = format(value);
    return values !== undefined && index === values.length - 1 ? `${text}${unit}` : text;
  };
}
