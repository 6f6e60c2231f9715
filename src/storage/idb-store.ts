import { createStore, del, get, keys, set, update } from 'idb-keyval';
import type { KeyValueStore } from './key-value';

/** A database of its own with one object store, opened at the first call. */
export function idbStore(database: string): KeyValueStore {
  const store = createStore(database, 'values');
  return {
    get: (key) => get<unknown>(key, store),
    set: (key, value) => set(key, value, store),
    del: (key) => del(key, store),
    keys: () => keys<string>(store),
    update: (key, change) => update<unknown>(key, change, store),
  };
}
