import { COLOURS } from '../../plots/theme';
import type { Box } from './spots';

/** The class of the ring around the cell that keys act on, which Cohort.svelte shows while the figure has focus. */
export const RING = 'ring';
const OUTLINES = 'outlines';

export interface Outline {
  box: Box;
  /** Drawn over what stays in sight when the figure scrolls, and moving with it. */
  stays: boolean;
  kind: 'chosen' | 'pending' | 'ring';
}

/** Outlines cells of a drawn figure, in place of those outlined before. */
export function outlineCells(svg: SVGSVGElement, outlines: readonly Outline[]): void {
  for (const earlier of svg.querySelectorAll(`.${OUTLINES}`)) earlier.remove();
  const frozen = svg.querySelector('[data-frozen]');
  const groups = { stays: group(svg), scrolls: group(svg) };
  for (const { box, stays, kind } of outlines) {
    (stays ? groups.stays : groups.scrolls).append(...frames(svg, box, kind));
  }
  // What scrolls goes under what stays.
  svg.insertBefore(groups.scrolls, frozen);
  (frozen ?? svg).append(groups.stays);
}

function group(svg: SVGSVGElement): SVGElement {
  return shape(svg, 'g', { class: OUTLINES, fill: 'none', 'pointer-events': 'none' });
}

/** Two lines each, one of them paper, so that they stand out from any colour of a cell. */
function frames(svg: SVGSVGElement, box: Box, kind: Outline['kind']): SVGElement[] {
  if (kind === 'ring') {
    // Without a stroke of its own: an exported figure has no focus.
    return [
      shape(svg, 'rect', { ...inset(box, 2), stroke: 'none', 'stroke-width': 1.5, class: `${RING} paper` }),
      shape(svg, 'rect', { ...inset(box, -2), stroke: 'none', 'stroke-width': 2, class: RING }),
    ];
  }
  const dashes: Record<string, string> = kind === 'pending' ? { 'stroke-dasharray': '4 3' } : {};
  return [
    shape(svg, 'rect', { ...inset(box, 2), stroke: COLOURS.paper, 'stroke-width': 1.5 }),
    shape(svg, 'rect', { ...inset(box, 0.5), rx: 1, stroke: COLOURS.ink, 'stroke-width': 2, ...dashes }),
  ];
}

function inset(box: Box, by: number): Record<string, number> {
  return {
    x: box.x + by,
    y: box.y + by,
    width: Math.max(0, box.width - 2 * by),
    height: Math.max(0, box.height - 2 * by),
  };
}

function shape(svg: SVGSVGElement, name: string, attributes: Record<string, string | number>): SVGElement {
  const element = svg.ownerDocument.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
