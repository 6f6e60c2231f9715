/** A rectangle in pixels. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export type Anchor = 'start' | 'middle' | 'end';

/** Where a label may stand, relative to its point: in pixels, y downwards, text centred on its line. */
export interface Offset {
  dx: number;
  dy: number;
  anchor: Anchor;
}

/** Height of a label with a little air. */
const LINE = 16;
/** Widths of the 12 px system faces, rounded up: too wide costs a little air, too narrow an overlap. */
const LATIN = 6.8;
const HAN = 12;
const STRONG = 1.06;

export function textWidth(text: string, strong = false): number {
  let width = 0;
  for (const character of text) width += character.codePointAt(0)! >= 0x2e80 ? HAN : LATIN;
  return width * (strong ? STRONG : 1);
}

export function labelBox(x: number, y: number, { dx, dy, anchor }: Offset, width: number): Box {
  const start = x + dx - (anchor === 'start' ? 0 : anchor === 'end' ? width : width / 2);
  return { left: start, right: start + width, top: y + dy - LINE / 2, bottom: y + dy + LINE / 2 };
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The first offset at which a label of this width meets no obstacle and stays inside; `null` where there is none. */
export function placeLabel(
  point: { x: number; y: number },
  width: number,
  offsets: readonly Offset[],
  obstacles: readonly Box[],
  inside: Box,
): { offset: Offset; box: Box } | null {
  for (const offset of offsets) {
    const box = labelBox(point.x, point.y, offset, width);
    const fits =
      box.left >= inside.left &&
      box.right <= inside.right &&
      box.top >= inside.top &&
      box.bottom <= inside.bottom;
    if (fits && !obstacles.some((obstacle) => overlap(box, obstacle))) return { offset, box };
  }
  return null;
}
