import * as Plot from '@observablehq/plot';
import { formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, tickPercent, unitOnTopTick } from '../../plots/theme';
import type { LorenzRow, Summary } from './findings';

/** Pixels. The plot is square where it has room, as both axes are shares. */
const MOST = 380;
const MARGINS = { marginTop: 12, marginRight: 14, marginBottom: 44, marginLeft: 40 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];
const TOP_FIFTH = 0.8;

/** The curve over the line of equality, its area filled, with the Gini and what the top fifth brings. */
export function lorenzPlot(points: readonly LorenzRow[], summary: Summary, available: number): SVGSVGElement {
  const width = Math.min(available, MOST);
  const inner = width - MARGINS.marginLeft - MARGINS.marginRight;
  const height = inner + MARGINS.marginTop + MARGINS.marginBottom;
  const rest = 1 - (summary.top_20_share ?? 0);
  const topText = m.concentration_plot_top({ share: formatShare(summary.top_20_share) });
  const giniText = m.concentration_plot_gini({ gini: formatNumber(summary.gini, 2) });
  const fits = textWidth(topText) < inner * TOP_FIFTH - 10;
  return Plot.plot({
    ...plotDefaults(),
    ...MARGINS,
    width,
    height,
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
        label: m.concentration_plot_axis(),
        labelArrow: 'none',
        labelAnchor: 'left',
        fill: COLOURS.label,
        stroke: COLOURS.axis,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.areaY(points, {
        x: 'customer_share',
        y1: 'value_share',
        y2: 'customer_share',
        fill: COLOURS.band,
      }),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: COLOURS.secondary, strokeDasharray: '2,3' },
      ),
      Plot.line(points, {
        x: 'customer_share',
        y: 'value_share',
        stroke: COLOURS.main,
        strokeWidth: 1.75,
      }),
      Plot.ruleX([TOP_FIFTH], { y1: rest, y2: 1, stroke: COLOURS.ink, strokeDasharray: '2,3' }),
      Plot.dot([rest], { x: () => TOP_FIFTH, y: (y: number) => y, r: 4, fill: COLOURS.main }),
      Plot.text([topText], {
        x: () => TOP_FIFTH,
        y: () => 0.97,
        dx: -7,
        textAnchor: 'end',
        fill: COLOURS.ink,
        fontWeight: FONT.strong,
        filter: () => fits,
      }),
      Plot.text([m.concentration_plot_equal()], {
        x: () => 0.3,
        y: () => 0.3,
        dx: -8,
        dy: -8,
        textAnchor: 'end',
        fill: COLOURS.secondary,
      }),
      Plot.text([giniText], {
        x: () => 0.97,
        y: () => 0.04,
        textAnchor: 'end',
        fill: COLOURS.ink,
        fontWeight: FONT.strong,
        stroke: COLOURS.paper,
        strokeWidth: 3,
      }),
      Plot.tip(
        points,
        Plot.pointerX({
          x: 'customer_share',
          y: 'value_share',
          title: (point: LorenzRow) =>
            m.concentration_plot_tip({
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
