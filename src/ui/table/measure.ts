import { valueIn, type TableColumn, type TableRow } from './values';

const SAMPLED = 1000;

/** The longest text of a column among rows spread over the table. */
export function longestText(rows: readonly TableRow[], column: TableColumn): string {
  const step = Math.max(1, Math.floor(rows.length / SAMPLED));
  let longest = '';
  for (let index = 0; index < rows.length; index += step) {
    const text = column.format(valueIn(rows[index], column.name));
    if (text.length > longest.length) longest = text;
  }
  return longest;
}

/** CSS pixels that the widest of the texts takes in the element's type. */
export function widestOf(texts: readonly string[], element: Element): number {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return 0;
  const { fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return Math.ceil(Math.max(0, ...texts.map((text) => context.measureText(text).width)));
}
