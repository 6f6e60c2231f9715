import * as Plot from '@observablehq/plot';
import { shortened } from '../../plots/share-intervals';
import { textWidth } from '../../plots/text-width';
import { COLOURS, plotDefaults } from '../../plots/theme';
import { nameA, nameB, type Rule } from './findings';

/** Pixels. */
const ROW = 24;
const EDGE = 12;
const NAMES = 0.58;
const THICKEST = 7;

export interface Network {
  /** Products in the order in which they are drawn: what is bought together stands together. */
  nodes: { code: string; name: string; count: number }[];
  /** Places of both ends among the nodes, the upper first. */
  links: { from: number; to: number; count: number; tip: string }[];
}

/**
 * Products as a list and pairs as arcs beside it. Groups that share no pair stand apart, in the order of their best
 * pair; within one, each product follows as soon as it is tied to one already placed, most often tied first.
 */
export function networkOf(rules: readonly Rule[], tip: (rule: Rule) => string): Network {
  const found = new Map<string, { code: string; name: string; count: number }>();
  for (const { pair } of rules) {
    found.set(pair.a, { code: pair.a, name: nameA(pair), count: pair.a_count });
    found.set(pair.b, { code: pair.b, name: nameB(pair), count: pair.b_count });
  }
  const placed = new Map<string, number>();
  for (const { pair } of rules) {
    if (placed.has(pair.a)) continue;
    placed.set(pair.a, placed.size);
    for (let next = followOn(rules, placed); next !== null; next = followOn(rules, placed))
      placed.set(next, placed.size);
  }
  const place = (code: string): number => placed.get(code) ?? 0;
  return {
    nodes: [...placed.keys()].flatMap((code) => found.get(code) ?? []),
    links: rules.map((rule) => ({
      from: Math.min(place(rule.pair.a), place(rule.pair.b)),
      to: Math.max(place(rule.pair.a), place(rule.pair.b)),
      count: rule.pair.count,
      tip: tip(rule),
    })),
  };
}

/** The product with the most pairs to placed ones; ties go to the better pair. Null where none has any. */
function followOn(rules: readonly Rule[], placed: ReadonlyMap<string, number>): string | null {
  const ties = new Map<string, number>();
  for (const { pair } of rules) {
    if (placed.has(pair.a) === placed.has(pair.b)) continue;
    const open = placed.has(pair.a) ? pair.b : pair.a;
    ties.set(open, (ties.get(open) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [code, count] of ties) if (best === null || count > ties.get(best)!) best = code;
  return best;
}

/** The names with an arc for each pair, thicker the more often it is bought. */
export function networkPlot({ nodes, links }: Network, width: number): SVGSVGElement {
  const widest = Math.max(0, ...nodes.map((node) => textWidth(node.name)));
  const left = Math.ceil(Math.min(width * NAMES, widest)) + EDGE;
  const room = Math.min(260, width - left - EDGE - THICKEST);
  const longest = Math.max(1, ...links.map(({ from, to }) => to - from));
  const most = Math.max(1, ...links.map(({ count }) => count));
  const y = (place: number): number => ROW * (place + 0.5);
  return Plot.plot({
    ...plotDefaults(),
    width,
    height: ROW * nodes.length,
    margin: 0,
    axis: null,
    x: { type: 'identity' },
    y: { type: 'identity' },
    marks: [
      (_index, _scales, _values, _dimensions, context) => {
        const group = context.ownerSVGElement.ownerDocument.createElementNS(SVG, 'g');
        for (const link of links) {
          const reach = Math.max(ROW / 2, (room * (link.to - link.from)) / longest);
          const path = group.ownerDocument.createElementNS(SVG, 'path');
          path.setAttribute(
            'd',
            `M${left},${y(link.from)}A${reach},${(ROW * (link.to - link.from)) / 2} 0 0 1 ${left},${y(link.to)}`,
          );
          path.setAttribute('fill', 'none');
          path.setAttribute('stroke', COLOURS.fill);
          path.setAttribute('stroke-opacity', '0.7');
          path.setAttribute('stroke-width', String(Math.max(1, (THICKEST * link.count) / most)));
          const title = group.ownerDocument.createElementNS(SVG, 'title');
          title.textContent = link.tip;
          path.append(title);
          group.append(path);
        }
        return group;
      },
      Plot.dot(nodes, {
        x: left,
        y: (_node: unknown, index: number) => y(index),
        r: 4,
        fill: COLOURS.main,
        stroke: COLOURS.paper,
      }),
      Plot.text(nodes, {
        x: left - EDGE,
        y: (_node: unknown, index: number) => y(index),
        text: (node: { name: string }) => shortened(node.name, left - EDGE),
        title: 'name',
        textAnchor: 'end',
        fill: COLOURS.ink,
      }),
    ],
  }) as SVGSVGElement;
}

const SVG = 'http://www.w3.org/2000/svg';
