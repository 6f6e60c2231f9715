import type { Cell, SqlCell, TextCell } from '../../document/types';
import { occurrences } from './match';

/** A place where the sought words stand. */
export interface Hit {
  cellId: string | null;
  /** What the page shows there; null where the words are in a part that is not shown. */
  range: Range | null;
  /** The part that is not shown. */
  hidden: 'sql' | 'folded' | null;
}

/** Words of a cell that may not stand in the page: its SQL behind another view, the text of a folded cell. */
export interface Unseen {
  hidden: 'sql' | 'folded';
  text: string;
}

/** What a cell holds beside what the page shows of it. `sqlOf` gives the SQL of an analysis. */
export function unseenOf(cell: Cell, sqlOf: (cell: Cell) => string): Unseen[] {
  if (cell.kind === 'text') {
    return cell.collapsed === true ? [{ hidden: 'folded', text: (cell as TextCell).text }] : [];
  }
  if (cell.kind === 'sql') return [{ hidden: 'sql', text: (cell as SqlCell).sql }];
  const shown = cell.kind === 'analysis' && cell.view === 'sql' && cell.collapsed !== true;
  return shown ? [] : [{ hidden: 'sql', text: sqlOf(cell) }];
}

/** One hit for each cell and unseen part that has the words: the page cannot show each place of a text it does not show. */
export function unseenHits(cellId: string, unseen: readonly Unseen[], query: string): Hit[] {
  return unseen
    .filter(({ text }) => occurrences(text, query).length > 0)
    .map(({ hidden }) => ({ cellId, range: null, hidden }));
}

/** What is no part of the notebook: the tools of a cell, and what is there for screen readers only. */
const NOT_WORDS = 'script, style, title, select, .tools, .visually-hidden, [popover]';

/** Text nodes under an element that a reader sees, joined, with where each begins. */
function shownText(root: Element): { text: string; nodes: { node: Text; at: number }[] } {
  const nodes: { node: Text; at: number }[] = [];
  let text = '';
  const seen = new Map<Element, boolean>();
  const isSeen = (element: Element): boolean => {
    const known = seen.get(element);
    if (known !== undefined) return known;
    const skipped = element.closest(NOT_WORDS);
    const result = !skipped && element.checkVisibility();
    seen.set(element, result);
    return result;
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement || !isSeen(node.parentElement)) continue;
    nodes.push({ node: node as Text, at: text.length });
    text += (node as Text).data;
  }
  return { text, nodes };
}

/** Every place of the words in what the page shows of an element. */
export function shownRanges(root: Element, query: string): Range[] {
  const { text, nodes } = shownText(root);
  const place = (offset: number, isEnd: boolean) => {
    const index = nodes.findLastIndex(({ at }) => (isEnd ? at < offset : at <= offset));
    const found = nodes[Math.max(0, index)];
    return found && { node: found.node, offset: offset - found.at };
  };
  return occurrences(text, query).flatMap(([start, end]) => {
    const [from, to] = [place(start, false), place(end, true)];
    if (!from || !to) return [];
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(to.node, to.offset);
    return [range];
  });
}

/** Every hit, from top to bottom: in the title block, then cell by cell, what is shown before what is not. */
export function hitsOf(
  main: Element,
  cells: readonly Cell[],
  query: string,
  sqlOf: (cell: Cell) => string,
): Hit[] {
  if (query.trim() === '') return [];
  const hits: Hit[] = [...main.querySelectorAll(':scope > h1, :scope > .lead')]
    .flatMap((element) => shownRanges(element, query))
    .map((range) => ({ cellId: null, range, hidden: null }));
  for (const cell of cells) {
    const element = document.getElementById(`cell-${cell.id}`);
    const ranges = element ? shownRanges(element, query) : [];
    hits.push(...ranges.map((range) => ({ cellId: cell.id, range, hidden: null })));
    // A statement that stands in the page was found there.
    const unseen = unseenOf(cell, sqlOf).filter(
      ({ hidden }) => !(hidden === 'sql' && element?.querySelector('.cm-content, pre')),
    );
    hits.push(...unseenHits(cell.id, unseen, query));
  }
  return hits;
}
