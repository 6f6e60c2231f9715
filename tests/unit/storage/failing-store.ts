import { memoryStore, type KeyValueStore } from '../../../src/storage/key-value';

export type Operation = keyof KeyValueStore;

/** A memory store that fails as browsers do. `values` outlives the failures, as a database does. */
export interface FailingStore extends KeyValueStore {
  readonly calls: { operation: Operation; key: string }[];
  /** Throws an error of this name at the n-th call from now on (1 is the next), once or for good. */
  failAt(n: number, name: string, options?: { forGood?: boolean; only?: Operation }): void;
  heal(): void;
}

export function failingStore(inner: KeyValueStore = memoryStore()): FailingStore {
  let plan: { left: number; name: string; forGood: boolean; only: Operation | undefined } | null = null;
  const calls: FailingStore['calls'] = [];
  async function call<T>(operation: Operation, key: string, work: () => Promise<T>): Promise<T> {
    calls.push({ operation, key });
    if (plan && (!plan.only || plan.only === operation)) {
      plan.left -= 1;
      if (plan.left <= 0) {
        const { name } = plan;
        if (!plan.forGood) plan = null;
        throw new DOMException(`made to fail at ${operation} ${key}`, name);
      }
    }
    return work();
  }
  return {
    calls,
    failAt(n, name, { forGood = false, only } = {}) {
      plan = { left: n, name, forGood, only };
    },
    heal() {
      plan = null;
    },
    get: (key) => call('get', key, () => inner.get(key)),
    set: (key, value) => call('set', key, () => inner.set(key, value)),
    del: (key) => call('del', key, () => inner.del(key)),
    keys: () => call('keys', '', () => inner.keys()),
    update: (key, change) => call('update', key, () => inner.update(key, change)),
  };
}
