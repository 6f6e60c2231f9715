import type { ReportBlock, ReportInline, ReportTableCell, ReportWords } from '../../exports/report/types';

/** CSS pixels. Narrower drawings are icons and keys; a spot of colour is no larger than a line of text. */
const NARROWEST_DRAWING = 120;
const LARGEST_SWATCH = 26;
const SPACE = 1;
/** As many as paper is wide for. */
const MOST_COLUMNS = 4;

/** What only a page can do, and what is said once more for those who do not see it. */
const CONTROLS =
  'button, input, select, textarea, form, fieldset, dialog, details, [role=status], [role=alert]';
const NO_LEAF = 'svg, table, dl, ul, ol, p, h1, h2, h3, h4, h5, h6, section, figure, div';

type DrawnSvg = (svg: SVGSVGElement) => string;

/**
 * A drawn figure as paper can carry it: drawings by `draw`, tables, lists of numbers, keys and words, side by side where
 * they stand so. Controls and what is hidden stay out. The element must be in the page, for places are measured.
 */
export function drawnBlocks(element: Element, draw: DrawnSvg): ReportBlock[] {
  if (isLeftOut(element)) return [];
  if (element instanceof SVGSVGElement)
    return element.getBoundingClientRect().width < NARROWEST_DRAWING
      ? []
      : [{ kind: 'drawing', svg: draw(element) }];
  if (element instanceof HTMLTableElement) return tableBlocks(element);
  if (element.matches('dl')) return factBlocks(element);
  if (element.matches('ul, ol')) return keyBlocks(element);
  if (element.matches('h1, h2, h3, h4, h5, h6')) return worded('title', element);
  if (element.matches('p') || isLeaf(element)) return worded('words', element);
  return arranged(element, draw);
}

/** The children, in columns where they stand beside each other. */
function arranged(element: Element, draw: DrawnSvg): ReportBlock[] {
  const parts = [...element.children]
    .map((child) => ({ box: child.getBoundingClientRect(), blocks: drawnBlocks(child, draw) }))
    .filter(({ blocks }) => blocks.length > 0);
  const [first, ...others] = parts;
  const isRow =
    first !== undefined &&
    others.length > 0 &&
    others.length < MOST_COLUMNS &&
    others.every(({ box }, index) => {
      const before = parts[index]?.box ?? first.box;
      return box.left >= before.right - 1 && box.top < before.bottom;
    });
  return isRow
    ? [{ kind: 'columns', columns: parts.map(({ blocks }) => blocks) }]
    : parts.flatMap(({ blocks }) => blocks);
}

function isLeftOut(element: Element): boolean {
  if (element.matches(CONTROLS) || element.matches('script, style, template')) return true;
  if (element instanceof HTMLElement && element.hidden) return true;
  const { display, visibility } = getComputedStyle(element);
  if (display === 'none' || visibility === 'hidden') return true;
  const { width, height } = element.getBoundingClientRect();
  // Read aloud and not seen. An element without a box may hold some that have one.
  if (width <= 1 && height <= 1 && display !== 'contents') return true;
  return (
    element.querySelector('select, input, textarea') !== null && !element.querySelector('svg, table, dl')
  );
}

/** Text, and nothing in it that stands by itself. */
function isLeaf(element: Element): boolean {
  return element.textContent?.trim() !== '' && element.querySelector(NO_LEAF) === null;
}

function worded(kind: 'title' | 'words', element: Element): ReportBlock[] {
  const words = wordsOf(element);
  return words.length > 0 ? [{ kind, words }] : [];
}

function keyBlocks(list: Element): ReportBlock[] {
  const items = [...list.children]
    .filter((item) => !isLeftOut(item))
    .map((item) => wordsOf(item))
    .filter((words) => words.length > 0);
  return items.length > 0 ? [{ kind: 'key', items }] : [];
}

function factBlocks(list: Element): ReportBlock[] {
  const facts: { label: ReportWords; lines: ReportWords[] }[] = [];
  for (const part of list.querySelectorAll('dt, dd')) {
    if (isLeftOut(part)) continue;
    if (part.matches('dt')) facts.push({ label: wordsOf(part), lines: [] });
    else facts.at(-1)?.lines.push(...linesOf(part));
  }
  return facts.length > 0 ? [{ kind: 'facts', facts }] : [];
}

function linesOf(element: Element): ReportWords[] {
  const paragraphs = [...element.querySelectorAll('p')];
  const lines = paragraphs.length > 0 ? paragraphs : [element];
  return lines.map((line) => wordsOf(line)).filter((words) => words.length > 0);
}

function tableBlocks(table: HTMLTableElement): ReportBlock[] {
  const rowsOf = (rows: Iterable<HTMLTableRowElement>) =>
    [...rows]
      .filter((row) => !isLeftOut(row))
      .map((row) => [...row.cells].filter((cell) => cell.ariaHidden !== 'true').map(tableCell));
  const head = rowsOf(table.tHead?.rows ?? []);
  const body = [...table.tBodies, ...(table.tFoot ? [table.tFoot] : [])].flatMap(({ rows }) => rowsOf(rows));
  const columns = Math.max(0, ...body.filter((row) => row.length > 1).map((row) => row.length));
  // A row of one cell is of all columns that are left.
  for (const row of body)
    for (const cell of row) cell.span = Math.min(cell.span, Math.max(1, columns - row.length + 1));
  return body.length > 0 ? [{ kind: 'table', head, body }] : [];
}

function tableCell(cell: HTMLTableCellElement): ReportTableCell {
  const { textAlign } = getComputedStyle(cell);
  return {
    words: wordsOf(cell, true),
    heads: cell.tagName === 'TH',
    number: textAlign === 'right' || textAlign === 'end',
    span: cell.colSpan,
  };
}

/** Text as it is seen, with the spots of colour in it. In a table the buttons are its words. */
function wordsOf(element: Element, withButtons = false): ReportWords {
  const words: ReportInline[] = [];
  const add = (text: string) => {
    const last = words.at(-1);
    if (typeof last === 'string') words[words.length - 1] = last + text;
    else words.push(text);
  };
  const walk = (node: Node) => {
    if (node instanceof Text) add(node.data.replace(/[ \t\r\n]+/g, ' '));
    if (!(node instanceof HTMLElement)) return;
    if (withButtons && node.matches('button')) node.childNodes.forEach(walk);
    else if (!isLeftOut(node)) {
      const swatch = swatchOf(node);
      const { marginLeft, marginRight } = getComputedStyle(node);
      // What a margin parts on the page, a space parts on paper.
      if (!swatch && parseFloat(marginLeft) > SPACE) add(' ');
      if (swatch) words.push(swatch);
      else node.childNodes.forEach(walk);
      if (!swatch && parseFloat(marginRight) > SPACE) add(' ');
    }
  };
  element.childNodes.forEach(walk);
  return trimmed(words);
}

function swatchOf(element: HTMLElement): ReportInline | null {
  const { width, height } = element.getBoundingClientRect();
  if (width === 0 || height === 0 || Math.max(width, height) > LARGEST_SWATCH) return null;
  const { backgroundColor: fill, backgroundImage, color: ink } = getComputedStyle(element);
  if (backgroundImage.includes('gradient')) return { kind: 'hatch' };
  if (/^transparent$|\/ 0\)$|, 0\)$/.test(fill)) return null;
  return { kind: 'swatch', fill, ink, text: element.textContent?.trim() ?? '', width, height };
}

function trimmed(words: readonly ReportInline[]): ReportWords {
  const texts = words.map((word) => (typeof word === 'string' ? word.replace(/ +/g, ' ') : word));
  const [first, last] = [texts[0], texts.at(-1)];
  if (typeof first === 'string') texts[0] = first.trimStart();
  if (typeof last === 'string') texts[texts.length - 1] = (texts.at(-1) as string).trimEnd();
  return texts.filter((word) => word !== '');
}
