import * as Plot from '@observablehq/plot';
import { formatShare } from '../messages/format';
import { textWidth } from './text-width';
import { COLOURS, FONT, plotDefaults, tickPercent, unitOnTopTick } from './theme';

/** Pixels. */
const ROW = 24;
const TOP = 40;
const BETWEEN = 12;
/** What the last tick's text takes on either side of its line. */
const HALF_TICK = 16;
/** The names may take so much of the width. */
const NAMES = 0.42;

export interface ShareRow {
  name: string;
  /** 0…1, with the ends of its interval; null where there is nothing to divide by. */
  share: number | null;
  low: number | null;
  high: number | null;
  /** What the share is of, at the right end: “4,338”. */
  of: string;
  /** Too few to be read to the percent: drawn, but pale. */
  isSmall: boolean;
}

export interface ShareBase {
  share: number;
  label: string;
}

/** The text, cut with “…” where it is wider than `width` pixels. */
export function shortened(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join('').trimEnd()}…`) > width) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}

/** A round top at or over a share: 5, 10, 20, 25, 40, 50, 60, 80, 100%. */
export function shareTop(highest: number): number {
  return [0.05, 0.1, 0.2, 0.25, 0.4, 0.5, 0.6, 0.8].find((top) => highest <= top) ?? 1;
}

/** Names, a dot with its interval for each, how many it is of, and the base as a dashed rule. */
export function shareIntervals(
  rows: readonly ShareRow[],
  base: ShareBase | null,
  ofLabel: string,
  width: number,
): SVGSVGElement {
  const most = Math.max(40, width * NAMES);
  const left = Math.ceil(Math.min(most, Math.max(0, ...rows.map((row) => textWidth(row.name))))) + BETWEEN;
  const right =
    Math.ceil(Math.max(textWidth(ofLabel), ...rows.map((row) => textWidth(row.of)))) + BETWEEN + HALF_TICK;
  const top = shareTop(Math.max(base?.share ?? 0, ...rows.map((row) => row.high ?? 0)));
  const ticks = (width - left - right < 220 ? [0, 0.5, 1] : [0, 0.25, 0.5, 0.75, 1]).map(
    (part) => part * top,
  );
  const y = (row: ShareRow): number => rows.indexOf(row);
  const colour = (row: ShareRow): string => (row.isSmall ? COLOURS.previous : COLOURS.main);
  const ink = (row: ShareRow): string => (row.isSmall ? COLOURS.label : COLOURS.ink);
  const drawn = rows.filter((row) => row.share !== null);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: TOP + ROW * rows.length + 8,
    marginTop: TOP,
    marginBottom: 8,
    marginLeft: left,
    marginRight: right,
    x: { domain: [0, top], axis: null },
    y: { type: 'band', domain: rows.map((_, index) => index), padding: 0, axis: null },
    marks: [
      Plot.gridX(ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisX(ticks, {
        anchor: 'top',
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      base
        ? [
            Plot.ruleX([base.share], { stroke: COLOURS.secondary, strokeDasharray: '2,3' }),
            Plot.text([base.label], {
              x: () => base.share,
              frameAnchor: 'top',
              dy: 22 - TOP - 12,
              fill: COLOURS.secondary,
              textAnchor: base.share > top / 2 ? 'end' : 'start',
            }),
          ]
        : null,
      Plot.text([ofLabel], {
        frameAnchor: 'top-right',
        dx: right,
        dy: -14,
        textAnchor: 'end',
        fill: COLOURS.label,
      }),
      Plot.ruleY(
        drawn.filter((row) => row.low !== null && row.high !== null),
        { y, x1: 'low', x2: 'high', stroke: colour, strokeWidth: 1.5 },
      ),
      Plot.dot(drawn, { y, x: 'share', r: 4, fill: colour, stroke: COLOURS.paper }),
      Plot.text(rows, {
        y,
        frameAnchor: 'left',
        dx: -left,
        text: (row: ShareRow) => shortened(row.name, left - BETWEEN),
        textAnchor: 'start',
        fill: ink,
      }),
      Plot.text(rows, {
        y,
        frameAnchor: 'right',
        dx: right,
        text: 'of',
        textAnchor: 'end',
        fill: COLOURS.secondary,
      }),
      Plot.tip(
        drawn,
        Plot.pointerY({
          y,
          x: 'share',
          title: (row: ShareRow) =>
            `${row.name}\n${formatShare(row.share)} (${formatShare(row.low)} – ${formatShare(row.high)})`,
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  }) as SVGSVGElement;
}
