import { MAX_PINNED } from '../document/shared-limits';
import type { NotebookDocument, PinnedResults, SharedResults } from '../document/types';

/** Keeps aggregates as the newest pin; the oldest beyond twelve goes. Names are cut at what the file takes. */
export function pinResults(
  document: NotebookDocument,
  results: SharedResults,
  pin: { id: string; name: string },
): NotebookDocument {
  if (results.rowsOfCustomers !== 'none' || Object.keys(results.results).length === 0) return document;
  const pinned: PinnedResults = {
    ...results,
    id: pin.id,
    name: pin.name.trim().slice(0, 200),
    rowsOfCustomers: 'none',
  };
  return { ...document, pinned: [...(document.pinned ?? []), pinned].slice(-MAX_PINNED) };
}

/** Without its last pin, the document has no field for them. */
export function unpinResults(document: NotebookDocument, pinId: string): NotebookDocument {
  const kept = (document.pinned ?? []).filter(({ id }) => id !== pinId);
  if (kept.length === (document.pinned ?? []).length) return document;
  const { pinned: _, ...rest } = document;
  return kept.length > 0 ? { ...rest, pinned: kept } : rest;
}
