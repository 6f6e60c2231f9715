/** The little of IndexedDB that is needed, so that every rule above it can be tested with failures at any call. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  keys(): Promise<string[]>;
  /** Reads and writes as one step that no other tab can come between. An error thrown by `change` leaves the value. */
  update(key: string, change: (value: unknown) => unknown): Promise<void>;
}

/** Holds values as long as the page lives; used where the browser keeps nothing. */
export function memoryStore(): KeyValueStore {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    del: async (key) => void values.delete(key),
    keys: async () => [...values.keys()],
    update: async (key, change) => void values.set(key, change(values.get(key))),
  };
}

/** WebKit closes connections without saying so; a new one works. Other failures stay failures. */
const LOST_CONNECTION = new Set(['InvalidStateError', 'UnknownError']);

/** Opens the store when first used, and once more when a call finds the connection lost. */
export function reopening(open: () => KeyValueStore): KeyValueStore {
  let store: KeyValueStore | undefined;
  async function attempt<T>(use: (store: KeyValueStore) => Promise<T>): Promise<T> {
    try {
      return await use((store ??= open()));
    } catch (error) {
      if (!LOST_CONNECTION.has(nameOf(error))) throw error;
      store = open();
      return use(store);
    }
  }
  return {
    get: (key) => attempt((s) => s.get(key)),
    set: (key, value) => attempt((s) => s.set(key, value)),
    del: (key) => attempt((s) => s.del(key)),
    keys: () => attempt((s) => s.keys()),
    update: (key, change) => attempt((s) => s.update(key, change)),
  };
}

export function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}
