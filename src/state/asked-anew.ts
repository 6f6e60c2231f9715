import type { Cell, NotebookDocument } from '../document/types';

/** Cells of a changed document that ask something else than before, new ones among them, and those that are gone. */
export function askedAnew(
  before: NotebookDocument,
  after: NotebookDocument,
  question: (document: NotebookDocument, cell: Cell) => string | null,
): { anew: string[]; gone: string[] } {
  const known = new Map(before.cells.map((cell) => [cell.id, cell]));
  const anew: string[] = [];
  for (const cell of after.cells) {
    const old = known.get(cell.id);
    known.delete(cell.id);
    if (!old || question(before, old) !== question(after, cell)) anew.push(cell.id);
  }
  return { anew, gone: [...known.keys()] };
}
