import type { NotebookDocument } from '../document/types';
import type { Storage } from '../storage/open';
import type { NotebookState } from './contracts';

const PAUSE = 400;

/** Keeps the open notebook in this browser, shortly after each change. Says saved only once the store confirmed it. */
export class Autosave {
  saved = $state.raw<NotebookState['saved']>(null);
  /** The revision this page last saw of the notebook it follows; each notebook has its own, so that a late save cannot mistake it. */
  private kept = { revision: 0 };
  private waiting: NotebookDocument | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    private readonly storage: Promise<Storage>,
    private readonly onSaved: () => void,
  ) {
    addEventListener('pagehide', () => void this.flush());
  }

  /** Starts on another notebook, of which this page last saw `revision`; one never kept is saved at once. */
  follow(document: NotebookDocument, revision: number): void {
    this.kept = { revision };
    this.saved = null;
    if (revision === 0) this.changed(document);
  }

  changed(document: NotebookDocument): void {
    this.waiting = document;
    this.saved = { pending: true };
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), PAUSE);
  }

  /** Saves what waits, after what is being saved. */
  flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const document = this.waiting;
    if (!document) return this.saving;
    this.waiting = null;
    const kept = this.kept;
    this.saving = this.saving.then(() => this.save(document, kept));
    return this.saving;
  }

  private async save(document: NotebookDocument, kept: { revision: number }): Promise<void> {
    const { notebooks, temporary } = await this.storage;
    const outcome = await notebooks.save(document, kept.revision);
    if (!outcome.ok) {
      if (kept === this.kept) this.saved = { failed: outcome.reason };
      return;
    }
    kept.revision = outcome.revision;
    if (this.waiting === null && kept === this.kept)
      this.saved = temporary ? { failed: temporary } : { at: outcome.at };
    this.onSaved();
  }
}
