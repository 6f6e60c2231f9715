/** Icons and legend keys are drawings too; a figure is wider than any of them. */
const NARROWEST_FIGURE = 120;

/**
 * The drawings of an element as one, each where it stands on the page. A single drawing is returned as it is.
 * Null where there is none.
 */
export function combinedSvg(element: HTMLElement): SVGSVGElement | null {
  const drawings = [...element.querySelectorAll('svg')].filter(
    (svg) => svg.getBoundingClientRect().width >= NARROWEST_FIGURE && !svg.parentElement?.closest('svg'),
  );
  const [only] = drawings;
  if (!only || drawings.length === 1) return only ?? null;
  const boxes = drawings.map((svg) => svg.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const combined = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  combined.setAttribute('width', String(Math.max(...boxes.map((box) => box.right)) - left));
  combined.setAttribute('height', String(Math.max(...boxes.map((box) => box.bottom)) - top));
  drawings.forEach((svg, index) => {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    const box = boxes[index];
    copy.setAttribute('x', String((box?.left ?? left) - left));
    copy.setAttribute('y', String((box?.top ?? top) - top));
    combined.append(copy);
  });
  return combined;
}
