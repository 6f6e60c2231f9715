import { beforeEach, describe, expect, test } from 'vitest';
import { ChosenCustomers, type Choice } from '../../../src/analyses/chosen-customers.svelte';
import type { FigureProps, ResultShape, Row, RunContext, Selection } from '../../../src/analyses/define';

const SHAPE: ResultShape = {
  customer_key: { type: 'text', label: () => 'Customer' },
  name: { type: 'text', label: () => 'Name' },
  product: { type: 'text', label: () => 'Product' },
  product_name: { type: 'text', label: () => 'Product name' },
  revenue: { type: 'money', label: () => 'Revenue' },
};
const runOf = (asOf: string): RunContext => ({
  asOf,
  window: { firstDay: asOf, lastDay: asOf, observedThrough: asOf },
});
const row = (key: string, revenue: number, name: string | null = null): Row => ({
  ...{ customer_key: key, name, revenue },
  ...{ product: 'tea', product_name: null },
});
const mark = (id: string, also?: Choice['also']): Choice => ({
  ...{ mark: id, title: `Those of ${id}` },
  members: { sql: `from ${id}`, variables: { p_mark: id } },
  ...(also ? { also } : {}),
});

interface Asked {
  sql: string;
  variables: unknown;
  shape: ResultShape;
  answer: (rows: Row[]) => void;
  fail: (reason: unknown) => void;
}

let asked: Asked[];
let selection: Selection | null;
let picks: (Selection | null)[];
let context: RunContext;
let fetch: FigureProps['fetch'];
let chosen: ChosenCustomers;

beforeEach(() => {
  [asked, selection, picks, context] = [[], null, [], runOf('2020-01-31')];
  fetch = (sql, variables, shape) =>
    new Promise((answer, fail) => asked.push({ sql, variables, shape, answer, fail }));
  const select = (picked: Selection | null): void => {
    selection = picked;
    picks.push(picked);
  };
  chosen = new ChosenCustomers(() => ({ context, fetch, select, selection }), SHAPE);
});

/** Clicks a mark whose customers come at once. */
async function choose(choice: Choice, rows: Row[]): Promise<void> {
  const done = chosen.toggle(choice);
  asked.at(-1)!.answer(rows);
  await done;
}

describe('a click', () => {
  test('reads the customers of the mark and hands them on with what they brought', async () => {
    const done = chosen.toggle(mark('a', { tone: 'loyal', detail: 'half of them' }));
    expect(asked).toMatchObject([{ sql: 'from a', variables: { p_mark: 'a' }, shape: SHAPE }]);
    expect(chosen.pending).toEqual({ mark: 'a', title: 'Those of a' });
    expect([chosen.isPending('a'), chosen.isPending('b'), chosen.isChosen('a')]).toEqual([
      true,
      false,
      false,
    ]);

    const rows = [row('x', 20.5, 'Xaver'), row('y', -3)];
    asked[0]!.answer(rows);
    await done;
    expect(selection).toMatchObject({ mark: 'a', title: 'Those of a', rows, revenue: 17.5 });
    expect(selection).toMatchObject({ tone: 'loyal', detail: 'half of them' });
    expect([chosen.isPending('a'), chosen.isChosen('a'), chosen.isChosen('b')]).toEqual([false, true, false]);
    expect([chosen.pending, chosen.failure]).toEqual([null, null]);
  });

  test('on the chosen mark lets go of it, and asks for nothing', async () => {
    await choose(mark('a'), [row('x', 1)]);
    await chosen.toggle(mark('a'));
    expect(selection).toBeNull();
    expect(picks).toHaveLength(2);
    expect(asked).toHaveLength(1);
  });

  test('that lets go drops what another mark was being read for', async () => {
    await choose(mark('a'), [row('x', 1)]);
    const other = chosen.toggle(mark('b'));
    await chosen.toggle(mark('a'));
    expect(chosen.pending).toBeNull();
    asked[1]!.answer([row('y', 2)]);
    await other;
    expect(selection).toBeNull();
  });

  test('does nothing where there is no engine to ask', async () => {
    fetch = undefined;
    expect(chosen.canChoose).toBe(false);
    await chosen.toggle(mark('a'));
    expect(picks).toEqual([]);
    expect([chosen.pending, chosen.failure]).toEqual([null, null]);
  });
});

describe('what comes late', () => {
  test('is dropped after a later click, whichever comes first', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const clicks = [chosen.toggle(mark('a')), chosen.toggle(mark('b'))];
      const [first, second] = asked.splice(0);
      for (const place of order) [first, second][place]!.answer([row(`of ${place}`, 1)]);
      await Promise.all(clicks);
      expect(picks.splice(0).map((picked) => picked?.mark)).toEqual(['b']);
      expect(chosen.pending).toBeNull();
      selection = null;
    }
  });

  test('is dropped though the same mark was clicked again: the later one speaks', async () => {
    const clicks = [chosen.toggle(mark('a')), chosen.toggle(mark('a'))];
    asked[0]!.answer([row('early', 1)]);
    await clicks[0];
    expect(picks).toEqual([]);
    expect(chosen.isPending('a')).toBe(true);
    asked[1]!.answer([row('late', 2)]);
    await clicks[1];
    expect(selection).toMatchObject({ mark: 'a', revenue: 2 });
  });

  test('is dropped after a run in between, and is waited for no longer', async () => {
    for (const end of ['answer', 'fail'] as const) {
      const done = chosen.toggle(mark('a'));
      context = runOf(context.asOf);
      if (end === 'answer') asked.at(-1)!.answer([row('x', 1)]);
      else asked.at(-1)!.fail(new Error('gone'));
      await done;
      expect(picks).toEqual([]);
      expect([chosen.pending, chosen.failure]).toEqual([null, null]);
    }
  });
});

describe('what cannot be read', () => {
  test('is told with its reason until the next click', async () => {
    const done = chosen.toggle(mark('a'));
    asked[0]!.fail(new Error('out of memory'));
    await done;
    expect(chosen.failure).toEqual({ mark: 'a', title: 'Those of a', reason: 'out of memory' });
    expect([chosen.pending, selection]).toEqual([null, null]);

    const next = chosen.toggle(mark('b'));
    expect(chosen.failure).toBeNull();
    asked[1]!.fail('a word that is no Error');
    await next;
    expect(chosen.failure).toEqual({ mark: 'b', title: 'Those of b', reason: 'a word that is no Error' });
    await choose(mark('b'), [row('x', 1)]);
    expect(chosen.failure).toBeNull();
  });

  test('of a mark that a later click has left is not told', async () => {
    const clicks = [chosen.toggle(mark('a')), chosen.toggle(mark('b'))];
    asked[0]!.fail(new Error('gone'));
    await clicks[0];
    expect(chosen.failure).toBeNull();
    expect(chosen.isPending('b')).toBe(true);
    asked[1]!.answer([row('x', 1)]);
    await clicks[1];
    expect(selection).toMatchObject({ mark: 'b' });
  });
});

describe('columns of names', () => {
  const told = async (rows: Row[]): Promise<string[]> => {
    selection = null;
    await choose(mark('a'), rows);
    return Object.keys(picks.at(-1)!.shape);
  };

  test('are left out where they repeat the key or are blank in every row', async () => {
    expect(await told([row('x', 1), row('y', 1, 'y')])).toEqual(['customer_key', 'product', 'revenue']);
    expect(await told([])).toEqual(['customer_key', 'product', 'revenue']);
  });

  test('stay where one row has a name, each on its own', async () => {
    expect(await told([row('x', 1, 'Xaver'), row('y', 1)])).toEqual([
      ...['customer_key', 'name', 'product', 'revenue'],
    ]);
    expect(await told([{ ...row('x', 1), product_name: 'Tea, 100 g' }])).toEqual([
      ...['customer_key', 'product', 'product_name', 'revenue'],
    ]);
  });
});

test('customers that came with the results need no engine, and their revenue may be said', async () => {
  fetch = undefined;
  const rows = [row('x', 1)];
  const shape: ResultShape = { customer_key: SHAPE.customer_key! };
  const members = () => Promise.resolve({ rows, shape });
  await chosen.toggle({ mark: 'a', title: 'Those of a', members, also: { revenue: 7 } });
  expect(selection).toEqual({ mark: 'a', title: 'Those of a', rows, shape, revenue: 7 });
});
