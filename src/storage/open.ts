import type { Reason } from '../intake/types';
import { storageFailure } from './failures';
import { FileHandles } from './file-handles';
import { idbStore } from './idb-store';
import { memoryStore, reopening, type KeyValueStore } from './key-value';
import { storageName } from './location';
import { Notebooks } from './notebooks';
import { Snapshots } from './snapshots';

export interface Storage {
  notebooks: Notebooks;
  snapshots: Snapshots;
  handles: FileHandles;
  /** Null where things are kept; else why they only last as long as the page. */
  temporary: Reason | null;
}

/**
 * The stores of this app, one database each. Tried out once: where the browser refuses, all of them live in memory and
 * the page works on, with a banner.
 */
export async function openStorage(open: (database: string) => KeyValueStore = idbStore): Promise<Storage> {
  const lasting = (what: string) => reopening(() => open(storageName(what)));
  const notebooks = lasting('notebooks');
  const refusal = await tryOut(notebooks);
  if (refusal) return stores(memoryStore, refusal);
  return stores((what) => (what === 'notebooks' ? notebooks : lasting(what)), null);
}

/** Asks the browser to keep this origin's storage when room is short. Chromium decides without asking anybody. */
export async function askToPersist(): Promise<boolean> {
  return (await globalThis.navigator?.storage?.persist?.()) ?? false;
}

function stores(open: (what: string) => KeyValueStore, temporary: Reason | null): Storage {
  return {
    notebooks: new Notebooks(open('notebooks')),
    snapshots: new Snapshots(open('snapshots')),
    handles: new FileHandles(open('handles')),
    temporary,
  };
}

async function tryOut(store: KeyValueStore): Promise<Reason | null> {
  try {
    await store.set('probe', 1);
    await store.del('probe');
    return null;
  } catch (error) {
    // A full disk still holds the notebooks saved before; only a store that cannot even be read is given up.
    const reason = storageFailure(error);
    if (reason.key !== 'document_storage_full') return reason;
  }
  try {
    await store.keys();
    return null;
  } catch (error) {
    return storageFailure(error);
  }
}
