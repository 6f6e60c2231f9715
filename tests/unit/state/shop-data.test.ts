import { describe, expect, it } from 'vitest';
import { newDocument } from '../../../src/document/create';
import type { NotebookDocument } from '../../../src/document/types';
import type { Storage } from '../../../src/storage/open';
import type { Engine } from '../../../src/state/engine.svelte';
import { ShopData } from '../../../src/state/shop-data.svelte';

/** A shop's data over an engine and a store that only note what they are asked. */
function shop() {
  const saved: string[] = [];
  const client = {
    tablesAsked: 0,
    newJob: () => 'job',
    snapshot: () => Promise.resolve({ ok: true, value: [] }),
  };
  const engine = { client: () => Promise.resolve(client) } as unknown as Engine;
  const snapshots = {
    saveSnapshot: (id: string) => Promise.resolve(saved.push(id)),
    loadSnapshot: () => Promise.resolve(null),
  };
  const data = new ShopData(engine, Promise.resolve({ snapshots } as unknown as Storage));
  return { data, client, saved };
}
const notebook = (id: string): NotebookDocument => ({ ...newDocument({ title: id, sources: [] }), id });

describe('keeping the tables for the next visit', () => {
  it('at its turn', async () => {
    const { data, saved } = shop();
    let turn = () => undefined as void;
    const inTurn = (work: () => Promise<void>) =>
      new Promise<void>((resolve) => (turn = () => void work().then(resolve)));
    data.keep(notebook('a'), inTurn);
    await Promise.resolve();
    expect(saved).toEqual([]);
    turn();
    await expect.poll(() => saved).toEqual(['a']);
  });

  it('not where others were asked for while the cells still ran: they would be kept as this notebook’s', async () => {
    const { data, client, saved } = shop();
    let turn = () => undefined as void;
    const kept = new Promise<void>((resolve) => {
      data.keep(
        notebook('a'),
        (work) => new Promise<void>((done) => (turn = () => void work().then(done).then(resolve))),
      );
    });
    await new Promise((resolve) => setTimeout(resolve));
    client.tablesAsked += 1;
    turn();
    await kept;
    expect(saved).toEqual([]);
  });
});
