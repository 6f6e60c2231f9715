import { newId } from '../document/create';
import { openDocument } from '../document/open';
import { documentText } from '../document/save';
import type { NotebookDocument } from '../document/types';
import type { Reason } from '../intake/types';
import { storageFailure } from './failures';
import { InLine } from './in-line';
import type { KeyValueStore } from './key-value';

/** What the list of recent notebooks shows of one. */
export interface RecentNotebook {
  id: string;
  title: string;
  customers: number | null;
  asOf: string | null;
  at: Date;
}

/** Points at the text of the current revision. It is written last, so it never names a text that is not there. */
interface Pointer {
  id: string;
  revision: number;
  /** Keys of the texts kept, newest first. */
  texts: string[];
  title: string;
  customers: number | null;
  asOf: string | null;
  /** Milliseconds since 1970. */
  at: number;
  /** When it was taken off the list; null for one that is on it. */
  deletedAt: number | null;
}

export type Saved =
  | { ok: true; revision: number; at: Date }
  /** Another tab saved first; `revision` is what stands there now. */
  | { ok: false; conflict: true; reason: Reason; revision: number }
  | { ok: false; conflict: false; reason: Reason };

export type Loaded =
  | {
      ok: true;
      document: NotebookDocument;
      revision: number;
      /** The newest text was damaged. */ recovered: boolean;
    }
  | { ok: false; reason: Reason };

const KEPT_REVISIONS = 3;
/** A deleted notebook can be brought back, and a text without pointer may belong to a save going on, this long. */
const GRACE = 3_600_000;
const POINTER = 'notebook/';
const TEXT = 'text/';

class Conflict extends Error {
  constructor(readonly revision: number) {
    super('changed in another tab');
  }
}

/**
 * Notebooks kept in this browser. Each save writes a new text, reads it back, then swaps the pointer if it still is at
 * the expected revision; whatever is interrupted, the last saved notebook can be opened. Failures are returned.
 */
export class Notebooks {
  /** One after the other: two saves of one page must not see each other as another tab. */
  private readonly line = new InLine();

  constructor(
    private readonly store: KeyValueStore,
    private readonly now: () => number = Date.now,
  ) {}

  /** `expected` is the revision the page last saw: 0 for a notebook never saved. */
  save(document: NotebookDocument, expected: number): Promise<Saved> {
    return this.line.run(async () => {
      const text = documentText(document);
      const at = this.now();
      const key = `${TEXT}${document.id}/${expected + 1}-${at}-${newId()}`;
      try {
        await this.store.set(key, text);
        if ((await this.store.get(key)) !== text) throw new Error('read back differently');
        const dropped = await this.swap(document, expected, key, at);
        await this.drop(dropped);
        return { ok: true, revision: expected + 1, at: new Date(at) };
      } catch (error) {
        await this.drop([key]);
        if (!(error instanceof Conflict))
          return { ok: false, conflict: false, reason: storageFailure(error) };
        const reason = { key: 'document_storage_conflict' };
        return { ok: false, conflict: true, reason, revision: error.revision };
      }
    });
  }

  /** Not deleted ones, last saved first. */
  async list(): Promise<RecentNotebook[]> {
    const pointers = await this.pointers();
    return pointers
      .filter(({ deletedAt }) => deletedAt === null)
      .sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1))
      .map(({ id, title, customers, asOf, at }) => ({ id, title, customers, asOf, at: new Date(at) }));
  }

  /** The newest revision that can be opened. One of a newer version is refused, not passed over for an older one. */
  async load(id: string): Promise<Loaded> {
    try {
      const pointer = asPointer(await this.store.get(POINTER + id));
      let reason: Reason = { key: 'document_not_kept' };
      for (const [index, key] of (pointer?.texts ?? []).entries()) {
        const text = await this.store.get(key);
        if (typeof text !== 'string') continue;
        const opened = openDocument(text);
        if (opened.ok && pointer) {
          return { ok: true, document: opened.document, revision: pointer.revision, recovered: index > 0 };
        }
        if (!opened.ok) reason = opened.reason;
        if (reason.key === 'document_newer') break;
      }
      return { ok: false, reason };
    } catch (error) {
      return { ok: false, reason: storageFailure(error) };
    }
  }

  /** Takes a notebook off the list. Its texts stay until `purge`, so that it can be brought back. */
  delete(id: string): Promise<boolean> {
    return this.mark(id, this.now());
  }

  /** False where it is gone for good. */
  undelete(id: string): Promise<boolean> {
    return this.mark(id, null);
  }

  /**
   * Removes for good what was deleted over an hour ago, and texts no pointer names (a save cut short); called when the
   * page starts. Returns the ids of those notebooks, so that what else is kept of them can go too.
   */
  purge(): Promise<string[]> {
    return this.line.run(async () => {
      const old = this.now() - GRACE;
      const pointers = await this.pointers();
      const gone = pointers.filter(({ deletedAt }) => deletedAt !== null && deletedAt < old);
      const named = new Set(
        pointers.filter((pointer) => !gone.includes(pointer)).flatMap(({ texts }) => texts),
      );
      const texts = (await this.store.keys()).filter((key) => key.startsWith(TEXT) && !named.has(key));
      const loose = texts.filter((key) => writtenAt(key) < old);
      await this.drop([...gone.flatMap(({ id, texts: own }) => [POINTER + id, ...own]), ...loose]);
      return gone.map(({ id }) => id);
    });
  }

  private async swap(
    document: NotebookDocument,
    expected: number,
    key: string,
    at: number,
  ): Promise<string[]> {
    let dropped: string[] = [];
    await this.store.update(POINTER + document.id, (value) => {
      const current = asPointer(value);
      // A retry after a lost connection may find its own first attempt done.
      if (current?.texts[0] === key) return current;
      if ((current?.revision ?? 0) !== expected) throw new Conflict(current?.revision ?? 0);
      const texts = [key, ...(current?.texts ?? [])];
      dropped = texts.slice(KEPT_REVISIONS);
      const pointer: Pointer = {
        id: document.id,
        revision: expected + 1,
        texts: texts.slice(0, KEPT_REVISIONS),
        title: document.title,
        customers: document.sources[0]?.ledger.customers ?? null,
        asOf: document.filters.asOf ?? document.sources[0]?.ledger.lastDay ?? null,
        at,
        deletedAt: null,
      };
      return pointer;
    });
    return dropped;
  }

  private async mark(id: string, deletedAt: number | null): Promise<boolean> {
    return this.line.run(async () => {
      if (!asPointer(await this.store.get(POINTER + id))) return false;
      await this.store.update(POINTER + id, (value) => {
        const pointer = asPointer(value);
        return pointer ? { ...pointer, deletedAt } : value;
      });
      return true;
    });
  }

  private async pointers(): Promise<Pointer[]> {
    const keys = (await this.store.keys()).filter((key) => key.startsWith(POINTER));
    const values = await Promise.all(keys.map((key) => this.store.get(key)));
    return values.map(asPointer).filter((pointer) => pointer !== null);
  }

  /** What cannot be removed now is found by a later `purge`: a tidy-up never turns a save into a failure. */
  private async drop(keys: string[]): Promise<void> {
    await Promise.allSettled(keys.map((key) => this.store.del(key)));
  }
}

function asPointer(value: unknown): Pointer | null {
  const pointer = value as Partial<Pointer> | null | undefined;
  return typeof pointer?.id === 'string' && Array.isArray(pointer.texts) ? (pointer as Pointer) : null;
}

/** Milliseconds since 1970 from `text/<id>/<revision>-<time>-<random>`. */
function writtenAt(key: string): number {
  return Number(key.split('/').at(-1)?.split('-')[1] ?? 0);
}
