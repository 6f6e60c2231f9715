import * as Plot from '@observablehq/plot';
import { formatInteger, formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import { hatch } from '../../plots/hatch';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults } from '../../plots/theme';
import { indexOf, isPartial, valueName, type CalendarRow, type Findings, type Part } from './findings';
import { markOfTime } from './members';

const HEIGHT = 150;
const MARGINS = { marginTop: 12, marginRight: 0, marginBottom: 24, marginLeft: 34 };

/** Bars of the index of each value of a part, with the average day as a rule. Values the data never covers stay blank. `chosen`: the mark whose bar is accented. */
export function calendarPlot(found: Findings, part: Part, width: number, chosen?: string): SVGSVGElement {
  const rows = found.calendar.filter((row) => row.part === part);
  const index = (row: CalendarRow): number | null => indexOf(row, found);
  const drawn = rows.filter((row) => index(row) !== null);
  const highest = Math.max(1, ...drawn.map((row) => index(row) ?? 0));
  const lowest = Math.min(0, ...drawn.map((row) => index(row) ?? 0));
  const band = (width - MARGINS.marginLeft) / Math.max(1, rows.length);
  const widest = Math.max(...rows.map((row) => textWidth(valueName(row)))) + 4;
  const every =
    part === 'month_day' ? Math.max(5, Math.ceil(widest / band)) : Math.max(1, Math.ceil(widest / band));
  const named = rows.filter((row) =>
    part === 'month_day' ? row.value === 1 || row.value % every === 0 : (row.value - 1) % every === 0,
  );
  const hatched = hatch();
  const whole = Number.isInteger(highest) ? highest : Math.ceil(highest * 2) / 2;
  const ticks = [0, 0.5, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 20, 31].filter(
    (tick) => tick <= whole && (whole <= 2 || tick % 1 === 0),
  );
  return Plot.plot({
    ...plotDefaults(),
    ...MARGINS,
    width,
    height: HEIGHT,
    x: { type: 'band', domain: rows.map((row) => row.value), padding: 0.15, axis: null },
    y: { domain: [lowest, whole], axis: null },
    marks: [
      hatched.mark,
      Plot.gridY(ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY(ticks, {
        tickSize: 0,
        label: null,
        fill: COLOURS.label,
        tickFormat: (tick: number) => formatNumber(tick, Number.isInteger(tick) ? 0 : 1),
      }),
      Plot.barY(drawn, {
        x: 'value',
        y: (row: CalendarRow) => index(row),
        fill: (row: CalendarRow) => (isPartial(row) ? hatched.fill : COLOURS.fill),
      }),
      Plot.barY(
        drawn.filter((row) => markOfTime(row) === chosen),
        { x: 'value', y: (row: CalendarRow) => index(row), fill: COLOURS.accent },
      ),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.ruleY([1], { stroke: COLOURS.secondary, strokeDasharray: '2,3' }),
      Plot.text(named, {
        x: 'value',
        frameAnchor: 'bottom',
        dy: 16,
        text: (row: CalendarRow) => valueName(row),
        fill: COLOURS.label,
      }),
      Plot.tip(
        drawn,
        Plot.pointerX({
          x: 'value',
          y: (row: CalendarRow) => index(row),
          title: (row: CalendarRow) =>
            m.timing_plot_tip({
              name: valueName(row),
              index: formatNumber(index(row), 2),
              n: formatInteger(row.orders),
              days: m.timing_days({ count: row.days, n: formatInteger(row.days) }),
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
