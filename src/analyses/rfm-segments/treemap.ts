import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';

/** Pixels between tiles. */
export const GAP = 2;
/** Tiles a little wider than square leave room for a name. */
const TILE_RATIO = 1.3;
const NARROW = 100;
/** Above a label's first line; a label may come closer to the right edge than to the left. */
const INSET = 9;
const RIGHT_INSET = 3;
const LINE = 17;
const FONT_SIZE = 13;
const NARROW_FONT_SIZE = 12;
const MOST_NAME_LINES = 2;

export interface TileValue {
  id: string;
  value: number;
}

/** A rectangle in CSS pixels. */
export interface Tile {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Squarified tiles (Bruls, Huizing, van Wijk 2000), largest first; what is not above zero, or is less than a pixel, has no tile. */
export function layoutTiles(values: readonly TileValue[], width: number, height: number): Tile[] {
  const children = values.filter((one) => one.value > 0).sort((a, b) => b.value - a.value);
  if (children.length === 0 || width <= 0 || height <= 0) return [];
  const root = hierarchy<{ id: string; value: number; children?: TileValue[] }>({
    id: '',
    value: 0,
    children,
  }).sum((one) => (one.children ? 0 : one.value));
  const placed = treemap<{ id: string; value: number; children?: TileValue[] }>()
    .tile(treemapSquarify.ratio(TILE_RATIO))
    .size([width, height])
    .paddingInner(GAP)
    .round(true)(root);
  const tiles = placed.leaves().map((leaf) => ({
    id: leaf.data.id,
    x: leaf.x0,
    y: leaf.y0,
    // Of slivers the gap takes all, and rounding may push them over the edge.
    width: Math.min(leaf.x1, width) - leaf.x0,
    height: Math.min(leaf.y1, height) - leaf.y0,
  }));
  return tiles.filter((tile) => tile.width >= 1 && tile.height >= 1);
}

/** What a tile has room for. */
export interface TileLabel {
  /** Left edge of the text inside the tile. */
  x: number;
  fontSize: number;
  /** The name over one or two lines, or the index. */
  heading: string[];
  /** Beside the index on the same line. */
  aside: string | null;
  /** Under the heading. */
  figures: string[];
}

/** Width of a text at the size of labels, in CSS pixels. */
export type Measure = (text: string, strong: boolean) => number;

/** Name with figures where they fit, else the index with its count, else the index, else nothing. */
export function labelFor(
  tile: Pick<Tile, 'width' | 'height'>,
  texts: { name: string; index: string; figures: string[] },
  measureAtFullSize: Measure = estimatedWidth,
): TileLabel {
  const fontSize = tile.width < NARROW ? NARROW_FONT_SIZE : FONT_SIZE;
  const measure: Measure = (text, strong) => (measureAtFullSize(text, strong) * fontSize) / FONT_SIZE;
  const x = tile.width < NARROW ? INSET - 2 : INSET;
  const room = tile.width - x - RIGHT_INSET;
  const lines = Math.floor((tile.height - INSET) / LINE);
  const heading = wrap(texts.name, room, measure);
  const figures = texts.figures.filter((text) => measure(text, false) <= room);
  // A name over two lines without its figures says less than the index with its count.
  const least = heading && heading.length > 1 ? heading.length + texts.figures.length : 1;
  if (heading && least <= lines) {
    return { x, fontSize, heading, aside: null, figures: figures.slice(0, lines - heading.length) };
  }
  const index = measure(texts.index, true);
  if (lines < 1 || index > room) return { x, fontSize, heading: [], aside: null, figures: [] };
  const [count = ''] = texts.figures;
  const aside = index + INSET + measure(count, false) <= room ? count : null;
  return { x, fontSize, heading: [texts.index], aside, figures: [] };
}

/** The name on as few lines as fit, broken between words (or between Han characters); null where it does not fit. */
function wrap(name: string, room: number, measure: Measure): string[] | null {
  const pieces = name.split(/(?<=\p{Script=Han})(?=\p{Script=Han})|(?<= )/u);
  const lines: string[] = [];
  for (const piece of pieces) {
    const longer = (lines.at(-1) ?? '') + piece;
    if (lines.length > 0 && measure(longer.trimEnd(), true) <= room) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  const trimmed = lines.map((line) => line.trimEnd());
  const fit = trimmed.length <= MOST_NAME_LINES && trimmed.every((line) => measure(line, true) <= room);
  return fit ? trimmed : null;
}

/** Measures in a font, as the browser draws it; where there is no canvas, the estimate. */
export function measureIn(fontFamily: string): Measure {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return estimatedWidth;
  return (text, strong) => {
    context.font = `${strong ? 600 : 400} ${FONT_SIZE}px ${fontFamily}`;
    return context.measureText(text).width;
  };
}

/** Estimated a little wide, since the font is not known and nothing may be cut off. */
export function estimatedWidth(text: string, strong: boolean): number {
  let ems = 0;
  for (const character of text) {
    if (/[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u.test(character)) ems += 1;
    else if (/[ilj.,'’| /]/.test(character)) ems += 0.3;
    else if (/[mwMW%]/.test(character)) ems += 0.88;
    else if (/[A-Z]/.test(character)) ems += 0.66;
    else ems += 0.56;
  }
  return ems * FONT_SIZE * (strong ? 1.06 : 1);
}

/** Baseline of a label's line, counted from 0, inside its tile. */
export const baseline = (line: number): number => INSET + LINE * line + 10;
