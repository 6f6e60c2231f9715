import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/storage/key-value';
import { snapshotKey, Snapshots } from '../../../src/storage/snapshots';
import { exampleSource } from '../document/example';
import { failingStore } from './failing-store';

const parts = [
  { name: 'orders', bytes: new Blob([Uint8Array.of(1, 2, 3, 255)]) },
  { name: 'customers', bytes: new Blob([]) },
];
/** What the parts hold: two Blobs are alike to an assertion whatever is in them. */
const whole = [
  { name: 'orders', bytes: [1, 2, 3, 255] },
  { name: 'customers', bytes: [] },
];

async function loaded(snapshots: Snapshots, id: string, key: string) {
  const found = await snapshots.loadSnapshot(id, key);
  const read = async (blob: Blob) => [...new Uint8Array(await blob.arrayBuffer())];
  return found && Promise.all(found.map(async ({ name, bytes }) => ({ name, bytes: await read(bytes) })));
}

describe('snapshots of the canonical tables', () => {
  it('come back byte for byte under the same key only', async () => {
    const snapshots = new Snapshots(memoryStore());
    expect(await snapshots.saveSnapshot('n', 'key', parts)).toEqual({ ok: true });
    expect(await loaded(snapshots, 'n', 'key')).toEqual(whole);
    expect(await loaded(snapshots, 'n', 'other key')).toBeNull();
    expect(await loaded(snapshots, 'm', 'key')).toBeNull();
  });

  it('are replaced and dropped without leaving anything', async () => {
    const store = memoryStore();
    const snapshots = new Snapshots(store);
    await snapshots.saveSnapshot('n', 'one', parts);
    await snapshots.saveSnapshot('n', 'two', [parts[0]!]);
    expect(await store.keys()).toHaveLength(2);
    expect(await loaded(snapshots, 'n', 'one')).toBeNull();
    expect(await loaded(snapshots, 'n', 'two')).toEqual([whole[0]]);
    await snapshots.dropSnapshot('n');
    expect(await store.keys()).toEqual([]);
  });

  it('are copied for another notebook, which then stands by itself', async () => {
    const snapshots = new Snapshots(memoryStore());
    await snapshots.saveSnapshot('n', 'key', parts);
    await snapshots.copySnapshot('n', 'copy');
    await snapshots.dropSnapshot('n');
    expect(await loaded(snapshots, 'copy', 'key')).toEqual(whole);
    await snapshots.copySnapshot('gone', 'other');
    expect(await loaded(snapshots, 'other', 'key')).toBeNull();
  });

  it('copy nothing, and stop nothing, where the store fails', async () => {
    for (const only of ['get', 'set', 'keys'] as const) {
      const store = failingStore();
      const snapshots = new Snapshots(store);
      await snapshots.saveSnapshot('n', 'key', parts);
      store.failAt(1, 'UnknownError', { forGood: true, only });
      await snapshots.copySnapshot('n', 'copy');
      store.heal();
      expect(await loaded(snapshots, 'copy', 'key')).toBeNull();
      expect(await loaded(snapshots, 'n', 'key')).toEqual(whole);
    }
  });

  it('with a part missing, short or unreadable are as good as none', async () => {
    for (const damage of [undefined, new Blob(['x']), 'text']) {
      const store = memoryStore();
      const snapshots = new Snapshots(store);
      await snapshots.saveSnapshot('n', 'key', parts);
      const part = (await store.keys()).find((key) => key.startsWith('part/'))!;
      await store.set(part, damage);
      expect(await loaded(snapshots, 'n', 'key')).toBeNull();
    }
  });

  it('stay within a budget: the oldest of other notebooks go first', async () => {
    let time = 0;
    const snapshots = new Snapshots(memoryStore(), () => (time += 1), 10);
    for (const id of ['a', 'b', 'c']) await snapshots.saveSnapshot(id, 'key', parts);
    expect(await loaded(snapshots, 'a', 'key')).toBeNull();
    expect(await loaded(snapshots, 'b', 'key')).toEqual(whole);
    expect(await loaded(snapshots, 'c', 'key')).toEqual(whole);
  });

  it('make room by dropping those of other notebooks, then try once more', async () => {
    const store = failingStore();
    const snapshots = new Snapshots(store);
    await snapshots.saveSnapshot('a', 'key', parts);
    store.failAt(2, 'QuotaExceededError', { only: 'set' });
    expect(await snapshots.saveSnapshot('b', 'key', parts)).toEqual({ ok: true });
    expect(await loaded(snapshots, 'b', 'key')).toEqual(whole);
    expect(await loaded(snapshots, 'a', 'key')).toBeNull();
    expect(await store.keys()).toHaveLength(3);
  });

  it('are given up quietly where there is no room at all, leaving no half', async () => {
    const store = failingStore();
    const snapshots = new Snapshots(store);
    store.failAt(2, 'QuotaExceededError', { only: 'set', forGood: true });
    const saved = await snapshots.saveSnapshot('n', 'key', parts);
    expect(saved).toEqual({ ok: false, reason: { key: 'document_storage_full' } });
    expect(store.calls.filter(({ operation }) => operation === 'set')).toHaveLength(3);
    store.heal();
    expect(await store.keys()).toEqual([]);
    expect(await loaded(snapshots, 'n', 'key')).toBeNull();
    expect(await snapshots.saveSnapshot('n', 'key', parts)).toEqual({ ok: true });
  });

  it('never reject, and never mix two states, wherever a save fails', async () => {
    for (const name of ['QuotaExceededError', 'InvalidStateError', 'UnknownError']) {
      for (let n = 1; n <= 12; n += 1) {
        const store = failingStore();
        const snapshots = new Snapshots(store);
        await snapshots.saveSnapshot('n', 'old', parts);
        store.failAt(n, name, { forGood: true });
        const saved = await snapshots.saveSnapshot('n', 'new', [parts[0]!]);
        await snapshots.loadSnapshot('n', 'new');
        store.heal();
        expect(await loaded(snapshots, 'n', 'new')).toEqual(saved.ok ? [whole[0]] : null);
        const old = await snapshots.loadSnapshot('n', 'old');
        expect(old === null || old.length === parts.length).toBe(true);
      }
    }
  });
});

describe('the key of a snapshot', () => {
  const key = snapshotKey([exampleSource], '1.32.0');

  it('is the same for the same choices in another order', () => {
    const { mapping, ...rest } = exampleSource;
    const turned = Object.fromEntries(Object.entries(mapping).reverse());
    expect(snapshotKey([{ mapping: turned, ...rest }], '1.32.0')).toBe(key);
  });

  it('differs with data, reading, mapping, policies and engine, but not with a name or a ledger', () => {
    const changes = [
      { fingerprint: { bytes: 1, sha256: 'cd'.repeat(32) } },
      { read: { ...exampleSource.read, delimiter: ';' as const } },
      { mapping: { ...exampleSource.mapping, amount: 'x' } },
      { readings: {} },
      { policies: { ...exampleSource.policies, refunds: 'net' as const } },
    ];
    const keys = changes.map((change) => snapshotKey([{ ...exampleSource, ...change }], '1.32.0'));
    expect(new Set([key, snapshotKey([exampleSource], '1.33.0'), ...keys]).size).toBe(changes.length + 2);
    expect(snapshotKey([{ ...exampleSource, name: 'renamed.csv' }], '1.32.0')).toBe(key);
  });
});
