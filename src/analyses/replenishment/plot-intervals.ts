import * as Plot from '@observablehq/plot';
import { formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import { shortened } from '../../plots/share-intervals';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, tickInteger } from '../../plots/theme';
import { nameOf, type UsualRow } from './findings';

/** Pixels. */
const ROW = 24;
const TOP = 40;
const BETWEEN = 12;
const NAMES = 0.42;

/** A bar from the first to the third quartile for each product, with a dot at the median and its number beside it. */
export function intervalsPlot(rows: readonly UsualRow[], width: number): SVGSVGElement {
  const names = Math.min(width * NAMES, Math.max(0, ...rows.map((row) => textWidth(nameOf(row)))));
  const left = Math.ceil(Math.max(40, names)) + BETWEEN;
  const heading = m.replenish_plot_median();
  const right = Math.ceil(Math.min(width * 0.25, textWidth(heading))) + BETWEEN;
  const last = Math.max(1, ...rows.map((row) => row.p75));
  const y = (row: UsualRow): number => rows.indexOf(row);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: TOP + ROW * rows.length + 8,
    marginTop: TOP,
    marginBottom: 8,
    marginLeft: left,
    marginRight: right,
    x: { domain: [0, last], nice: true, axis: null },
    y: { type: 'band', domain: rows.map((_, index) => index), padding: 0, axis: null },
    marks: [
      Plot.gridX({ stroke: COLOURS.grid, strokeOpacity: 1, ticks: 4 }),
      Plot.axisX({
        anchor: 'top',
        ticks: 4,
        tickSize: 0,
        label: m.replenish_plot_days(),
        labelArrow: 'none',
        labelAnchor: 'left',
        fill: COLOURS.label,
        tickFormat: tickInteger,
      }),
      Plot.text([heading], {
        frameAnchor: 'top-right',
        dx: right,
        dy: -14,
        textAnchor: 'end',
        fill: COLOURS.label,
      }),
      Plot.ruleY(rows, { y, x1: 'p25', x2: 'p75', stroke: COLOURS.band, strokeWidth: 9 }),
      Plot.dot(rows, { y, x: 'median_days', r: 4, fill: COLOURS.main, stroke: COLOURS.paper }),
      Plot.text(rows, {
        y,
        frameAnchor: 'left',
        dx: -left,
        text: (row: UsualRow) => shortened(nameOf(row), left - BETWEEN),
        textAnchor: 'start',
        fill: COLOURS.ink,
      }),
      Plot.text(rows, {
        y,
        frameAnchor: 'right',
        dx: right,
        text: (row: UsualRow) => formatNumber(row.median_days, Number.isInteger(row.median_days) ? 0 : 1),
        textAnchor: 'end',
        fill: COLOURS.secondary,
      }),
      Plot.tip(
        rows,
        Plot.pointerY({
          y,
          x: 'median_days',
          title: (row: UsualRow) =>
            m.replenish_plot_tip({
              item: nameOf(row),
              median: formatNumber(row.median_days, 1),
              p25: formatNumber(row.p25, 1),
              p75: formatNumber(row.p75, 1),
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
