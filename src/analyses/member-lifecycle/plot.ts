import * as Plot from '@observablehq/plot';
import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import { hatch } from '../../plots/hatch';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, tickInteger } from '../../plots/theme';
import { periodLabel, type CalendarGrain } from '../periods';
import { TONES, type Group } from './groups';
import type { PeriodRow } from './results';

/** Pixels. */
const HEIGHT = 290;
const TOP = 20;
const BOTTOM = 26;
const LEFT = 52;
const RIGHT = 8;
const NARROWEST = 7;
const WIDEST = 64;

interface Part {
  x1: number;
  x2: number;
  y1: number;
  y2: number;
  fill: string;
}

/** The periods there is room for, the latest ones. */
export function shownPeriods(periods: readonly PeriodRow[], width: number): PeriodRow[] {
  return periods.slice(-Math.max(1, Math.floor((width - LEFT - RIGHT) / NARROWEST)));
}

/** Bars of active customers by where they came from, and below the line who stayed away. */
export function drawLifecycle(
  periods: readonly PeriodRow[],
  grain: CalendarGrain,
  width: number,
): SVGSVGElement {
  const shown = shownPeriods(periods, width);
  const filling = hatch();
  const parts = shown.flatMap((row, index) => partsOf(row, index, filling.fill));
  const highest = Math.max(1, ...shown.map((row) => row.active));
  const lowest = Math.min(0, ...shown.map((row) => -(row.churned ?? 0)));
  const inner = Math.min(width - LEFT - RIGHT, shown.length * WIDEST);
  const ticks = labelled(shown, grain, inner / shown.length);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: HEIGHT,
    marginTop: TOP,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    marginRight: width - LEFT - inner,
    x: { type: 'linear', domain: [0, shown.length], axis: null },
    y: { type: 'linear', domain: [lowest * 1.04, highest * 1.04], axis: null },
    marks: [
      filling.mark,
      Plot.gridY({ stroke: COLOURS.grid, strokeOpacity: 1, ticks: 6 }),
      Plot.axisY({
        ticks: 6,
        tickSize: 0,
        tickPadding: 8,
        label: null,
        fill: COLOURS.label,
        tickFormat: (value: number) => (Number.isInteger(value) ? tickInteger(Math.abs(value)) : ''),
      }),
      Plot.rect(parts, {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: { value: 'fill', scale: null },
        insetLeft: 0.5,
        insetRight: 0.5,
      }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.text(ticks, {
        x: (tick: { x: number }) => tick.x,
        frameAnchor: 'bottom',
        dy: 18,
        text: 'text',
        fill: COLOURS.label,
      }),
      Plot.tip(
        shown,
        Plot.pointerX({
          x: (_row: PeriodRow, index: number) => index + 0.5,
          y: 'active',
          title: (row: PeriodRow) => told(row, grain),
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  }) as SVGSVGElement;
}

/** What is not known stands in no part: a bar whose parts cannot be told apart is drawn as new and the rest pale. */
function partsOf(row: PeriodRow, index: number, hatched: string): Part[] {
  const sides = { x1: index, x2: index + 1 };
  if (row.state === 'partial') return [{ ...sides, y1: 0, y2: row.active, fill: hatched }];
  const stacked: [number, string][] = [
    [row.retained ?? 0, colour('retained')],
    [row.resurrected ?? 0, colour('resurrected')],
    [row.retained === null ? row.active - row.new : 0, COLOURS.ruleStrong],
    [row.new, colour('new')],
  ];
  const parts: Part[] = [];
  let base = 0;
  for (const [height, fill] of stacked) {
    if (height > 0) parts.push({ ...sides, y1: base, y2: base + height, fill });
    base += height;
  }
  if (row.churned) parts.push({ ...sides, y1: -row.churned, y2: 0, fill: colour('churned') });
  return parts;
}

const colour = (group: Group): string => `var(--seg-${TONES[group]})`;

/** Every so many bars one label, so that none touches the next. */
function labelled(
  shown: readonly PeriodRow[],
  grain: CalendarGrain,
  step: number,
): { x: number; text: string }[] {
  const texts = shown.map((row) => periodLabel(row.period, grain));
  const every = Math.ceil((Math.max(...texts.map((text) => textWidth(text))) + 14) / step);
  return texts
    .map((text, index) => ({ x: index + 0.5, text, index }))
    .filter(({ index }) => (shown.length - 1 - index) % every === 0)
    .filter(({ x, text }) => x * step + LEFT >= textWidth(text) / 2);
}

function told(row: PeriodRow, grain: CalendarGrain): string {
  return m.lifecycle_plot_tip({
    period: periodLabel(row.period, grain),
    active: formatInteger(row.active),
    new: formatInteger(row.new),
    retained: formatInteger(row.retained),
    resurrected: formatInteger(row.resurrected),
    churned: formatInteger(row.churned),
  });
}
