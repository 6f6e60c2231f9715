import * as Plot from '@observablehq/plot';
import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { COLOURS, FONT, plotDefaults, tickPercent, unitOnTopTick } from '../../plots/theme';
import { textWidth } from '../../plots/text-width';
import type { WeekOfReturns } from '../../statistics/return-timing';
import { dayAxis, dayTicks, frameOf, INNER, tip, TO_RULE, TOP } from './plot-frame';
import type { Timing } from './timing';

/** Weeks drawn at least, and room behind the day by which most have returned. */
const FEWEST_WEEKS = 12;
const ROOM_BEHIND = 1.3;
const A_YEAR = 52;

/** The weeks worth drawing: a long level tail would squeeze what happens. All of them are in the table. */
export function shownWeeks({ weeks, contact }: Pick<Timing, 'weeks' | 'contact'>): WeekOfReturns[] {
  const most = contact?.most_returned_day ?? null;
  const wanted = most === null ? A_YEAR : Math.max(FEWEST_WEEKS, Math.ceil((most * ROOM_BEHIND) / 7));
  return weeks.slice(0, wanted);
}

/** A round top over a share, and ticks from zero to it. */
export function shareTicks(highest: number): number[] {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(highest, 1e-4)));
  const step =
    [0.2, 0.25, 0.5, 1, 2, 2.5].map((part) => part * magnitude).find((size) => highest <= size * 4) ??
    magnitude * 5;
  return Array.from({ length: Math.max(1, Math.ceil(highest / step - 1e-9)) + 1 }, (_, index) =>
    Number((index * step).toPrecision(6)),
  );
}

const LABEL_ROOM = 1.14;

/** The chance of those still waiting, a bar a week, and the smoothed line with its peak named. */
export function hazardPlot(timing: Timing, width: number): SVGSVGElement {
  const weeks = shownWeeks(timing);
  const peak = weeks.find(({ from_day }) => from_day === timing.contact?.peak_from);
  const highest = Math.max(
    0,
    ...weeks.map(({ hazard, smoothed_hazard }) => Math.max(hazard ?? 0, smoothed_hazard ?? 0)),
  );
  return weekPlot(weeks, highest, width, (frame) => [
    bars(weeks, 'hazard', () => COLOURS.band),
    Plot.line(
      weeks.filter(({ smoothed_hazard }) => smoothed_hazard !== null),
      { x: middleOf, y: 'smoothed_hazard', stroke: COLOURS.main, strokeWidth: 1.75 },
    ),
    peak ? Plot.dot([peak], { x: middleOf, y: 'smoothed_hazard', r: 4.25, fill: COLOURS.main }) : null,
    peak
      ? label(
          middleOf(peak),
          m.interval_plot_hazard_peak({ from: formatInteger(peak.from_day), to: formatInteger(peak.to_day) }),
          frame,
        )
      : null,
    pointer(weeks, 'smoothed_hazard', (week) =>
      m.interval_plot_hazard_tip({
        ...daysOf(week),
        hazard: formatShare(week.hazard),
        waiting: formatInteger(week.at_risk),
        smoothed: formatShare(week.smoothed_hazard),
      }),
    ),
  ]);
}

/** Of all who began to wait, how many return in each week; the contact window dark, and the day by which most are back. */
export function returnsPlot(timing: Timing, width: number): SVGSVGElement {
  const weeks = shownWeeks(timing);
  const { window_from = null, window_to = null, most_returned_day: most = null } = timing.contact ?? {};
  const isInside = ({ from_day, to_day }: WeekOfReturns): boolean =>
    window_from !== null && window_to !== null && from_day >= window_from && to_day <= window_to;
  const highest = Math.max(0, ...weeks.map(({ share }) => share));
  const isShown = most !== null && most <= (weeks.at(-1)?.to_day ?? 0);
  return weekPlot(weeks, highest, width, (frame) => [
    bars(weeks, 'share', (week) => (isInside(week) ? COLOURS.fill : COLOURS.band)),
    isShown
      ? Plot.ruleX([most], { y1: 0, y2: frame.top, stroke: COLOURS.secondary, strokeDasharray: '2,3' })
      : null,
    isShown ? label(most, m.interval_plot_returns_most({ day: formatInteger(most) }), frame) : null,
    pointer(weeks, 'share', (week) =>
      m.interval_plot_returns_tip({
        ...daysOf(week),
        share: formatShare(week.share),
        count: week.returned,
        n: formatInteger(week.returned),
      }),
    ),
  ]);
}

interface WeekFrame {
  x: (day: number) => number;
  top: number;
  right: number;
}

function weekPlot(
  weeks: readonly WeekOfReturns[],
  highest: number,
  width: number,
  marks: (frame: WeekFrame) => Plot.Markish[],
): SVGSVGElement {
  const end = weeks.at(-1)?.to_day ?? 7;
  const ticks = shareTicks(highest);
  const top = Math.max(ticks.at(-1) ?? 1, highest * LABEL_ROOM);
  const frame = frameOf(width, end, top);
  return Plot.plot({
    ...plotDefaults(),
    ...frame.margins,
    marginBottom: TO_RULE,
    height: TOP + INNER + TO_RULE,
    x: { domain: [0, end], axis: null },
    y: { domain: [0, top], axis: null },
    marks: [
      Plot.gridY(ticks, { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY(ticks, {
        tickSize: 0,
        tickPadding: 8,
        label: null,
        fill: COLOURS.label,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      ...marks({ x: frame.x, top, right: frame.inside.right }),
      ...dayAxis(dayTicks(end, width)),
    ],
  }) as SVGSVGElement;
}

const middleOf = ({ from_day, to_day }: WeekOfReturns): number => (from_day - 1 + to_day) / 2;
const daysOf = ({ from_day, to_day }: WeekOfReturns): { from: string; to: string } => ({
  from: formatInteger(from_day),
  to: formatInteger(to_day),
});

const bars = (
  weeks: readonly WeekOfReturns[],
  y2: 'hazard' | 'share',
  fill: (week: WeekOfReturns) => string,
): Plot.Markish =>
  Plot.rect([...weeks], {
    x1: ({ from_day }: WeekOfReturns) => from_day - 1,
    x2: 'to_day',
    y1: 0,
    y2,
    fill: { value: fill, scale: null },
    insetLeft: 0.5,
    insetRight: 0.5,
  });

/** At the top, on the side of its day where it has room. */
function label(day: number, text: string, { x, top, right }: WeekFrame): Plot.Markish {
  const isRight = x(day) + 8 + textWidth(text) * 1.08 <= right;
  return Plot.text([text], {
    x: () => day,
    y: () => top,
    dx: isRight ? 7 : -7,
    dy: 2,
    textAnchor: isRight ? 'start' : 'end',
    lineAnchor: 'top',
    fill: COLOURS.ink,
    fontWeight: FONT.strong,
    stroke: COLOURS.paper,
    strokeWidth: 3,
  });
}

const pointer = (
  weeks: readonly WeekOfReturns[],
  y: 'smoothed_hazard' | 'share',
  title: (week: WeekOfReturns) => string,
): Plot.Markish => Plot.tip([...weeks], Plot.pointerX({ x: middleOf, y, title, ...tip }));
