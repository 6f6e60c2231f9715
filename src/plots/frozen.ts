import { COLOURS } from './theme';

/** The class to give marks that must stay in sight when a wide figure scrolls. */
export const FROZEN_MARK = 'frozen';

/**
 * Gathers the marks of class `frozen` into one group over a ground of paper, from `top` down and `width` pixels wide,
 * which Figure.svelte keeps at the left edge while the figure scrolls. Returns the SVG it was given.
 */
export function freeze(svg: SVGSVGElement, { width, top }: { width: number; top: number }): SVGSVGElement {
  const group = document.createElementNS(svg.namespaceURI, 'g') as SVGGElement;
  group.dataset['frozen'] = '';
  const ground = document.createElementNS(svg.namespaceURI, 'rect') as SVGRectElement;
  for (const [name, value] of Object.entries({ y: top, width, height: '100%', fill: COLOURS.paper })) {
    ground.setAttribute(name, String(value));
  }
  group.append(ground, ...svg.querySelectorAll(`.${FROZEN_MARK}`));
  svg.append(group);
  return svg;
}

/** Moves the frozen groups of a figure to where it has been scrolled; 0 puts them back. */
export function placeFrozen(figure: Element, scrolled: number): void {
  for (const group of figure.querySelectorAll('[data-frozen]')) {
    if (scrolled > 0) group.setAttribute('transform', `translate(${scrolled}, 0)`);
    else group.removeAttribute('transform');
  }
}
