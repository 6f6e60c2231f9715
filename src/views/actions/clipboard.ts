import { cellsFrom, copiedText, looksCopied, pasteCells } from '../../document/clipboard';
import type { Cell } from '../../document/types';
import { formatInteger } from '../../messages/format';
import { sayReason } from '../../messages/reasons';
import { m } from '../../messages/speak';
import type { App } from '../../state/contracts';
import { targetOf, wantsText } from './dispatch';
import { isApple, shownKeys } from './keys';
import type { NotebookPage } from './page.svelte';

/** From a menu: the page writes to the clipboard itself. */
export async function copyCells(app: App, page: NotebookPage, cells: readonly Cell[]): Promise<void> {
  const text = textOf(app, cells);
  if (text === null) return;
  try {
    await navigator.clipboard.writeText(text);
    sayCopied(app, page, cells);
  } catch {
    // Missing over plain http, or forbidden: the keys still work, for they need no permission.
    app.notices.say(m.actions_copy_refused({ keys: shownKeys('Mod+C', isApple()) }), 'warning');
  }
}

/** From a menu. Browsers ask the reader first, and some refuse. */
export async function pasteFromMenu(app: App, page: NotebookPage, below: Cell | null): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    app.notices.say(m.actions_paste_refused({ keys: shownKeys('Mod+V', isApple()) }), 'warning');
    return;
  }
  pasteText(app, page, text, below);
}

/** The keys for copying, where a cell has focus and no text is chosen. */
export function oncopy(event: ClipboardEvent, app: App, page: NotebookPage): void {
  const chosen = getSelection();
  const cell = page.focusedCell();
  if (!cell || wantsText(targetOf(event)) || (chosen && !chosen.isCollapsed) || isDialogOpen()) return;
  const text = textOf(app, [cell]);
  if (text === null || !event.clipboardData || event.defaultPrevented) return;
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
  sayCopied(app, page, [cell]);
}

/** The keys for pasting, outside fields: cells go below the one that has focus. Files are another matter. */
export function onpaste(event: ClipboardEvent, app: App, page: NotebookPage): void {
  const data = event.clipboardData;
  if (!data || data.files.length > 0 || event.defaultPrevented) return;
  if (wantsText(targetOf(event)) || isDialogOpen()) return;
  const text = data.getData('text/plain');
  if (text.trim() === '') return;
  event.preventDefault();
  pasteText(app, page, text, page.focusedCell());
}

function pasteText(app: App, page: NotebookPage, text: string, below: Cell | null): void {
  const pasted = cellsFrom(text);
  if (!pasted.ok) {
    // A text that is no notebook's at all was most likely meant for a field.
    app.notices.say(sayReason(pasted.reason), looksCopied(text) ? 'error' : 'warning');
    return;
  }
  const at = page.beside(below, 1) ?? page.cells.length;
  const { copied } = pasted;
  if (!app.notebook.edit((document) => pasteCells(document, copied, at))) {
    app.notices.say(m.actions_paste_full(), 'warning');
    return;
  }
  const count = copied.cells.length;
  page.say(m.actions_pasted({ count, n: formatInteger(count) }));
  const first = page.cells[at];
  if (first) void page.goTo(first.id);
}

function textOf(app: App, cells: readonly Cell[]): string | null {
  const { document } = app.notebook;
  if (!document || cells.length === 0) return null;
  return copiedText(
    document,
    cells.map(({ id }) => id),
  );
}

function sayCopied(app: App, page: NotebookPage, cells: readonly Cell[]): void {
  const [cell] = cells;
  if (!cell) return;
  const n = formatInteger(cells.length);
  const one = cells.length === 1;
  app.notices.say(
    one ? m.actions_copied({ title: page.titleOf(cell) }) : m.actions_copied_all({ count: cells.length, n }),
  );
}

const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;
