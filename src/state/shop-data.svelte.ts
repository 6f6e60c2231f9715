import type { NotebookDocument, Source } from '../document/types';
import type { Storage } from '../storage/open';
import type { NotebookState } from './contracts';
import type { Engine } from './engine.svelte';

/** Part of a snapshot's key: what one engine wrote another may not read, nor tables that were built in another way. */
const TABLES_VERSION = 'duckdb-wasm 1.32.0, lines by product and their days, members, costs';

/** The canonical tables in the engine: whether they are those of the open notebook, and what they cover. */
export class ShopData {
  present = $state(false);
  window = $state.raw<NotebookState['window']>(null);
  scope = $state.raw<NotebookState['scope']>(null);
  private measurement = 0;
  /** The keeping under way: a notebook that is opened meanwhile may want just these tables. */
  private keeping: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly engine: Engine,
    private readonly storage: Promise<Storage>,
  ) {}

  /** The engine now holds what `source` describes. */
  arrived(source: Source): void {
    this.window = windowOf(source);
    this.present = true;
  }

  forget(): void {
    this.present = false;
    this.window = null;
    this.scope = null;
  }

  /**
   * Puts a notebook's tables back from this browser's cache. False where there is none or it is in doubt: then the file
   * itself is the way back. `stillWanted` is asked after each wait.
   */
  async restore(document: NotebookDocument, stillWanted: () => boolean): Promise<boolean> {
    const [source] = document.sources;
    if (!source) return false;
    await this.keeping;
    const { snapshots } = await this.storage;
    const parts = await snapshots.loadSnapshot(document.id, await keyOf(document));
    if (!parts || !stillWanted()) return false;
    const client = await this.engine.client();
    const outcome = await client.restore(client.newJob(), parts);
    if (!stillWanted()) return false;
    if (outcome.ok) this.arrived(source);
    // Not where the engine was lost over something else: the snapshot may be sound.
    else if (outcome.failure.kind === 'sql') await snapshots.dropSnapshot(document.id);
    return outcome.ok;
  }

  /**
   * Keeps the tables for the next visit, at its turn, unless others were asked for by then. A cache: where the browser has
   * no room, the next visit asks for the file.
   */
  keep(document: NotebookDocument, inTurn: (work: () => Promise<void>) => Promise<void>): void {
    const asked = this.engine.client().then((client) => client.tablesAsked);
    // Only who waits for it passes over a failure: without a cache the file itself is the way back.
    this.keeping = inTurn(() => this.write(document, asked)).catch(() => undefined);
  }

  private async write(document: NotebookDocument, asked: Promise<number>): Promise<void> {
    const standing = await asked;
    const client = await this.engine.client();
    if (client.tablesAsked !== standing) return;
    const outcome = await client.snapshot(client.newJob());
    if (!outcome.ok) return;
    const { snapshots } = await this.storage;
    await snapshots.saveSnapshot(document.id, await keyOf(document), outcome.value);
  }

  /** Counts what the filters leave. Where that fails the scope is not known; what the cells say tells why. */
  async measureScope(count: () => Promise<NotebookState['scope']>): Promise<void> {
    const measurement = (this.measurement += 1);
    const totals = await count().catch(() => null);
    // Filters that have been changed since are being counted by then.
    if (this.present && measurement === this.measurement) this.scope = totals;
  }
}

async function keyOf(document: NotebookDocument): Promise<string> {
  const { snapshotKey } = await import('../storage/snapshots');
  return snapshotKey(document.sources, TABLES_VERSION);
}

/** The days a source covers: to the day before the export where that is known and later than the last order. */
export function windowOf({ ledger, policies }: Source): NotebookState['window'] {
  const { firstDay, lastDay } = ledger;
  if (firstDay === null || lastDay === null) return null;
  const covered = policies.exportedOn === null ? lastDay : dayBefore(policies.exportedOn);
  return { firstDay, lastDay: covered > lastDay ? covered : lastDay };
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}
