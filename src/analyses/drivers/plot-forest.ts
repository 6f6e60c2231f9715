import * as Plot from '@observablehq/plot';
import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { shortened } from '../../plots/share-intervals';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults } from '../../plots/theme';
import {
  attributesFitted,
  isEstimate,
  pointsText,
  referenceOf,
  type Estimate,
  type Findings,
} from './findings';
import { attributeName, levelName } from './shape';

/** Pixels. */
const ROW = 22;
const TOP = 44;
const BETWEEN = 14;
const INDENT = 12;
/** Below this width the odds ratios are left to the table. */
const WIDE = 560;
/** The names may take so much of the width. */
const NAMES = 0.36;

/** A heading, or a level below it. */
interface Line {
  name: string;
  effect: Estimate | null;
}

export function forestLines(found: Findings): Line[] {
  return attributesFitted(found).flatMap(({ attribute }) => {
    const reference = referenceOf(found, attribute);
    const name = m.drivers_plot_against({
      attribute: attributeName(attribute),
      reference: reference ? levelName(reference) : '',
    });
    const levels = found.effects.filter(isEstimate).filter((row) => row.attribute === attribute);
    return [{ name, effect: null }, ...levels.map((effect) => ({ name: levelName(effect), effect }))];
  });
}

/** How far the scale goes on either side of 1: to the farthest end of a sound interval, from 1.5 up to 8 times. */
export function reachOf(lines: readonly Line[]): number {
  const ends = lines.flatMap(({ effect }) =>
    effect?.state === 'estimated' ? [effect.odds_high, 1 / effect.odds_low] : [],
  );
  return Math.min(8, Math.max(1.5, ...ends) * 1.05);
}

const TICKS = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8];
const NEAR_TICKS = [0.5, 0.7, 1, 1.5, 2];
const tickText = (tick: number): string =>
  formatNumber(tick, tick < 0.2 ? 3 : Number.isInteger(tick) ? 0 : 2).replace(/([.]\d)0$/, '$1');

const isSmall = ({ effect }: Line): boolean => effect?.state === 'small';
const pointsShort = (points: number): string => `${points >= 0 ? '+' : ''}${formatNumber(points * 100)}`;
const oddsText = ({ odds_ratio, odds_low, odds_high }: Estimate): string =>
  `${formatNumber(odds_ratio, 2)} (${formatNumber(odds_low, 2)}–${formatNumber(odds_high, 2)})`;

/** Odds ratios with their intervals on a logarithmic scale, by attribute; the change in points at the right. */
export function forestPlot(found: Findings, width: number): SVGSVGElement {
  const lines = forestLines(found);
  const reach = reachOf(lines);
  const clipped = (value: number): number => Math.min(reach, Math.max(1 / reach, value));
  const levels = lines.filter((line): line is Line & { effect: Estimate } => line.effect !== null);
  // An estimate beyond all sense (a level nobody of which returned) is not written out to its last digit.
  const written = ({ effect }: { effect: Estimate }): string =>
    effect.odds_high > 100 || effect.odds_low < 0.01 ? m.drivers_plot_uncertain() : oddsText(effect);
  const pointsWidth = widest([
    m.drivers_plot_points(),
    ...levels.map(({ effect }) => pointsShort(effect.points)),
  ]);
  const oddsWidth =
    width < WIDE ? 0 : widest([m.drivers_column_odds_ratio(), ...levels.map(written)]) + BETWEEN;
  const right = pointsWidth + BETWEEN + oddsWidth;
  const longest = widest(levels.map(({ name }) => name)) + INDENT;
  const left = Math.ceil(Math.min(width * NAMES, Math.max(90, longest))) + BETWEEN;
  const y = (line: Line): number => lines.indexOf(line);
  const tone = (line: Line): string => (isSmall(line) ? COLOURS.previous : COLOURS.main);
  const ink = (line: Line): string => (isSmall(line) ? COLOURS.label : COLOURS.ink);
  const ticks = (reach < 2.2 ? NEAR_TICKS : TICKS).filter((tick) => tick <= reach && tick >= 1 / reach);
  const text = { fill: COLOURS.label, textAnchor: 'end', frameAnchor: 'top-right', dy: -14 } as const;
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: TOP + ROW * lines.length + 8,
    marginTop: TOP,
    marginBottom: 8,
    marginLeft: left,
    marginRight: right,
    x: { type: 'log', domain: [1 / reach, reach], axis: null },
    y: { type: 'band', domain: lines.map((_, index) => index), padding: 0, axis: null },
    marks: [
      Plot.gridX(ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisX(ticks, {
        anchor: 'top',
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: tickText,
      }),
      Plot.ruleX([1], { stroke: COLOURS.axis }),
      Plot.text([m.drivers_plot_fewer()], {
        x: () => 1,
        frameAnchor: 'top',
        dy: -30,
        dx: -6,
        textAnchor: 'end',
        fill: COLOURS.label,
      }),
      Plot.text([m.drivers_plot_more()], {
        x: () => 1,
        frameAnchor: 'top',
        dy: -30,
        dx: 6,
        textAnchor: 'start',
        fill: COLOURS.label,
      }),
      Plot.text([m.drivers_plot_points()], { ...text, dx: right }),
      width < WIDE ? null : Plot.text([m.drivers_column_odds_ratio()], { ...text, dx: oddsWidth }),
      Plot.text(
        lines.filter(({ effect }) => effect === null),
        {
          y,
          frameAnchor: 'left',
          dx: -left,
          text: ({ name }: Line) => shortened(name, width),
          textAnchor: 'start',
          fill: COLOURS.secondary,
          fontWeight: FONT.strong,
          stroke: COLOURS.paper,
          strokeWidth: 4,
        },
      ),
      Plot.ruleY(levels, {
        y,
        x1: ({ effect }: { effect: Estimate }) => clipped(effect.odds_low),
        x2: ({ effect }: { effect: Estimate }) => clipped(effect.odds_high),
        stroke: tone,
        strokeWidth: 1.5,
      }),
      ends(levels, y, tone, reach),
      Plot.dot(
        levels.filter(({ effect }) => clipped(effect.odds_ratio) === effect.odds_ratio),
        {
          y,
          x: ({ effect }: { effect: Estimate }) => effect.odds_ratio,
          r: 4,
          fill: tone,
          stroke: COLOURS.paper,
        },
      ),
      Plot.text(levels, {
        y,
        frameAnchor: 'left',
        dx: INDENT - left,
        text: ({ name }: Line) => shortened(name, left - BETWEEN - INDENT),
        textAnchor: 'start',
        fill: ink,
      }),
      width < WIDE
        ? null
        : Plot.text(levels, {
            y,
            frameAnchor: 'right',
            dx: oddsWidth,
            text: written,
            textAnchor: 'end',
            fill: COLOURS.secondary,
          }),
      Plot.text(levels, {
        y,
        frameAnchor: 'right',
        dx: right,
        text: ({ effect }: { effect: Estimate }) => pointsShort(effect.points),
        textAnchor: 'end',
        fill: ink,
      }),
      Plot.tip(
        levels,
        Plot.pointerY({
          y,
          x: ({ effect }: { effect: Estimate }) => clipped(effect.odds_ratio),
          title: tip,
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  }) as SVGSVGElement;
}

const widest = (texts: readonly string[]): number =>
  Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text))));

/** Where an interval goes on beyond the scale: an arrow at its edge. */
function ends(
  levels: readonly (Line & { effect: Estimate })[],
  y: (line: Line) => number,
  tone: (line: Line) => string,
  reach: number,
): Plot.Markish[] {
  const arrow = (at: number, sign: string, beyond: (effect: Estimate) => boolean): Plot.Markish =>
    Plot.text(
      levels.filter(({ effect }) => beyond(effect)),
      { y, x: () => at, text: () => sign, fill: tone, textAnchor: at > 1 ? 'end' : 'start' },
    );
  return [
    arrow(1 / reach, '◂', (effect) => effect.odds_low < 1 / reach),
    arrow(reach, '▸', (effect) => effect.odds_high > reach),
  ];
}

function tip({ name, effect }: Line & { effect: Estimate }): string {
  return m.drivers_plot_tip({
    name,
    rate: formatShare(effect.rate),
    returned: formatInteger(effect.returned),
    customers: formatInteger(effect.customers),
    points: pointsText(effect.points),
    low: formatNumber(effect.points_low * 100),
    high: formatNumber(effect.points_high * 100),
    odds: oddsText(effect),
  });
}
