import * as Plot from '@observablehq/plot';
import { formatInteger, formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import { COLOURS, FONT, plotDefaults } from '../../plots/theme';
import type { Findings, GapRow } from './findings';
import { textWidth } from './place-labels';
import { INNER, TOP, TO_RULE, countAxis, dayAxis, dayTicks, frameOf, tip } from './plot-frame';
import { lastShownDay } from './shown-days';

/** The naive twin: how many gaps had each length, with their mean and median; same x scale and height as the curve. */
export function gapsPlot(findings: Findings, width: number, bin: 'week' | 'day'): SVGSVGElement {
  const end = lastShownDay(findings);
  const bars = binGaps(findings.gaps, bin === 'week' ? 7 : 1).filter((bar) => bar.to <= end);
  const highest = Math.max(1, ...bars.map((bar) => bar.count)) * 1.12;
  const mean = findings.allGaps?.mean ?? 0;
  const median = findings.allGaps?.p50 ?? 0;
  const frame = frameOf(width, end, highest);
  const meanText = m.interval_plot_mean({ days: formatNumber(mean) });
  const medianText = m.interval_plot_median({ days: formatNumber(median, Number.isInteger(median) ? 0 : 1) });
  const right = Math.max(mean, median);
  const room = frame.inside.right - frame.x(right) - 8;
  const beside = room >= Math.max(textWidth(meanText, true), textWidth(medianText));
  const label = {
    x: () => (beside ? right : Math.min(mean, median)),
    dx: beside ? 7 : -7,
    textAnchor: beside ? 'start' : 'end',
    text: (text: string) => text,
    stroke: COLOURS.paper,
    strokeWidth: 3,
  } as const;
  return Plot.plot({
    ...plotDefaults(),
    ...frame.margins,
    marginBottom: TO_RULE,
    height: TOP + INNER + TO_RULE,
    x: { domain: [0, end], axis: null },
    y: { domain: [0, highest], axis: null },
    marks: [
      ...countAxis(highest),
      Plot.rect(bars, {
        x1: 'from',
        x2: 'to',
        y1: 0,
        y2: 'count',
        fill: COLOURS.naiveFill,
        insetLeft: bin === 'week' ? 0.5 : 0,
        insetRight: bin === 'week' ? 0.5 : 0,
      }),
      ...dayAxis(dayTicks(end, width)),
      Plot.ruleX([median], {
        y1: 0,
        y2: highest * 0.76,
        stroke: COLOURS.naive,
        strokeWidth: 1.5,
        strokeDasharray: '2,3',
      }),
      Plot.ruleX([mean], { y1: 0, y2: highest * 0.94, stroke: COLOURS.naive, strokeWidth: 2 }),
      Plot.text([meanText], {
        ...label,
        y: () => highest * 0.92,
        fill: COLOURS.ink,
        fontWeight: FONT.strong,
      }),
      Plot.text([medianText], { ...label, y: () => highest * 0.79, fill: COLOURS.secondary }),
      Plot.tip(
        bars,
        Plot.pointerX({ x: (bar: Bar) => (bar.from + bar.to) / 2, y: 'count', title: gapsTip, ...tip }),
      ),
    ],
  }) as SVGSVGElement;
}

interface Bar {
  /** Days over `from`, up to and with `to`. */
  from: number;
  to: number;
  count: number;
}

/** Gaps counted by bins of `size` days: days 1–7 are the first week, so that “within a week” is one bar. */
export function binGaps(gaps: readonly GapRow[], size: number): Bar[] {
  const counts = new Map<number, number>();
  for (const { days, count } of gaps) {
    const bin = Math.ceil(days / size);
    counts.set(bin, (counts.get(bin) ?? 0) + count);
  }
  return [...counts].map(([bin, count]) => ({ from: (bin - 1) * size, to: bin * size, count }));
}

function gapsTip(bar: Bar): string {
  const inputs = {
    from: formatInteger(bar.from + 1),
    to: formatInteger(bar.to),
    n: formatInteger(bar.count),
    count: bar.count,
  };
  return bar.to - bar.from === 1 ? m.interval_plot_gaps_tip_day(inputs) : m.interval_plot_gaps_tip(inputs);
}
