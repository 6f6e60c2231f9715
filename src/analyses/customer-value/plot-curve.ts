import * as Plot from '@observablehq/plot';
import { formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, tickPercent, unitOnTopTick } from '../../plots/theme';
import type { Found } from './results';

/** Pixels. */
const MOST = 380;
const MARGINS = { marginTop: 12, marginRight: 14, marginBottom: 44, marginLeft: 40 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const TENTH = 0.1;

/** The share of the value that the most valuable customers hold together, with the top tenth named. */
export function curvePlot({ curve, topTenth }: Found, available: number): SVGSVGElement {
  const width = Math.min(available, MOST);
  const points = [{ customer_share: 0, value_share: 0 }, ...curve];
  const marked = topTenth === null ? [] : [topTenth];
  const inner = width - MARGINS.marginLeft - MARGINS.marginRight;
  const text = m.customer_value_curve_top({ share: formatShare(topTenth, 0) });
  const fits = textWidth(text) < inner * (1 - TENTH) - 12;
  return Plot.plot({
    ...plotDefaults(),
    ...MARGINS,
    width,
    height: inner + MARGINS.marginTop + MARGINS.marginBottom,
    x: { domain: [0, 1], axis: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      Plot.gridY(TICKS, { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY(TICKS, {
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      Plot.axisX(TICKS, {
        tickSize: 4,
        label: m.customer_value_curve_axis(),
        labelArrow: 'none',
        labelAnchor: 'left',
        fill: COLOURS.label,
        stroke: COLOURS.axis,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.areaY(points, {
        x: 'customer_share',
        y1: 'customer_share',
        y2: 'value_share',
        fill: COLOURS.band,
      }),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: COLOURS.secondary, strokeDasharray: '2,3' },
      ),
      Plot.text([m.customer_value_curve_equal()], {
        x: () => 0.7,
        y: () => 0.7,
        dx: 8,
        dy: 10,
        textAnchor: 'start',
        fill: COLOURS.secondary,
      }),
      Plot.line(points, { x: 'customer_share', y: 'value_share', stroke: COLOURS.main, strokeWidth: 1.75 }),
      Plot.ruleX(marked, {
        x: () => TENTH,
        y1: 0,
        y2: (y: number) => y,
        stroke: COLOURS.ink,
        strokeDasharray: '2,3',
      }),
      Plot.dot(marked, { x: () => TENTH, y: (y: number) => y, r: 4, fill: COLOURS.main }),
      Plot.text(marked, {
        x: () => TENTH,
        y: () => 0.04,
        text: () => text,
        dx: 8,
        textAnchor: 'start',
        fill: COLOURS.ink,
        fontWeight: FONT.strong,
        stroke: COLOURS.paper,
        strokeWidth: 3,
        filter: () => fits,
      }),
      Plot.tip(
        curve,
        Plot.pointerX({
          x: 'customer_share',
          y: 'value_share',
          title: (point: Found['curve'][number]) =>
            m.customer_value_curve_tip({
              customers: formatShare(point.customer_share, 0),
              share: formatShare(point.value_share),
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
