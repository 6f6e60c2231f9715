import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IDENTITY_CHOICES, type IdentityPolicy } from '../../src/intake/identity';
import { DEFAULT_POLICIES } from '../../src/intake/policies';
import type { Mapping, Policies, Readings } from '../../src/intake/types';
import copiesSql from '../../src/orders/copies.sql?raw';
import judgedSql from '../../src/orders/judged.sql?raw';
import { setVariables } from '../../src/orders/literals';
import { policyVariables } from '../../src/orders/policy-variables';
import { createLines } from '../../src/orders/read-lines';
import { countCustomers, stitchCustomers } from '../../src/worker/import/identity';
import { plainSource } from './plain-source';
import { csvFile, ImportEngine } from './import-engine';

const COLUMNS = ['who', 'mail', 'tel', 'number', 'day', 'paid'] as const;
const mapping: Mapping = {
  customer: 'who',
  email: 'mail',
  phone: 'tel',
  order: 'number',
  orderedAt: 'day',
  amount: 'paid',
};
const readings: Readings = { orderedAt: { kind: 'iso' }, amount: { plain: true, decimal: '.' } };

interface Line {
  who: string;
  mail: string;
  tel: string;
  number: string;
  day: string;
  paid: string;
}

let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());

/** The lines of a file as the importer has them, before they are judged. */
async function load(lines: readonly Line[]): Promise<void> {
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const rows = lines.map((line) => COLUMNS.map((column) => quoted(line[column])).join(','));
  const file = csvFile(`${[COLUMNS.join(','), ...rows].join('\n')}\n`);
  const text = { delimiter: ',', quote: '"', escape: '"', header: true, numbered: false } as const;
  await engine.lane.run('drop table if exists rejects; drop table if exists rejects_scan');
  await engine.database.withFiles([{ name: 'imp/1.csv', file }], () =>
    engine.lane.run(createLines(plainSource('imp/1.csv', text, COLUMNS), mapping, readings)),
  );
}

async function judge(policies: Policies): Promise<void> {
  await engine.lane.run(copiesSql);
  await engine.lane.run(judgedSql);
  await engine.lane.run(setVariables(policyVariables(mapping, readings, policies)));
}

const keys = (): (string | null)[] =>
  engine
    .rows<{ customer_key: string | null }>('select customer_key from staging.lines order by rowid')
    .map(({ customer_key }) => customer_key);

/** What identifies nobody in these files, and what the others are compared as; written by hand, never asked of the code. */
const MEANING = {
  who: {
    ' a': 'a',
    a: 'a',
    Ａ: 'A',
    A: 'A',
    b: 'b',
    王伟: '王伟',
    'say "hi"': 'say "hi"',
    'x,\ny': 'x, y',
    '007.0': '007',
    '007': '007',
    guest: null,
    '0': null,
    '张**': null,
    '': null,
  },
  mail: {
    'ann@qq.com': 'ann@qq.com',
    'Ann@QQ.com': 'ann@qq.com',
    'bob@qq.com': 'bob@qq.com',
    'guest@shop.cn': null,
    'a**@qq.com': null,
    'none given': null,
    '': null,
  },
  tel: {
    '13511110001': '13511110001',
    '+86 135-1111-0001': '13511110001',
    '13511110002': '13511110002',
    '020 7946 0958': '02079460958',
    '138****1234': null,
    '000': null,
    '': null,
  },
} as const satisfies Record<'who' | 'mail' | 'tel', Record<string, string | null>>;
type Said = keyof typeof MEANING;

const textOf = (column: Said) => fc.constantFrom(...Object.keys(MEANING[column]));
const lineOf: fc.Arbitrary<Line> = fc.record({
  who: textOf('who'),
  mail: textOf('mail'),
  tel: textOf('tel'),
  number: fc.constantFrom('1', '2', '3', '4', '5', ''),
  day: fc.constantFrom('2024-01-05', '2024-01-05', '2024-02-01', '2024-03-09', 'soon'),
  paid: fc.constantFrom('10', '25.50', '0', '-3', 'n/a'),
});

function meant(column: Said, text: string, normalise: boolean): string | null {
  const value = (MEANING[column] as Record<string, string | null>)[text]!;
  return value === null || normalise ? value : text.trim();
}

/** Persons by flooding from row to row; named by hand from the rows they have. */
function personsByFlood(lines: readonly Line[], { by, normalise }: IdentityPolicy): (string | null)[] {
  const used: Said[] =
    by === 'stitch' ? ['who', 'mail', 'tel'] : [{ customer: 'who', email: 'mail', phone: 'tel' }[by] as Said];
  const values = lines.map((line) => used.map((column) => meant(column, line[column], normalise)));
  const group = lines.map((_, index) => index);
  for (let changed = true; changed;) {
    changed = false;
    for (const a of lines.keys())
      for (const b of lines.keys()) {
        const shares = values[a]!.some((value, column) => value !== null && value === values[b]![column]);
        if (!shares || group[a]! <= group[b]!) continue;
        group[a] = group[b]!;
        changed = true;
      }
  }
  return lines.map((_, index) => {
    if (values[index]!.every((value) => value === null)) return null;
    const own = lines.filter((_, other) => group[other] === group[index]);
    const ids = used.includes('who')
      ? own.filter((line) => meant('who', line.who, normalise) !== null).map((line) => line.who.trim())
      : [];
    const contacts = (['mail', 'tel'] as const)
      .filter((column) => used.includes(column))
      .map((column) =>
        own.map((line) => meant(column, line[column], normalise)).filter((value) => value !== null),
      );
    return [ids, ...contacts].map((found) => [...found].sort()[0]).find((found) => found !== undefined)!;
  });
}

function countsOf(lines: readonly Line[], persons: readonly (string | null)[], policies: Policies) {
  const orders = new Map<string, Set<string>>();
  lines.forEach((line, row) => {
    const amount = Number(line.paid);
    const isUsed = line.day !== 'soon' && amount >= 0 && !(amount === 0 && policies.zeroValue === 'setAside');
    if (!isUsed || (persons[row] === null && policies.guests === 'setAside')) return;
    const number = line.number === '' ? ` row ${row}` : line.number;
    const buyer = persons[row] === null ? `nobody ${number}` : `somebody ${persons[row]}`;
    const order = policies.sameDay === 'merge' ? line.day : number;
    orders.set(buyer, (orders.get(buyer) ?? new Set()).add(order));
  });
  return {
    customers: orders.size,
    repeat: [...orders.values()].filter((numbers) => numbers.size > 1).length,
  };
}

const policyOf: fc.Arbitrary<IdentityPolicy> = fc.record({
  by: fc.constantFrom(...IDENTITY_CHOICES),
  normalise: fc.boolean(),
});

describe('who is one customer, in the engine', () => {
  it('every row has the key of its person, and the counts are those of arrays', async () => {
    const policiesOf = fc.record({
      guests: fc.constantFrom<Policies['guests']>('setAside', 'keep'),
      refunds: fc.constantFrom<Policies['refunds']>('setAside', 'net'),
      zeroValue: fc.constantFrom<Policies['zeroValue']>('setAside', 'keep'),
      sameDay: fc.constantFrom<Policies['sameDay']>('separate', 'merge'),
    });
    const files = fc.array(lineOf, { minLength: 1, maxLength: 9 });
    await fc.assert(
      fc.asyncProperty(files, policyOf, policyOf, policiesOf, async (lines, first, second, chosen) => {
        const policies = { ...DEFAULT_POLICIES, ...chosen };
        await load(lines);
        const given = keys();
        // The second choice starts from the file's ids, not from what the first made of them.
        for (const policy of [first, second]) {
          const findings = await stitchCustomers(engine.lane, engine.database, policy);
          const isLeft = policy.by === 'customer' && !policy.normalise;
          const persons = isLeft ? given : personsByFlood(lines, policy);
          expect(keys()).toEqual(persons);
          expect(findings === null).toBe(isLeft);
          if (isLeft) continue;
          await judge(policies);
          const counts = await countCustomers(engine.lane, policies.guests);
          expect(counts).toEqual({
            before: countsOf(lines, given, policies),
            after: countsOf(lines, persons, policies),
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('does nothing at all where the file’s ids are taken as they are', async () => {
    await load([{ who: 'a', mail: 'ann@qq.com', tel: '', number: '1', day: '2024-01-05', paid: '1' }]);
    engine.lane.log.length = 0;
    expect(
      await stitchCustomers(engine.lane, engine.database, { by: 'customer', normalise: false }),
    ).toBeNull();
    expect(engine.lane.log.filter((sql) => /staging\.lines/.test(sql))).toEqual([]);
    expect(() => engine.rows('select source_customer_key from staging.lines')).toThrow();
  });

  it('keeps rows in the order of the file, whatever their number', async () => {
    const lines = Array.from({ length: 30_000 }, (_, row): Line => ({
      who: row % 3 === 0 ? '' : `c${row % 4000}`,
      mail: `m${row % 5000}@qq.com`,
      tel: '',
      number: String(row),
      day: '2024-01-05',
      paid: '1',
    }));
    await load(lines);
    await stitchCustomers(engine.lane, engine.database, { by: 'stitch', normalise: true });
    const orders = engine.rows<{ order_key: string }>('select order_key from staging.lines');
    expect(orders.map(({ order_key }) => order_key)).toEqual(lines.map(({ number }) => number));
    const kept = engine.rows<{ source_customer_key: string | null }>(
      'select source_customer_key from staging.lines',
    );
    expect(kept.map((row) => row.source_customer_key ?? '')).toEqual(lines.map(({ who }) => who));
  });

  it('a cancelled stitch is made good by the next', async () => {
    const line: Line = { who: 'a', mail: 'ann@qq.com', tel: '', number: '1', day: '2024-01-05', paid: '1' };
    const lines = [line, { ...line, who: 'b' }, { ...line, who: '', mail: 'bob@qq.com' }];
    const stitched: IdentityPolicy = { by: 'stitch', normalise: false };
    for (const stop of [
      'alter table',
      'create or replace table staging.identities',
      'update staging.lines',
    ]) {
      await load(lines);
      engine.lane.before = (sql) => {
        if (sql.includes(stop)) throw new Error('stopped');
      };
      await expect(stitchCustomers(engine.lane, engine.database, stitched)).rejects.toThrow('stopped');
      engine.lane.before = () => undefined;
      await stitchCustomers(engine.lane, engine.database, stitched);
      expect(keys()).toEqual(['a', 'a', 'bob@qq.com']);
      await stitchCustomers(engine.lane, engine.database, { by: 'customer', normalise: false });
      expect(keys()).toEqual(['a', 'b', null]);
    }
  });

  it('a guest’s order with a known customer’s e-mail is the customer’s', async () => {
    const line: Line = { who: '17', mail: 'ann@qq.com', tel: '', number: '1', day: '2024-01-05', paid: '10' };
    await load([
      line,
      { ...line, who: '', number: '2', day: '2024-02-01' },
      { ...line, who: '', mail: '', number: '3' },
    ]);
    await stitchCustomers(engine.lane, engine.database, { by: 'stitch', normalise: false });
    await judge(DEFAULT_POLICIES);
    expect(await countCustomers(engine.lane, 'setAside')).toEqual({
      before: { customers: 1, repeat: 0 },
      after: { customers: 1, repeat: 1 },
    });
    expect(await countCustomers(engine.lane, 'keep')).toEqual({
      before: { customers: 3, repeat: 0 },
      after: { customers: 2, repeat: 1 },
    });
    const [guests] = engine.rows<{ policy: string }>(`select getvariable('p_guests')::varchar as policy`);
    expect(guests?.policy).toBe('keep');
  });
});
