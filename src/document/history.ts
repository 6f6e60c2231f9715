import type { NotebookDocument } from './types';

/** Steps kept. Documents share all unchanged parts, so a step costs little. */
const MAX_STEPS = 200;
/** Keystrokes in one field that are closer than this are one step. */
const TYPING_PAUSE = 1_000;

/** Undo and redo over documents that never change. Itself a value: each function returns a new history. */
export interface History {
  readonly present: NotebookDocument;
  /** Oldest first. */
  readonly past: readonly NotebookDocument[];
  /** The next to redo last. */
  readonly future: readonly NotebookDocument[];
  /** The field of the last edit and its time in milliseconds; null after an undo, so that typing starts a new step. */
  readonly typing: { field: string; at: number } | null;
}

export function startHistory(document: NotebookDocument): History {
  return { present: document, past: [], future: [], typing: null };
}

/**
 * Takes an edit in. `typing` names the field being typed into (`title`, `cell/4f…/title`) and the time in
 * milliseconds: edits of one field less than a second apart become one step. A document that is the present one
 * changes nothing.
 */
export function record(
  history: History,
  document: NotebookDocument,
  typing: { field: string; at: number } | null = null,
): History {
  if (document === history.present) return history;
  const last = history.typing;
  const continues =
    typing !== null && last !== null && typing.field === last.field && typing.at - last.at < TYPING_PAUSE;
  const past = continues ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { present: document, past, future: [], typing };
}

export function undo(history: History): History {
  const previous = history.past.at(-1);
  if (!previous) return history;
  return {
    present: previous,
    past: history.past.slice(0, -1),
    future: [...history.future, history.present],
    typing: null,
  };
}

export function redo(history: History): History {
  const next = history.future.at(-1);
  if (!next) return history;
  return {
    present: next,
    past: [...history.past, history.present],
    future: history.future.slice(0, -1),
    typing: null,
  };
}
