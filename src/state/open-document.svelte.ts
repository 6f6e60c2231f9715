import { record, redo, startHistory, undo, type History } from '../document/history';
import type { NotebookDocument } from '../document/types';

/** What stands around the open document. */
export interface DocumentKeepers {
  /** False, with a word to the reader, where another tab has the notebook. */
  mayEdit(id: string): boolean;
  /** After every change: by an edit, an undo or a redo. */
  changed(before: NotebookDocument, after: NotebookDocument): void;
}

/** The open notebook's document and the steps back and forth through it. Every change goes through here. */
export class OpenDocument {
  private history = $state.raw<History | null>(null);
  readonly current = $derived(this.history?.present ?? null);
  readonly canUndo = $derived((this.history?.past.length ?? 0) > 0);
  readonly canRedo = $derived((this.history?.future.length ?? 0) > 0);

  constructor(private readonly keepers: DocumentKeepers) {}

  /** Starts on a document; its history begins here. */
  start(document: NotebookDocument): void {
    this.history = startHistory(document);
  }

  close(): void {
    this.history = null;
  }

  /** False where nothing changed, or this tab may not edit. Edits of one `typedField` that follow closely are one step. */
  edit(change: (document: NotebookDocument) => NotebookDocument, typedField?: string): boolean {
    if (!this.history || !this.keepers.mayEdit(this.history.present.id)) return false;
    const typing = typedField === undefined ? null : { field: typedField, at: Date.now() };
    return this.move(record(this.history, change(this.history.present), typing));
  }

  undo(): void {
    if (this.history && this.keepers.mayEdit(this.history.present.id)) this.move(undo(this.history));
  }

  redo(): void {
    if (this.history && this.keepers.mayEdit(this.history.present.id)) this.move(redo(this.history));
  }

  private move(next: History): boolean {
    const before = this.history?.present;
    if (!before || next.present === before) return false;
    this.history = next;
    this.keepers.changed(before, next.present);
    return true;
  }
}
