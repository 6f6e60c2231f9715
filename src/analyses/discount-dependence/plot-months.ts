import * as Plot from '@observablehq/plot';
import { formatInteger, formatPeriod, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { hatch } from '../../plots/hatch';
import { shareTop } from '../../plots/share-intervals';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, tickPercent, unitOnTopTick } from '../../plots/theme';
import type { MonthRow } from './findings';

const HEIGHT = 190;
const MARGINS = { marginTop: 14, marginRight: 0, marginBottom: 26, marginLeft: 40 };

/** Every month from the first to the last, those without an order included: they stay blank. */
export function monthsBetween(months: readonly MonthRow[]): string[] {
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  const all: string[] = [];
  if (!first || !last) return all;
  const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1];
  for (let step = 0; ; step += 1) {
    const day = new Date(Date.UTC(year, month + step, 1)).toISOString().slice(0, 10);
    if (day > last) return all;
    all.push(day);
  }
}

/** One bar a month: the share of its orders that are discounted; months not covered in full are hatched. */
export function monthsPlot(months: readonly MonthRow[], width: number): SVGSVGElement {
  const domain = monthsBetween(months);
  const top = shareTop(Math.max(0, ...months.map((row) => row.share)));
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => part * top);
  const band = (width - MARGINS.marginLeft) / Math.max(1, domain.length);
  const widest = Math.max(0, ...domain.map((day) => textWidth(formatPeriod(day, 'month')))) + 10;
  const every = Math.max(1, Math.ceil(widest / band));
  const hatched = hatch();
  return Plot.plot({
    ...plotDefaults(),
    ...MARGINS,
    width,
    height: HEIGHT,
    x: { type: 'band', domain, padding: 0.15, axis: null },
    y: { domain: [0, top], axis: null },
    marks: [
      hatched.mark,
      Plot.gridY(ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY(ticks, {
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      Plot.barY(months, {
        x: 'month',
        y: 'share',
        fill: (row: MonthRow) => (row.state === 'partial' ? hatched.fill : COLOURS.fill),
      }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.text(
        domain.filter(
          (_, index) => index % every === 0 && (index + every / 2) * band <= width - MARGINS.marginLeft,
        ),
        {
          x: (day: string) => day,
          frameAnchor: 'bottom',
          dy: 18,
          text: (day: string) => formatPeriod(day, 'month'),
          fill: COLOURS.label,
        },
      ),
      Plot.tip(
        months,
        Plot.pointerX({
          x: 'month',
          y: 'share',
          title: (row: MonthRow) =>
            m.discount_plot_months_tip({
              month: formatPeriod(row.month, 'month'),
              share: formatShare(row.share),
              n: formatInteger(row.orders),
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
