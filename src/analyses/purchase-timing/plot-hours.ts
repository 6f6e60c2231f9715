import * as Plot from '@observablehq/plot';
import { formatInteger, formatMoney } from '../../messages/format';
import { m } from '../../messages/speak';
import { textWidth } from '../../plots/text-width';
import { COLOURS, FONT, plotDefaults, sequential } from '../../plots/theme';
import { markOfHour } from './members';
import { hourName, perDay, rateText, weekdayName, type Findings, type HourRow } from './findings';

/** Pixels. */
const ROW = 26;
const TOP = 22;
const CLASSES = 7;
const INSET = 0.75;

/** Classes 1 to 7 of equal width up to the highest value; 0 for nothing. */
export function classOf(value: number | null, highest: number): number {
  if (value === null || value <= 0 || highest <= 0) return 0;
  return Math.min(CLASSES, Math.max(1, Math.ceil((CLASSES * value) / highest)));
}

/** Seven rows of 24 cells; the value is printed where it fits. `chosen`: the mark whose cell is outlined. */
export function hoursPlot(found: Findings, width: number, chosen?: string): SVGSVGElement {
  const highest = Math.max(0, ...found.hours.map((row) => perDay(row, found) ?? 0));
  const left =
    Math.ceil(Math.max(...[1, 2, 3, 4, 5, 6, 7].map((day) => textWidth(weekdayName(day, 'short'))))) + 10;
  const cell = (width - left) / 24;
  const text = (row: HourRow): string => rateText(perDay(row, found), found);
  const fits = Math.max(...found.hours.map((row) => textWidth(text(row)))) + 6 <= cell;
  const hours = [0, 3, 6, 9, 12, 15, 18, 21].filter((hour) => width >= 480 || hour % 6 === 0);
  const step = (row: HourRow): number => classOf(perDay(row, found), highest);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: TOP + 7 * ROW,
    marginTop: TOP,
    marginRight: 0,
    marginBottom: 0,
    marginLeft: left,
    x: { type: 'band', domain: [...Array(24).keys()], padding: 0, axis: null },
    y: { type: 'band', domain: [1, 2, 3, 4, 5, 6, 7], padding: 0, axis: null },
    marks: [
      Plot.text(hours, {
        x: (hour: number) => hour,
        frameAnchor: 'top',
        dy: -12,
        dx: -cell / 2,
        textAnchor: 'start',
        text: (hour: number) => hourName(hour),
        fill: COLOURS.label,
      }),
      Plot.text([1, 2, 3, 4, 5, 6, 7], {
        y: (day: number) => day,
        frameAnchor: 'left',
        dx: -left,
        textAnchor: 'start',
        text: (day: number) => weekdayName(day, 'short'),
        fill: COLOURS.secondary,
      }),
      Plot.cell(found.hours, {
        x: 'hour',
        y: 'weekday',
        inset: INSET,
        rx: 1,
        fill: (row: HourRow) => (step(row) === 0 ? 'var(--wash)' : sequential(step(row)).fill),
      }),
      fits
        ? Plot.text(
            found.hours.filter((row) => step(row) > 0),
            { x: 'hour', y: 'weekday', text, fill: (row: HourRow) => sequential(step(row)).on },
          )
        : null,
      Plot.cell(
        found.hours.filter((row) => markOfHour(row) === chosen),
        {
          x: 'hour',
          y: 'weekday',
          inset: INSET,
          rx: 1,
          fill: 'none',
          stroke: COLOURS.accent,
          strokeWidth: 2,
        },
      ),
      Plot.tip(
        found.hours,
        Plot.pointer({
          x: 'hour',
          y: 'weekday',
          title: (row: HourRow) =>
            m.timing_plot_hours_tip({
              weekday: weekdayName(row.weekday, 'long'),
              from: hourName(row.hour),
              to: hourName(row.hour + 1),
              value: text(row),
              n: found.measure === 'orders' ? formatInteger(row.orders) : formatMoney(row.revenue, 0),
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
