import * as Plot from '@observablehq/plot';
import { formatInteger, formatNumber, formatShare } from '../../messages/format';
import { m } from '../../messages/speak';
import { COLOURS, FONT, plotDefaults, tickPercent, unitOnTopTick } from '../../plots/theme';
import { THIN, type Step } from './results';

const HEIGHT = 260;
const LEFT = 44;
/** Room of one step with its number above. */
const STEP = 46;
/** Room left for the number above the interval, as a part of the scale. */
const HEADROOM = 1.1;

type Rated = Step & { rate: number; low: number; high: number };
const isRated = (step: Step): step is Rated => step.rate !== null && step.low !== null && step.high !== null;

/** The steps that can be rated and that fit into a width. */
export function shownSteps(steps: readonly Step[], width: number): Rated[] {
  return steps.filter(isRated).slice(0, Math.max(3, Math.floor((width - LEFT) / STEP)));
}

export const stepName = ({ from }: Step): string => `${from}→${from + 1}`;

/** The rate of each step as a dot in its interval: a rate is no amount, and has no area. */
export function stepsPlot(steps: readonly Step[], width: number): SVGSVGElement {
  const shown = shownSteps(steps, width);
  const highest = Math.min(1, Math.max(0.05, ...shown.map(({ high }) => high)) * HEADROOM);
  const tone = (step: Step): string => (step.customers < THIN ? COLOURS.label : COLOURS.main);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: HEIGHT,
    marginTop: 24,
    marginLeft: LEFT,
    x: { type: 'band', domain: shown.map(stepName), padding: 0.3, axis: null },
    y: { domain: [0, highest], axis: null },
    marks: [
      Plot.gridY({ ticks: 5, stroke: COLOURS.grid, strokeOpacity: 1 }),
      Plot.axisY({
        ticks: 5,
        tickSize: 0,
        tickPadding: 8,
        label: null,
        fill: COLOURS.label,
        tickFormat: unitOnTopTick(tickPercent, '%'),
      }),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.axisX({ tickSize: 0, tickPadding: 8, label: null, fill: COLOURS.label }),
      Plot.ruleX(shown, { x: stepName, y1: 'low', y2: 'high', stroke: tone, strokeWidth: 1.5 }),
      Plot.dot(shown, { x: stepName, y: 'rate', r: 4, fill: tone, stroke: COLOURS.paper, strokeWidth: 1 }),
      Plot.text(shown, {
        x: stepName,
        y: 'high',
        dy: -9,
        text: ({ rate }: Rated) => formatNumber(rate * 100),
        fill: COLOURS.ink,
        fontWeight: FONT.strong,
        stroke: COLOURS.paper,
        strokeWidth: 3,
      }),
      Plot.tip(
        shown,
        Plot.pointerX({
          x: stepName,
          y: 'rate',
          title: stepTip,
          fill: COLOURS.paper,
          stroke: COLOURS.ruleStrong,
          fontFamily: FONT.family,
          textPadding: 8,
        }),
      ),
    ],
  }) as SVGSVGElement;
}

function stepTip(step: Rated): string {
  return m.nth_plot_tip({
    from: step.from,
    to: step.from + 1,
    rate: formatShare(step.rate),
    low: formatShare(step.low),
    high: formatShare(step.high),
    returned: formatInteger(step.returned),
    customers: formatInteger(step.customers),
  });
}
