import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultChoice, leaving, offersOf, sharedResults, tooMuch } from '../../../src/sharing/collect';
import type { CellWithResults, Choice } from '../../../src/sharing/collect';
import { isOfCustomers } from '../../../src/sharing/customer-columns';
import { pseudonyms, PSEUDONYM, secretDraw } from '../../../src/sharing/pseudonyms';
import { exampleDocument } from '../document/example';
import { CONTEXT, seeded, tableOf } from './arbitraries';

const known = (ids: readonly string[]) => {
  const set = new Set(ids);
  return (id: string) => set.has(id);
};
const nobody = () => false;

describe('pseudonyms', () => {
  it('are one each, and never the same for two', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.integer(), (ids, seed) => {
        const names = pseudonyms(ids, seeded(seed));
        const distinct = new Set(ids);
        expect([...names.keys()]).toEqual([...distinct]);
        const numbers = [...names.values()].map((name) => Number(name.slice(2))).sort((a, b) => a - b);
        expect(numbers).toEqual([...distinct].map((_, at) => at + 1));
        expect([...names.values()].every((name) => PSEUDONYM.test(name))).toBe(true);
      }),
    );
  });

  it('say nothing of the order of ids: every permutation of four is as likely', () => {
    const counts = new Map<string, number>();
    const draw = seeded(7);
    for (let run = 0; run < 24_000; run += 1) {
      const order = [...pseudonyms(['a', 'b', 'c', 'd'], draw).values()].join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, seen) => sum + (seen - 1000) ** 2 / 1000, 0);
    // 23 degrees of freedom: 49.7 is passed once in a thousand seeds.
    expect(chiSquare).toBeLessThan(49.7);
  });

  it('are drawn below the limit, by the browser’s own generator', () => {
    const drawn = Array.from({ length: 2_000 }, () => secretDraw(3));
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2]));
  });
});

describe('a result of customers', () => {
  it.each<[string, Parameters<typeof tableOf>, boolean]>([
    ['a count of customers', [{ month: 'text', customers: 'integer' }, [['2011-12', 5]]], false],
    ['an e-mail column', [{ email: 'text' }, []], true],
    ['a Chinese heading', [{ 买家昵称: 'text' }, []], true],
    ['a name in capitals', [{ buyerName: 'text' }, []], true],
    ['an id as number', [{ customer_id: 'integer' }, []], true],
    ['an alias over addresses', [{ x: 'text' }, [['a@b.co']]], true],
    ['an alias over telephones', [{ x: 'text' }, [['+86 138 0013 8000']]], true],
    ['an alias over ids', [{ x: 'text' }, [['17850']]], true],
    ['an alias over ids as numbers', [{ x: 'integer' }, [[17850], [17851], [17852]]], true],
    ['products', [{ product: 'text', orders: 'integer' }, [['Mug', 17850]]], false],
  ])('%s', (_, [columns, rows], expected) => {
    expect(isOfCustomers(tableOf(columns, rows), known(['17850', '17851', '17852']))).toBe(expected);
  });
});

const customers = Array.from({ length: 40 }, (_, at) => ({
  customer_key: `key-${at}@shop.example`,
  name: `Person ${at}`,
  segment: at % 2 ? 'Champions' : 'Lost',
  monetary: at * 10,
}));
const cells: CellWithResults[] = [
  {
    cellId: 'c-3',
    title: 'Segments',
    question: '["q"]',
    params: { scheme: 'r-rfm' },
    context: CONTEXT,
    status: 'current',
    headline: '**35** champions',
    results: [
      {
        name: 'segments',
        title: 'Segments',
        rows: [{ segment: 'Lost', customers: 20 }],
        shape: { segment: { type: 'text' }, customers: { type: 'integer' } },
        ownColumns: true,
      },
      {
        name: 'customers',
        title: 'Customers',
        rows: customers,
        shape: {
          customer_key: { type: 'text' },
          name: { type: 'text' },
          segment: { type: 'text' },
          monetary: { type: 'money' },
        },
        ownColumns: true,
      },
    ],
  },
  {
    cellId: 'c-5',
    title: 'My SQL',
    question: '["s"]',
    params: {},
    context: CONTEXT,
    status: 'current',
    headline: null,
    results: [
      {
        name: 'rows',
        title: 'Rows',
        rows: customers.map(({ customer_key: who, segment, monetary }, at) => ({
          who,
          segment,
          note: `remark ${at}`,
          monetary,
        })),
        shape: undefined,
        ownColumns: false,
      },
    ],
  },
];
const isKnown = known(customers.map(({ customer_key: key }) => key));
const offers = offersOf(cells, isKnown);
const all: Choice = { offers: new Set(offers.map(({ id }) => id)), customers: 'pseudonyms' };
const file = (choice: Choice) => {
  const tables = leaving(offers, choice, isKnown, seeded(3));
  expect(tooMuch(tables)).toBeNull();
  const of = { at: new Date(0), customers: choice.customers, scope: null };
  return sharedResults(exampleDocument(), cells, offers, tables, of);
};

describe('what leaves', () => {
  it('without a word: aggregates, and no row of a customer', () => {
    const shared = file(defaultChoice(offers));
    expect(Object.keys(shared.results)).toEqual(['c-3']);
    expect(Object.keys(shared.results['c-3']!.results)).toEqual(['segments']);
    expect(shared.rowsOfCustomers).toBe('none');
    expect(JSON.stringify(file({ ...all, customers: 'none' }))).not.toContain('key-');
  });

  it('pseudonymised: no id, no name, no text of one row, in no order of theirs', () => {
    const shared = file(all);
    const text = JSON.stringify(shared);
    expect(shared.rowsOfCustomers).toBe('pseudonyms');
    for (const { customer_key: key, name } of customers) {
      expect(text).not.toContain(key);
      expect(text).not.toContain(`"${name}"`);
    }
    expect(text).not.toContain('remark');
    const table = shared.results['c-3']!.results['customers']!;
    expect(table.columns.map(({ name }) => name)).toEqual(['customer_key', 'segment', 'monetary']);
    const names = table.rows.map(([key]) => String(key));
    expect(names).toEqual([...names].sort());
    expect(table.rows.map((row) => row[2])).not.toEqual(customers.map(({ monetary }) => monetary));
  });

  it('the same customer has one pseudonym in the whole file', () => {
    const shared = file(all);
    const spent = (cell: string, result: string) =>
      new Map(shared.results[cell]!.results[result]!.rows.map((row) => [row[0], row.at(-1)] as const));
    expect(spent('c-5', 'rows')).toEqual(spent('c-3', 'customers'));
    expect(spent('c-3', 'customers').size).toBe(40);
  });

  it('as they are: only where that was said', () => {
    const shared = file({ ...all, customers: 'real' });
    expect(shared.rowsOfCustomers).toBe('real');
    expect(JSON.stringify(shared)).toContain('key-7@shop.example');
  });

  it('a statement of the reader’s own with many rows is offered, not taken', () => {
    const rows = Array.from({ length: 1_001 }, (_, at) => ({ bucket: at, orders: 1 }));
    const [own] = offersOf([{ ...cells[1]!, results: [{ ...cells[1]!.results[0]!, rows }] }], nobody);
    expect(own).toMatchObject({ ofCustomers: false, manyRows: true, byDefault: false });
  });

  it('more than a file holds is said before it is written', () => {
    const rows = Array.from({ length: 200_001 }, () => [1]);
    expect(tooMuch(new Map([['a', tableOf({ a: 'integer' }, rows)]]))?.key).toBe('sharing_too_many_rows');
  });
});
