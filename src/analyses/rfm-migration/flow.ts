import type { Grid, GridCell, Place } from './grid';

/** Pixels. */
const GAP = 5;
export const NODE_WIDTH = 9;
const LABEL_STEP = 15;

export interface FlowNode {
  place: Place;
  /** Left edge, and the top and height of its bar. */
  x: number;
  y: number;
  height: number;
  value: number;
  /** Middle of its label, moved so that labels do not overlap. */
  labelY: number;
}

export interface Ribbon {
  cell: GridCell;
  /** Outline as SVG path data. */
  path: string;
}

export interface FlowLayout {
  left: FlowNode[];
  right: FlowNode[];
  ribbons: Ribbon[];
}

/**
 * Two columns of bars with ribbons between, all to one scale; what is not above zero has no ribbon. `inset` is the room
 * for labels at either side. Ribbons leave and arrive in the order of the segments, so that few cross.
 */
export function layoutFlow(grid: Grid, width: number, height: number, inset: number): FlowLayout {
  const cells = grid.cells.filter((cell) => cell.value > 0);
  const total = cells.reduce((sum, cell) => sum + cell.value, 0);
  if (total <= 0) return { left: [], right: [], ribbons: [] };
  const places = (end: 'from' | 'to'): Place[] =>
    grid[end].filter((place) => cells.some((cell) => cell[end] === place));
  const most = Math.max(places('from').length, places('to').length);
  const scale = Math.max(1, height - GAP * (most - 1)) / total;
  const column = (end: 'from' | 'to', x: number): FlowNode[] => {
    let y = 0;
    const nodes = places(end).map((place) => {
      const value = cells.reduce((sum, cell) => sum + (cell[end] === place ? cell.value : 0), 0);
      const node = { place, x, y, height: value * scale, value, labelY: y + (value * scale) / 2 };
      y += node.height + GAP;
      return node;
    });
    return spread(nodes, height);
  };
  const left = column('from', inset);
  const right = column('to', width - inset - NODE_WIDTH);
  return { left, right, ribbons: ribbonsOf(cells, grid, left, right, scale) };
}

/** Labels keep their distance: pushed down first, then up from the bottom edge. */
function spread(nodes: FlowNode[], height: number): FlowNode[] {
  let lowest = LABEL_STEP / 2;
  for (const node of nodes) {
    node.labelY = Math.max(node.labelY, lowest);
    lowest = node.labelY + LABEL_STEP;
  }
  let highest = height - LABEL_STEP / 2;
  for (const node of nodes.toReversed()) {
    node.labelY = Math.min(node.labelY, highest);
    highest = node.labelY - LABEL_STEP;
  }
  return nodes;
}

function ribbonsOf(
  cells: readonly GridCell[],
  grid: Grid,
  left: readonly FlowNode[],
  right: readonly FlowNode[],
  scale: number,
): Ribbon[] {
  const used = new Map<FlowNode, number>();
  const take = (node: FlowNode, size: number): number => {
    const at = node.y + (used.get(node) ?? 0);
    used.set(node, (used.get(node) ?? 0) + size);
    return at;
  };
  const order = (cell: GridCell): number =>
    grid.from.indexOf(cell.from) * grid.to.length + grid.to.indexOf(cell.to);
  return [...cells]
    .sort((a, b) => order(a) - order(b))
    .flatMap((cell) => {
      const source = left.find(({ place }) => place === cell.from);
      const target = right.find(({ place }) => place === cell.to);
      if (!source || !target) return [];
      const size = cell.value * scale;
      const [top, end] = [take(source, size), take(target, size)];
      return [{ cell, path: ribbon(source.x + NODE_WIDTH, top, target.x, end, size) }];
    });
}

/** Two curves, level at both ends, a ribbon's height apart. */
function ribbon(x0: number, y0: number, x1: number, y1: number, size: number): string {
  const middle = (x0 + x1) / 2;
  const at = (value: number): string => value.toFixed(1);
  return [
    `M${at(x0)} ${at(y0)}`,
    `C${at(middle)} ${at(y0)} ${at(middle)} ${at(y1)} ${at(x1)} ${at(y1)}`,
    `V${at(y1 + size)}`,
    `C${at(middle)} ${at(y1 + size)} ${at(middle)} ${at(y0 + size)} ${at(x0)} ${at(y0 + size)}`,
    'Z',
  ].join('');
}

/** Enough for every label of the longer column, and for the bars to be told apart. */
export function flowHeight(grid: Grid, width: number): number {
  const most = Math.max(grid.from.length, grid.to.length);
  return Math.max(LABEL_STEP * most + GAP, width < 520 ? 260 : 340);
}
