import type { Grain } from '../periods';
import type { Measure } from './measure';

/**
 * Six breaks between the seven sequential classes, fixed so that the same colour means the same share in every notebook.
 * Shares of customers in a period shrink with its length.
 */
const SHARE_BREAKS: Record<Grain, readonly number[]> = {
  week: [0.02, 0.04, 0.06, 0.08, 0.1, 0.15],
  month: [0.15, 0.2, 0.25, 0.3, 0.35, 0.4],
  quarter: [0.2, 0.25, 0.3, 0.35, 0.4, 0.5],
};
const CUMULATIVE_SHARE_BREAKS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] as const;

/** Breaks for a measure. Orders and revenue per customer have no scale of their own: round breaks over the given values. */
export function breaksFor(measure: Measure, grain: Grain, values: readonly number[]): readonly number[] {
  if (measure.of === 'customers')
    return measure.cumulative || measure.onOrAfter ? CUMULATIVE_SHARE_BREAKS : SHARE_BREAKS[grain];
  return roundBreaks(values);
}

/** The class of a value, 1 to 7: one more than the breaks it has reached. */
export function classOf(value: number, breaks: readonly number[]): number {
  return 1 + breaks.filter((limit) => value >= limit).length;
}

/** Six round numbers over the middle nine tenths of the values. */
export function roundBreaks(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const low = at(0.05);
  const high = at(0.95);
  const step = roundUp((high - low) / 6);
  const start = Math.floor(low / step) + 1;
  // Multiplied from whole numbers and trimmed, so that 3 × 0.1 is 0.3.
  return Array.from({ length: 6 }, (_, index) => Number(((start + index) * step).toPrecision(12)));
}

/** The next of 1, 2, 2.5, 5 × a power of ten; 1 where there is no spread. */
function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const multiple = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= value * (1 - 1e-9)) ?? 10;
  return multiple * power;
}
