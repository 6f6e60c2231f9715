import * as Plot from '@observablehq/plot';
import { formatInteger, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { COLOURS, FONT, plotDefaults, unitOnTopTick } from '../../plots/theme';
import { atRiskOn, estimateAt, type SurvivalRow } from '../../statistics/kaplan-meier';
import type { Findings } from './findings';
import { placeLabel, textWidth, type Box, type Offset } from './place-labels';
import { dayAxis, dayTicks, frameOf, numbersBelow, tip, type Frame } from './plot-frame';
import { lastShownDay } from './shown-days';

const MILESTONES = [30, 60, 90, 180] as const;

/** Kaplan–Meier step line with its band, milestones, the day by which half are back, and the numbers at risk. */
export function survivalPlot(findings: Findings, width: number): SVGSVGElement {
  const { half, end } = findings;
  const last = lastShownDay(findings);
  const survival = upTo(findings.survival, last);
  const ticks = dayTicks(last, width);
  const top = shareCeiling(Math.max(0, ...survival.map((row) => row.high ?? row.share_returned)));
  const frame = frameOf(width, last, top);
  const milestones = MILESTONES.flatMap((day) => {
    const row = day <= last ? estimateAt(survival, day) : null;
    return row ? [{ day, share: row.share_returned, text: formatShare(row.share_returned) }] : [];
  });
  const labels = survivalLabels({ ...findings, survival }, milestones, frame);
  const guide = { stroke: COLOURS.secondary, strokeDasharray: '2,3' };
  return Plot.plot({
    ...plotDefaults(),
    ...frame.margins,
    x: { domain: [0, last], axis: null },
    y: { domain: [0, top], axis: null },
    marks: [
      Plot.gridY(shareTicks(top), { stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY(shareTicks(top), {
        tickSize: 0,
        tickPadding: 8,
        label: null,
        fill: COLOURS.label,
        tickFormat: unitOnTopTick(wholePercent, '%'),
      }),
      ...dayAxis(ticks),
      Plot.areaY(
        survival.filter((row) => row.low !== null),
        { x: 'day', y1: 'low', y2: 'high', curve: 'step-after', fill: COLOURS.band },
      ),
      Plot.line(survival, {
        x: 'day',
        y: 'share_returned',
        curve: 'step-after',
        stroke: COLOURS.main,
        strokeWidth: 1.75,
      }),
      half === null
        ? null
        : [
            Plot.ruleX([half], { y1: 0, y2: 0.5, ...guide }),
            Plot.ruleY([0.5], { x1: 0, x2: half, ...guide }),
          ],
      Plot.dot(milestones, {
        x: 'day',
        y: 'share',
        r: 3.5,
        fill: COLOURS.paper,
        stroke: COLOURS.main,
        strokeWidth: 1.5,
      }),
      half === null
        ? null
        : Plot.dot([half], { x: (day: number) => day, y: 0.5, r: 4.25, fill: COLOURS.main }),
      labels.map(({ x, y, offset, text, strong }) =>
        Plot.text([text], {
          x: () => x,
          y: () => y,
          text: (label: string) => label,
          dx: offset.dx,
          dy: offset.dy,
          textAnchor: offset.anchor,
          fill: COLOURS.ink,
          fontWeight: strong ? FONT.strong : undefined,
          stroke: COLOURS.paper,
          strokeWidth: 3,
        }),
      ),
      ...numbersBelow(
        ticks
          .filter((day) => day <= (end?.day ?? 0))
          .map((day) => ({ x: day, text: formatInteger(atRiskOn(findings.survival, day)) })),
      ),
      Plot.tip(
        survival,
        Plot.pointerX({
          x: 'day',
          y: 'share_returned',
          title: (row: SurvivalRow) => survivalTip(row, findings.confidence),
          ...tip,
        }),
      ),
    ],
  }) as SVGSVGElement;
}

/** The rows to be drawn; where later ones are cut, the curve is drawn on to the edge. */
function upTo(rows: readonly SurvivalRow[], day: number): SurvivalRow[] {
  const shown = rows.filter((row) => row.day <= day);
  const edge = shown.at(-1);
  if (edge && shown.length < rows.length) shown.push({ ...edge, day, at_risk: atRiskOn(rows, day) });
  return shown;
}

function survivalTip(row: SurvivalRow, confidence: number): string {
  const inputs = {
    day: formatInteger(row.day),
    share: formatShare(row.share_returned),
    waiting: formatInteger(row.at_risk),
  };
  if (row.low === null || row.high === null) return m.interval_plot_survival_tip_no_band(inputs);
  return m.interval_plot_survival_tip({
    ...inputs,
    band: formatShare(confidence, 0),
    low: formatShare(row.low),
    high: formatShare(row.high),
  });
}

/** A round top for the y scale: a curve that stays under 10% would be a flat line in 0–100%. */
export function shareCeiling(highest: number): number {
  if (highest === 0) return 1;
  return [0.1, 0.25, 0.5].find((ceiling) => highest <= ceiling * 0.96) ?? 1;
}

/** All ticks are whole percents; 0.07 × 100 is not quite 7. */
const wholePercent = (share: number): string => formatInteger(Math.round(share * 100));

function shareTicks(top: number): number[] {
  const step = top === 1 ? 0.25 : top === 0.5 ? 0.1 : top === 0.25 ? 0.05 : 0.02;
  return Array.from(
    { length: Math.round(top / step) + 1 },
    (_, index) => (index * top) / Math.round(top / step),
  );
}

interface PlacedLabel {
  x: number;
  y: number;
  text: string;
  offset: Offset;
  strong: boolean;
}

const HALF_OFFSETS: readonly Offset[] = [
  { dx: -8, dy: -13, anchor: 'end' },
  { dx: 10, dy: 14, anchor: 'start' },
  { dx: 24, dy: 14, anchor: 'start' },
  { dx: 10, dy: -14, anchor: 'start' },
];
const MILESTONE_OFFSETS: readonly Offset[] = [
  { dx: 9, dy: 10, anchor: 'start' },
  { dx: 16, dy: 11, anchor: 'start' },
  { dx: 23, dy: 11, anchor: 'start' },
  { dx: 30, dy: 12, anchor: 'start' },
  { dx: 38, dy: 12, anchor: 'start' },
  { dx: 9, dy: 24, anchor: 'start' },
  { dx: -8, dy: -11, anchor: 'end' },
  { dx: -8, dy: -24, anchor: 'end' },
];

/** Labels that stand clear of the curve, its band, the dots, the guides and each other; one that cannot is left out. */
function survivalLabels(
  { survival, half, end }: Findings,
  milestones: { day: number; share: number; text: string }[],
  frame: Frame,
): PlacedLabel[] {
  const around = (x: number, y: number, by: number): Box => ({
    left: x - by,
    right: x + by,
    top: y - by,
    bottom: y + by,
  });
  const obstacles: Box[] = milestones.map(({ day, share }) => around(frame.x(day), frame.y(share), 5));
  const edge = survival.at(-1)?.day ?? -1;
  for (let day = 0; day <= edge; day += Math.max(1, edge / 400)) {
    const row = estimateAt(survival, day);
    if (!row) continue;
    const high = frame.y(row.high ?? row.share_returned);
    const low = frame.y(row.low ?? row.share_returned);
    obstacles.push({ left: frame.x(day) - 1, right: frame.x(day) + 1, top: high - 1, bottom: low + 1 });
  }
  const labels: PlacedLabel[] = [];
  const place = (day: number, share: number, text: string, offsets: readonly Offset[], strong: boolean) => {
    const point = { x: frame.x(day), y: frame.y(share) };
    const placed = placeLabel(point, textWidth(text, strong), offsets, obstacles, frame.inside);
    if (!placed) return;
    obstacles.push({ ...placed.box, left: placed.box.left - 5, right: placed.box.right + 5 });
    labels.push({ x: day, y: share, text, offset: placed.offset, strong });
  };
  if (half !== null) {
    place(half, 0.5, m.interval_plot_half({ day: formatInteger(half) }), HALF_OFFSETS, true);
    obstacles.push(around(frame.x(half), frame.y(0.5), 6));
    obstacles.push({
      left: frame.x(half) - 3,
      right: frame.x(half) + 3,
      top: frame.y(0.5),
      bottom: frame.y(0),
    });
    obstacles.push({
      left: frame.x(0),
      right: frame.x(half),
      top: frame.y(0.5) - 2,
      bottom: frame.y(0.5) + 2,
    });
  } else if (end && end.share_returned > 0) {
    place(
      edge,
      end.share_returned,
      m.interval_plot_fewer({ day: formatInteger(end.day) }),
      END_OFFSETS,
      true,
    );
  }
  for (const { day, share, text } of milestones) place(day, share, text, MILESTONE_OFFSETS, false);
  return labels;
}

const END_OFFSETS: readonly Offset[] = [
  { dx: 0, dy: -20, anchor: 'end' },
  { dx: 0, dy: -34, anchor: 'end' },
  { dx: 0, dy: 26, anchor: 'end' },
];
