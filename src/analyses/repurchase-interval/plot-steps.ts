import * as Plot from '@observablehq/plot';
import { formatInteger, formatNumber } from '../../messages/format';
import { m } from '../../messages/speak';
import { COLOURS, plotDefaults } from '../../plots/theme';
import type { Findings, StepRow } from './findings';
import { LEFT, RIGHT, TO_RULE, countAxis, frameOf, tip } from './plot-frame';

/** Steps drawn: beyond, few customers are left and their figures jump. */
const MOST_STEPS = 10;

/** Gaps from each purchase day to the next: middle half as a bar, median as a line, mean as a dot. */
export function stepsPlot(findings: Findings, width: number): SVGSVGElement {
  const steps = findings.steps.slice(0, Math.max(3, Math.min(MOST_STEPS, Math.floor((width - LEFT) / 46))));
  const highest = Math.max(1, ...steps.flatMap((step) => [step.p75, step.mean])) * 1.08;
  const frame = frameOf(width, 1, highest);
  const toNext = (step: StepRow) => `${step.from_order}→${step.from_order + 1}`;
  return Plot.plot({
    ...plotDefaults(),
    ...frame.margins,
    x: { type: 'band', domain: steps.map(toNext), padding: 0.35, axis: null },
    y: { domain: [0, highest], axis: null },
    marks: [
      ...countAxis(highest),
      Plot.ruleY([0], { stroke: COLOURS.axis }),
      Plot.axisX({ tickSize: 0, tickPadding: 8, label: null, fill: COLOURS.label }),
      Plot.barY(steps, { x: toNext, y1: 'p25', y2: 'p75', fill: COLOURS.naiveFill }),
      Plot.tickY(steps, { x: toNext, y: 'p50', stroke: COLOURS.naive, strokeWidth: 2 }),
      Plot.dot(steps, {
        x: toNext,
        y: 'mean',
        r: 3.5,
        fill: COLOURS.naive,
        stroke: COLOURS.paper,
        strokeWidth: 1,
      }),
      Plot.text(steps, {
        x: toNext,
        frameAnchor: 'bottom',
        dy: TO_RULE + 18,
        text: (step: StepRow) => formatInteger(step.n),
        fill: COLOURS.secondary,
      }),
      Plot.ruleY([0], { stroke: COLOURS.rule, dy: TO_RULE, insetLeft: -LEFT, insetRight: -RIGHT }),
      Plot.tip(steps, Plot.pointerX({ x: toNext, y: 'p50', title: stepTip, ...tip })),
    ],
  }) as SVGSVGElement;
}

function stepTip(step: StepRow): string {
  return m.interval_plot_steps_tip({
    from: step.from_order,
    to: step.from_order + 1,
    low: formatNumber(step.p25, 0),
    high: formatNumber(step.p75, 0),
    median: formatNumber(step.p50, 0),
    mean: formatNumber(step.mean),
    n: formatInteger(step.n),
  });
}
