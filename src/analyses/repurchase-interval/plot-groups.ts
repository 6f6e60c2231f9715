import * as Plot from '@observablehq/plot';
import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { shortened } from '../../plots/share-intervals';
import { textWidth } from '../../plots/text-width';
import { COLOURS, plotDefaults, tickPercent, unitOnTopTick } from '../../plots/theme';
import type { SurvivalRow } from '../../statistics/kaplan-meier';
import { groupName, type Group } from './groups';
import { dayAxis, dayTicks, frameOf, tip } from './plot-frame';
import { shareTicks } from './plot-weeks';
import { lastShownDay } from './shown-days';

/** Names stand at the ends of the lines from this width on; the table has them at any width. */
const ROOM_FOR_NAMES = 560;
const LONGEST_NAME = 150;
const LINE = 16;

/** Of the colours that can be told apart, one a group in order of size. */
export const groupColour = (place: number): string => `var(--cat-${place + 1})`;

interface Point extends SurvivalRow {
  place: number;
}

/** One Kaplan–Meier step line a group, named at its end. */
export function groupsPlot(groups: readonly Group[], width: number): SVGSVGElement {
  const last = Math.max(7, ...groups.map(({ survival }) => lastShownDay({ survival, gaps: [] })));
  const curves = groups.map(({ survival }, place): Point[] =>
    survival.filter(({ day }) => day <= last).map((row) => ({ ...row, place })),
  );
  const points = curves.flat();
  const ticks = shareTicks(points.reduce((most, { share_returned }) => Math.max(most, share_returned), 0));
  const top = ticks.at(-1) ?? 1;
  const hasNames = width >= ROOM_FOR_NAMES;
  const names = groups.map(({ group }) => shortened(groupName(group), LONGEST_NAME));
  const right = hasNames ? Math.max(...names.map((name) => textWidth(name))) + 34 : 0;
  const frame = frameOf(width - right, last, top);
  const ends = hasNames ? endsOf(curves, names, frame.y) : [];
  const stroke = { value: ({ place }: { place: number }) => groupColour(place), scale: null };
  return Plot.plot({
    ...plotDefaults(),
    ...frame.margins,
    width,
    marginRight: frame.margins.marginRight + right,
    marginBottom: 33,
    height: frame.margins.height - frame.margins.marginBottom + 33,
    x: { domain: [0, last], axis: null },
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
      ...dayAxis(dayTicks(last, width - right)),
      Plot.line(points, {
        ...{ x: 'day', y: 'share_returned', z: 'place' },
        curve: 'step-after',
        stroke,
        strokeWidth: 1.75,
      }),
      // From the end of each line to its name, which may stand higher or lower than it.
      ends.map(({ place, day, share, at, name }) => [
        Plot.link([place], {
          ...{ x1: () => day, y1: () => share, x2: () => last, y2: () => at },
          stroke: groupColour(place),
          strokeOpacity: 0.5,
        }),
        Plot.dot([place], { x: () => last, y: () => at, dx: 10, r: 3.5, fill: groupColour(place) }),
        Plot.text([name], {
          ...{ x: () => last, y: () => at, dx: 18, textAnchor: 'start' },
          fill: COLOURS.secondary,
        }),
      ]),
      Plot.tip(
        points,
        Plot.pointer({
          ...{ x: 'day', y: 'share_returned' },
          title: ({ place, day, share_returned, at_risk }: Point) =>
            m.interval_plot_groups_tip({
              group: groupName(groups[place]?.group ?? ''),
              day: formatInteger(day),
              share: formatShare(share_returned),
              waiting: formatInteger(at_risk),
            }),
          ...tip,
        }),
      ),
    ],
  }) as SVGSVGElement;
}

interface End {
  place: number;
  name: string;
  day: number;
  share: number;
  /** The share at whose height the name stands. */
  at: number;
}

/** Names beside their lines, each at least a line of text below the one above, all within the plot. */
function endsOf(curves: readonly Point[][], names: readonly string[], y: (share: number) => number): End[] {
  const ends = curves
    .flatMap((curve, place): End[] => {
      const end = curve.at(-1);
      if (!end) return [];
      const share = end.share_returned;
      return [{ place, name: names[place] ?? '', day: end.day, share, at: share }];
    })
    .sort((a, b) => b.share - a.share);
  const perShare = y(0) - y(1);
  const heights = apart(
    ends.map(({ share }) => y(share)),
    LINE,
    y(0),
  );
  return ends.map((end, index) => ({ ...end, at: (y(0) - (heights[index] ?? 0)) / perShare }));
}

/** Falling heights, in pixels from the top, moved so that none is nearer than `least` to the next nor under `bottom`. */
export function apart(heights: readonly number[], least: number, bottom: number): number[] {
  const placed: number[] = [];
  for (const height of heights) placed.push(Math.max(height, (placed.at(-1) ?? -Infinity) + least));
  let floor = bottom;
  for (let index = placed.length - 1; index >= 0; index -= 1) {
    placed[index] = Math.min(placed[index] ?? 0, floor);
    floor = (placed[index] ?? 0) - least;
  }
  return placed;
}
