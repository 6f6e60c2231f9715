import { COLOURS } from './theme';

const SVG = 'http://www.w3.org/2000/svg';
/** Pixels from line to line, and of a line: it lies on the edge of its tile, so half of it is seen. */
const PITCH = 5;
const LINE = 2.2;

let drawn = 0;

/**
 * The pattern of what is still filling: 45° lines on a pale ground. `fill` is a paint for any mark; `mark` is a Plot mark
 * that must be in the same figure. Each figure has a pattern of its own, because one in a hidden part of the page draws nothing.
 */
export function hatch(): { fill: string; mark: () => SVGElement } {
  drawn += 1;
  const id = `hatch-${drawn}`;
  return { fill: `url(#${id})`, mark: () => pattern(id) };
}

function pattern(id: string): SVGElement {
  const defs = element('defs', {});
  const tile = element('pattern', {
    id,
    width: PITCH,
    height: PITCH,
    patternUnits: 'userSpaceOnUse',
    patternTransform: 'rotate(45)',
  });
  tile.append(
    element('rect', { width: PITCH, height: PITCH, fill: COLOURS.hatchGround }),
    element('line', {
      x1: 0,
      x2: 0,
      y1: 0,
      y2: PITCH,
      stroke: COLOURS.hatchLine,
      'stroke-width': LINE,
    }),
  );
  defs.append(tile);
  return defs;
}

function element(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, String(value));
  return made;
}
