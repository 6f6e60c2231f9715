import { describe, expect, it } from 'vitest';
import { NO_FILTERS } from '../../../src/document/create';
import { setTitle } from '../../../src/document/edits';
import { say } from '../../../src/messages/say';
import { memoryStore, reopening } from '../../../src/storage/key-value';
import { Notebooks } from '../../../src/storage/notebooks';
import { openStorage } from '../../../src/storage/open';
import { exampleDocument } from '../document/example';
import { failingStore } from './failing-store';

const HOUR = 3_600_000;
const document = exampleDocument();
const titled = (title: string) => setTitle(document, title);

function shelf() {
  const store = failingStore();
  let time = Date.parse('2026-01-01T12:00:00Z');
  const clock = { pass: (milliseconds: number) => (time += milliseconds) };
  return { store, clock, notebooks: new Notebooks(store, () => (time += 1)) };
}

async function title(notebooks: Notebooks): Promise<string | null> {
  const loaded = await notebooks.load(document.id);
  return loaded.ok ? loaded.document.title : null;
}

describe('notebooks kept in the browser', () => {
  it('come back as they were saved', async () => {
    const { notebooks } = shelf();
    expect(await notebooks.save(document, 0)).toMatchObject({ ok: true, revision: 1 });
    expect(await notebooks.load(document.id)).toEqual({ ok: true, document, revision: 1, recovered: false });
  });

  it('are listed last saved first, with what the list shows', async () => {
    const { notebooks } = shelf();
    await notebooks.save({ ...document, id: 'older' }, 0);
    await notebooks.save({ ...document, id: 'bare', sources: [], filters: NO_FILTERS }, 0);
    await notebooks.save(document, 0);
    const list = await notebooks.list();
    expect(list.map(({ id }) => id)).toEqual([document.id, 'bare', 'older']);
    expect(list[0]).toMatchObject({ title: document.title, customers: 4338, asOf: '2011-12-09' });
    expect(list[1]).toMatchObject({ customers: null, asOf: null });
    expect(list[0]?.at).toBeInstanceOf(Date);
  });

  it('are read back after writing: a store that swallows writes is a failure, not “saved”', async () => {
    const store = memoryStore();
    const notebooks = new Notebooks({ ...store, set: async () => undefined });
    const saved = await notebooks.save(document, 0);
    expect(saved).toMatchObject({ ok: false, conflict: false, reason: { key: 'document_storage_failed' } });
    expect(await notebooks.list()).toEqual([]);
  });

  it('keep three revisions, and fall back to the one before when a text is damaged', async () => {
    const { notebooks, store } = shelf();
    for (let revision = 0; revision < 5; revision += 1)
      await notebooks.save(titled(`v${revision}`), revision);
    const texts = (await store.keys()).filter((key) => key.startsWith('text/')).sort();
    expect(texts).toHaveLength(3);
    await store.set(texts.at(-1)!, '{"format":"regu');
    expect(await notebooks.load(document.id)).toMatchObject({ ok: true, recovered: true, revision: 5 });
    expect(await title(notebooks)).toBe('v3');
  });

  it('of a newer version are refused and left as they are', async () => {
    const { notebooks, store } = shelf();
    await notebooks.save(document, 0);
    await notebooks.save(titled('newer'), 1);
    const newest = (await store.keys()).find((key) => key.startsWith('text/n-1/2'))!;
    const text = String(await store.get(newest)).replace('"version": 2', '"version": 9');
    await store.set(newest, text);
    expect(await notebooks.load(document.id)).toMatchObject({ ok: false, reason: { key: 'document_newer' } });
    expect(await store.get(newest)).toBe(text);
  });

  it('that are not there say so', async () => {
    const loaded = await shelf().notebooks.load('nobody');
    expect(loaded).toEqual({ ok: false, reason: { key: 'document_not_kept' } });
  });

  it('changed in another tab are not overwritten', async () => {
    const store = memoryStore();
    const [first, second] = [new Notebooks(store), new Notebooks(store)];
    await first.save(titled('a'), 0);
    await second.save(titled('b'), 1);
    const late = await first.save(titled('c'), 1);
    expect(late).toMatchObject({ ok: false, conflict: true, revision: 2 });
    expect(await title(first)).toBe('b');
    expect(await first.save(titled('c'), 2)).toMatchObject({ ok: true, revision: 3 });
  });

  it('saved twice at once by one page are saved one after the other', async () => {
    const { notebooks } = shelf();
    const saved = await Promise.all([notebooks.save(titled('a'), 0), notebooks.save(titled('b'), 1)]);
    expect(saved.map(({ ok }) => ok)).toEqual([true, true]);
    expect(await title(notebooks)).toBe('b');
  });

  it('deleted can be brought back for an hour, then are gone with their texts', async () => {
    const { notebooks, store, clock } = shelf();
    await notebooks.save(document, 0);
    expect(await notebooks.delete(document.id)).toBe(true);
    expect(await notebooks.list()).toEqual([]);
    expect(await notebooks.purge()).toEqual([]);
    expect(await notebooks.undelete(document.id)).toBe(true);
    expect(await notebooks.list()).toHaveLength(1);
    await notebooks.delete(document.id);
    clock.pass(HOUR + 1_000);
    expect(await notebooks.purge()).toEqual([document.id]);
    expect(await store.keys()).toEqual([]);
    expect(await notebooks.undelete(document.id)).toBe(false);
  });

  it('saved again after being deleted in another tab are back', async () => {
    const { notebooks } = shelf();
    await notebooks.save(document, 0);
    await notebooks.delete(document.id);
    expect(await notebooks.save(titled('kept'), 1)).toMatchObject({ ok: true });
    expect(await notebooks.list()).toHaveLength(1);
  });

  it('lose texts of saves that were cut short, but not of those going on', async () => {
    const { notebooks, store, clock } = shelf();
    await notebooks.save(document, 0);
    await store.set(`text/${document.id}/2-${Date.parse('2026-01-01T12:00:00Z')}-5`, 'cut short');
    await notebooks.purge();
    expect(await store.keys()).toHaveLength(3);
    clock.pass(2 * HOUR);
    await notebooks.purge();
    expect(await store.keys()).toHaveLength(2);
    expect(await title(notebooks)).toBe(document.title);
  });
});

describe('when storage fails', () => {
  it.each([
    ['QuotaExceededError', 'document_storage_full'],
    ['NS_ERROR_DOM_QUOTA_REACHED', 'document_storage_full'],
    ['SecurityError', 'document_storage_blocked'],
    ['InvalidStateError', 'document_storage_failed'],
    ['AbortError', 'document_storage_failed'],
  ])('%s at any call of a save: said, and the last saved notebook stands', async (name, key) => {
    for (let n = 1; n <= 6; n += 1) {
      const { notebooks, store } = shelf();
      await notebooks.save(titled('before'), 0);
      store.failAt(n, name, { forGood: true });
      const saved = await notebooks.save(titled('after'), 1);
      store.heal();
      if (!saved.ok) {
        expect(saved).toMatchObject({ conflict: false, reason: { key } });
        expect(say(saved.reason)).toMatch(/file/);
      }
      expect(await title(notebooks)).toBe(saved.ok ? 'after' : 'before');
      expect(await notebooks.save(titled('later'), saved.ok ? 2 : 1)).toMatchObject({ ok: true });
      expect(await title(notebooks)).toBe('later');
    }
  });

  it.each(['InvalidStateError', 'UnknownError'])('%s once: a new connection is tried once', async (name) => {
    for (let n = 1; n <= 4; n += 1) {
      const database = memoryStore();
      const connection = failingStore(database);
      let opened = 0;
      const notebooks = new Notebooks(reopening(() => ((opened += 1), opened === 1 ? connection : database)));
      connection.failAt(n, name, { forGood: true });
      const saved = await notebooks.save(document, 0);
      expect(saved).toMatchObject({ ok: true, revision: 1 });
      expect(opened).toBe(connection.calls.length >= n ? 2 : 1);
    }
  });

  it('a lost connection after the swap was done is not taken for another tab', async () => {
    const database = memoryStore();
    const update: typeof database.update = async (key, change) => {
      await database.update(key, change);
      throw new DOMException('', 'UnknownError');
    };
    let opened = 0;
    const open = () => ((opened += 1), opened === 1 ? { ...database, update } : database);
    expect(await new Notebooks(reopening(open)).save(document, 0)).toMatchObject({ ok: true });
  });

  it('other failures are not retried', async () => {
    let opened = 0;
    const store = reopening(() => {
      opened += 1;
      throw new DOMException('', 'SecurityError');
    });
    await expect(store.get('x')).rejects.toThrow(DOMException);
    expect(opened).toBe(1);
  });
});

describe('opening the storage', () => {
  it('keeps things where the browser does, in databases of its own', async () => {
    const databases = new Map<string, ReturnType<typeof memoryStore>>();
    const open = (name: string) => databases.get(name) ?? databases.set(name, memoryStore()).get(name)!;
    const first = await openStorage(open);
    expect(first.temporary).toBeNull();
    await first.notebooks.save(document, 0);
    await first.snapshots.saveSnapshot('n-1', 'k', []);
    expect([...databases.keys()]).toEqual(['regulars:/:notebooks', 'regulars:/:snapshots']);
    expect(await (await openStorage(open)).notebooks.list()).toHaveLength(1);
  });

  it('falls back to memory, and says so, where the browser keeps nothing', async () => {
    const blocked = failingStore();
    blocked.failAt(1, 'SecurityError', { forGood: true });
    const storage = await openStorage(() => blocked);
    expect(storage.temporary).toEqual({ key: 'document_storage_blocked' });
    expect(await storage.notebooks.save(document, 0)).toMatchObject({ ok: true });
    expect(await title(storage.notebooks)).toBe(document.title);
    expect((await openStorage()).temporary).toEqual({ key: 'document_storage_blocked' });
  });

  it('stays with a full disk, where saved notebooks can still be read', async () => {
    const database = failingStore();
    await new Notebooks(database).save(document, 0);
    database.failAt(1, 'QuotaExceededError', { forGood: true, only: 'set' });
    const storage = await openStorage(() => database);
    expect(storage.temporary).toBeNull();
    expect(await title(storage.notebooks)).toBe(document.title);
  });
});
