import type { ResultShape, Row } from '../analyses/define';
import { newId } from '../document/create';
import { localDay } from '../document/days';
import { download } from '../exports/download';
import type { NotebookDocument, SharedResults } from '../document/types';
import type { Reason } from '../intake/types';
import { formatDay } from '../messages/format';
import { m } from '../messages/speak';
import { compareResults, isSameData, renamedIn, type Agreement } from '../sharing/agreement';
import {
  defaultChoice,
  leaving,
  offersOf,
  sharedResults,
  tooMuch,
  type CellWithResults,
  type Choice,
  type Offer,
} from '../sharing/collect';
import type { KnownIds } from '../sharing/customer-columns';
import { isLocked, LOCKED_ENDING, MAX_LOCKED_BYTES } from '../sharing/locked';
import { pinResults, unpinResults } from '../sharing/pins';
import { compareRuns, type NotebookRun, type RunsCompared } from '../sharing/two-runs';
import { reasonText } from './failure-text';
import type { NoticeList } from './notices.svelte';
import { cellsWithResults, knownIds, resultsNow, type SharingNotebook } from './sharing-cells';

export type SharingDialog = 'save' | 'agreement' | 'compare';

/** What could leave, judged against the ids of the open shop. */
export interface Prepared {
  cells: CellWithResults[];
  offers: Offer[];
  known: KnownIds;
}

/** A file as it would be saved. */
export interface Packed {
  document: NotebookDocument;
  text: string;
  bytes: number;
}

/** A run that can be compared with another. */
export interface ComparableRun {
  id: string;
  name: string;
  run: NotebookRun;
}

/** Notebooks that take results along, and what came of results that were taken along. */
export class Sharing {
  dialog = $state.raw<SharingDialog | null>(null);
  /** Results sent along held against those computed here; null without either, and while cells still run. */
  readonly agreement = $derived.by<Agreement | null>(() => {
    const { document, hasData } = this.notebook;
    const now = document?.shared && hasData ? resultsNow(this.notebook, document) : null;
    if (!document?.shared || !now) return null;
    return compareResults(document.shared, now, renamedIn(document.shared));
  });
  private work = new AbortController();

  constructor(
    private readonly notebook: SharingNotebook,
    private readonly notices: NoticeList,
    private readonly handOver: (blob: Blob, name: string) => void = download,
  ) {}

  /** True where the data attached is the very data the results came from. */
  get sameData(): boolean {
    const { document } = this.notebook;
    return document?.shared !== undefined && isSameData(document.shared, document);
  }

  show(dialog: SharingDialog): void {
    this.dialog = dialog;
  }

  close(): void {
    this.work.abort();
    this.dialog = null;
  }

  // — saving —

  /** Rejects with the engine's sentence where ids cannot be looked up: nothing may leave unjudged. */
  async prepare(): Promise<Prepared> {
    const cells = cellsWithResults(this.notebook);
    const known = await knownIds(this.notebook, cells);
    return { cells, offers: offersOf(cells, known), known };
  }

  /** Computes results that only run on request, and judges everything anew. */
  async load(offers: readonly Offer[]): Promise<Prepared> {
    for (const { cellId, result, table } of offers)
      if (!table) await this.notebook.loadResult(cellId, result);
    return this.prepare();
  }

  /** The very file that would be saved, or why it cannot be. */
  async pack(prepared: Prepared, choice: Choice, withPins: boolean): Promise<Packed | Reason> {
    const { document } = this.notebook;
    if (!document) return { key: 'sharing_nothing_open' };
    const tables = leaving(prepared.offers, choice, prepared.known);
    const reason = tooMuch(tables);
    if (reason) return reason;
    const [{ documentText, questionsOnly }, { MAX_DOCUMENT_BYTES }] = await Promise.all([
      import('../document/save'),
      import('../document/open'),
    ]);
    const of = { at: new Date(), customers: choice.customers, scope: this.notebook.scope };
    const shared = sharedResults(document, prepared.cells, prepared.offers, tables, of);
    const packed: NotebookDocument = {
      ...questionsOnly(document),
      ...(withPins && document.pinned ? { pinned: document.pinned } : {}),
      ...(tables.size > 0 ? { shared } : {}),
    };
    const text = documentText(packed);
    const bytes = new Blob([text]).size;
    return bytes > MAX_DOCUMENT_BYTES
      ? {
          key: 'sharing_too_large',
          values: { megabytes: Math.ceil(bytes / 1e6), limit: Math.floor(MAX_DOCUMENT_BYTES / 1e6) },
        }
      : { document: packed, text, bytes };
  }

  /** Saves a file, locked where a passphrase is given. Says why not where it cannot be locked; true once it is saved. */
  async save(packed: Packed, passphrase: string | null): Promise<boolean> {
    const { fileName } = await import('../exports/file-name');
    const { title } = packed.document;
    if (passphrase === null) {
      this.handOver(
        new Blob([packed.text], { type: 'application/json' }),
        fileName([title], 'regulars.json'),
      );
      return true;
    }
    const { lockBytes } = await import('../engine/passphrase');
    this.work = new AbortController();
    const { signal } = this.work;
    const locked = await lockBytes(new TextEncoder().encode(packed.text), passphrase, signal);
    if (signal.aborted) return false;
    if (!locked.ok) {
      this.notices.say(await reasonText(locked.reason), 'error');
      return false;
    }
    const blob = new Blob([Uint8Array.from(locked.bytes)], { type: 'application/octet-stream' });
    this.handOver(blob, fileName([title], LOCKED_ENDING.slice(1)));
    return true;
  }

  /** The notebook as a file for scripts: `aggregates` as the dialog offers them, `customers` under pseudonyms too. */
  async notebookFile(results: 'none' | 'aggregates' | 'customers'): Promise<Blob> {
    const none: Prepared = { cells: [], offers: [], known: () => false };
    let prepared = results === 'none' ? none : await this.prepare();
    if (results === 'customers')
      prepared = await this.load(prepared.offers.filter(({ ofCustomers }) => ofCustomers));
    const usual = defaultChoice(prepared.offers).offers;
    const customers = prepared.offers.filter(({ ofCustomers, stale }) => ofCustomers && !stale);
    const choice: Choice =
      results === 'customers'
        ? { offers: new Set([...usual, ...customers.map(({ id }) => id)]), customers: 'pseudonyms' }
        : { offers: usual, customers: 'none' };
    const packed = await this.pack(prepared, choice, results !== 'none');
    if ('key' in packed) throw new Error(await reasonText(packed));
    return new Blob([packed.text], { type: 'application/json' });
  }

  // — runs to compare —

  /** Keeps the aggregates shown now. */
  async pin(name: string): Promise<void> {
    const prepared = await this.prepare();
    const tables = leaving(prepared.offers, defaultChoice(prepared.offers), prepared.known);
    const reason = tables.size === 0 ? { key: 'sharing_nothing_to_pin' } : tooMuch(tables);
    const { document } = this.notebook;
    if (reason || !document) {
      if (reason) this.notices.say(await reasonText(reason), 'warning');
      return;
    }
    const of = { at: new Date(), customers: 'none' as const, scope: this.notebook.scope };
    const results = sharedResults(document, prepared.cells, prepared.offers, tables, of);
    const pin = { id: newId(), name: name.trim() || formatDay(localDay(of.at)) };
    if (this.notebook.edit((open) => pinResults(open, results, pin)))
      this.notices.say(m.sharing_pinned({ name: pin.name }));
  }

  unpin(id: string): void {
    this.notebook.edit((document) => unpinResults(document, id));
  }

  /** The open notebook's runs, the earliest first: its pins, what came with its file, and what it shows now. */
  async runs(): Promise<ComparableRun[]> {
    const { document } = this.notebook;
    if (!document) return [];
    const { cells, shared, pinned = [] } = document;
    const run = (results: SharedResults): NotebookRun => ({ cells, results });
    const kept = pinned.map((pin) => ({ id: pin.id, name: pin.name, run: run(pin) }));
    const sent = shared ? [{ id: 'shared', name: m.sharing_run_sent(), run: run(shared) }] : [];
    const now = await this.current(document);
    return [...kept, ...sent, ...(now ? [{ id: 'now', name: m.sharing_run_now(), run: run(now) }] : [])];
  }

  private async current(document: NotebookDocument): Promise<SharedResults | null> {
    const prepared = await this.prepare();
    const current = prepared.offers.filter(({ table, stale }) => table && !stale);
    const choice: Choice = { offers: new Set(current.map(({ id }) => id)), customers: 'real' };
    const tables = leaving(prepared.offers, choice, prepared.known);
    const of = { at: new Date(), customers: 'real' as const, scope: this.notebook.scope };
    return tables.size > 0 ? sharedResults(document, prepared.cells, prepared.offers, tables, of) : null;
  }

  /**
   * The results in another notebook's file, or the sentence why there are none to compare with; `locked` where its
   * passphrase is to be asked for first.
   */
  async runOfFile(file: File, passphrase?: string): Promise<ComparableRun | Reason | 'locked'> {
    const locked = await isLocked(file);
    if (locked && passphrase === undefined) return 'locked';
    const text = locked ? await this.unlocked(file, passphrase ?? '') : null;
    if (text && 'key' in text) return text;
    const { openDocumentFile } = await import('../document/open');
    const opened = await openDocumentFile(text ?? file);
    if (!opened.ok) return opened.reason;
    const { cells, shared, title } = opened.document;
    if (!shared) return { key: 'sharing_compare_no_results' };
    return { id: `file-${opened.document.id}`, name: title || file.name, run: { cells, results: shared } };
  }

  private async unlocked(file: File, passphrase: string): Promise<Blob | Reason> {
    if (file.size > MAX_LOCKED_BYTES) return { key: 'sharing_locked_too_large' };
    const { unlockBytes } = await import('../engine/passphrase');
    this.work = new AbortController();
    const { signal } = this.work;
    const opened = await unlockBytes(new Uint8Array(await file.arrayBuffer()), passphrase, signal);
    return opened.ok ? new Blob([Uint8Array.from(opened.bytes)]) : opened.reason;
  }

  compare(earlier: ComparableRun, later: ComparableRun): RunsCompared {
    return compareRuns(earlier.run, later.run, this.notebook.analyses);
  }

  /** A table of a comparison as CSV, named after the notebook. */
  async saveTable(table: { title: string; shape: ResultShape; rows: readonly Row[] }): Promise<void> {
    const { exportTable } = await import('../exports/registry');
    const { title, shape, rows } = table;
    const notebook = this.notebook.document?.title ?? '';
    const nowhere = { analysis: null, params: {}, asOf: null, window: null, sources: [] };
    const { blob, name } = await exportTable('csv', {
      rows,
      shape,
      provenance: { notebook, title, ...nowhere },
    });
    this.handOver(blob, name);
  }
}
