import * as Plot from '@observablehq/plot';
import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { seriesColour } from '../../plots/chart';
import { shareTop, shortened } from '../../plots/share-intervals';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, tickInteger, tickPercent, unitOnTopTick } from '../../plots/theme';
import { nameOf, type CurveRow } from './findings';

/** Pixels. */
const HEIGHT = 300;
const LINE = 16;
const NAMES = 0.34;
/** Strong letters are so much wider. */
const STRONG = 1.06;
/** Beyond this, few are still waiting and a curve jumps with each of them. */
const LEAST_AT_RISK = 10;

const nameWidth = (name: string): number => textWidth(name) * STRONG;

interface Point {
  series: number;
  name: string;
  day: number;
  share: number;
  waiting: number | null;
}

/** Points of each curve from day 0 on, ended where too few are still waiting. */
export function curvePoints(curves: readonly CurveRow[]): Point[] {
  const items = [...new Set(curves.map((row) => row.item))];
  return items.flatMap((item, series) => {
    const rows = curves.filter((row) => row.item === item);
    const seen = rows.filter((row) => row.at_risk >= LEAST_AT_RISK);
    const kept = seen.length > 0 ? seen : rows;
    const name = nameOf(kept[0]!);
    return [
      { series, name, day: 0, share: 0, waiting: null },
      ...kept.map((row) => ({ series, name, day: row.day, share: row.share_returned, waiting: row.at_risk })),
    ];
  });
}

/** Labels at the ends of their lines, moved apart downwards and then back up into the frame. */
export function spreadLabels(
  places: readonly number[],
  least: number,
  top: number,
  bottom: number,
): number[] {
  const order = places.map((_, index) => index).sort((a, b) => places[a]! - places[b]! || a - b);
  const moved = [...places];
  let previous = top - least;
  for (const index of order) previous = moved[index] = Math.max(moved[index]!, previous + least);
  let next = bottom + least;
  for (const index of order.reverse()) next = moved[index] = Math.min(moved[index]!, next - least);
  return moved;
}

/** One step line an item, named at its end. */
export function curvesPlot(curves: readonly CurveRow[], width: number): SVGSVGElement {
  const points = curvePoints(curves);
  const last = Math.max(1, ...points.map((point) => point.day));
  const top = shareTop(Math.max(0, ...points.map((point) => point.share)));
  const ends = [...new Map(points.map((point) => [point.series, point])).values()];
  const room = Math.min(width * NAMES, Math.max(0, ...ends.map((end) => nameWidth(end.name)))) + 12;
  const margins = { marginTop: 18, marginBottom: 44, marginLeft: 40, marginRight: Math.ceil(room) };
  const bottom = HEIGHT - margins.marginBottom;
  const pixel = (share: number): number =>
    margins.marginTop + (bottom - margins.marginTop) * (1 - share / top);
  const places = spreadLabels(
    ends.map((end) => pixel(end.share)),
    LINE,
    margins.marginTop,
    bottom,
  );
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * top);
  return Plot.plot({
    ...plotDefaults(),
    ...margins,
    width,
    height: HEIGHT,
    x: { domain: [0, last], axis: null },
    y: { domain: [0, top], axis: null },
    marks: [
      Plot.gridY(ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY(ticks, {
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.axisX({
        ticks: Math.max(2, Math.floor((width - 40 - room) / 70)),
        tickSize: 4,
        tickFormat: tickInteger,
        label: m.product_plot_days(),
        labelArrow: 'none',
        labelAnchor: 'left',
        fill: COLOURS.label,
        stroke: COLOURS.axis,
      }),
      Plot.line(points, {
        x: 'day',
        y: 'share',
        z: 'series',
        curve: 'step-after',
        stroke: (point: Point) => seriesColour(point.series),
        strokeWidth: 1.75,
      }),
      ...ends.map((end, index) =>
        Plot.text([end], {
          x: () => last,
          y: 'share',
          dy: places[index]! - pixel(end.share),
          dx: 8,
          textAnchor: 'start',
          text: () => shortened(end.name, (room - 12) / STRONG),
          fill: seriesColour(end.series),
          fontWeight: FONT.strong,
        }),
      ),
      Plot.tip(
        points,
        Plot.pointer({
          x: 'day',
          y: 'share',
          // Worded when it is pointed at: wording thousands of points takes longer than drawing them.
          title: (point: Point) => point,
          format: (point: Point) =>
            m.product_plot_curves_tip({
              item: point.name,
              share: formatShare(point.share),
              day: formatInteger(point.day),
              n: formatInteger(point.waiting),
            }),
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  }) as SVGSVGElement;
}
