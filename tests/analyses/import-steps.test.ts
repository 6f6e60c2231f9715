import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import canonicalSql from '../../src/orders/canonical.sql?raw';
import type { Progress } from '../../src/engine/protocol';
import emptyStagingSql from '../../src/worker/empty-staging.sql?raw';
import { Cancelled, Refused } from '../../src/worker/failures';
import { readSnapshot, writeSnapshot } from '../../src/worker/snapshot';
import { csvFile, ImportEngine } from './import-engine';

/** The steps of an import and what stands when one of them fails. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
beforeEach(async () => {
  engine.lane.before = silent;
  engine.lane.cancelled = false;
  engine.engine.execute(canonicalSql);
  await engine.lane.runRegardless(emptyStagingSql);
});
afterAll(() => engine.close());

const CANONICAL = ['customers', 'orders', 'refunds', 'products', 'order_lines', 'members', 'costs', 'data_window']; // prettier-ignore
const ITEMS =
  'customer_id,order_id,date,sku,product_name,quantity,unit_price\na,1,2024-01-05,x,Tea,2,3.50\na,1,2024-01-05,y,Cup,1,9\nb,2,2024-01-06,x,Tea,1,3.50\n';
const PLAIN = 'customer_id,order_id,date,amount\nc,1,2024-03-05,10\nd,2,2024-03-06,20\n';
const silent = () => undefined;

const typesOf = () =>
  engine.rows(
    `select table_name, column_name, data_type from information_schema.columns where table_schema = 'shop' order by table_name, ordinal_position`,
  );
const contents = () => CANONICAL.map((name) => engine.rows(`from shop.${name}`));
const staging = () =>
  engine.rows(`select table_name from information_schema.tables where table_schema = 'staging'`);

async function opened(text: string) {
  const importer = await engine.importer(csvFile(text));
  const { mapping, readings, policies } = await importer.stage(engine.lane, {}, true, silent);
  return { importer, choices: { mapping, readings, policies } };
}

describe('canonical tables', () => {
  it.each([
    ['with line items', ITEMS],
    ['without', PLAIN],
  ])('a build makes the columns and types of canonical.sql, %s', async (_, text) => {
    engine.engine.execute(canonicalSql);
    const promised = typesOf();
    expect(new Set(promised.map((row) => row.table_name))).toEqual(new Set(CANONICAL));
    await engine.import(csvFile(text));
    expect(typesOf()).toEqual(promised);
    engine.engine.execute(`set variable p_as_of = date '2024-12-31'`);
    for (const view of CANONICAL)
      expect(engine.rows(`from ${view}`).length).toBe(engine.rows(`from shop.${view}`).length);
  });

  it('the views of the scope cut at the as-of day, and totals with it', async () => {
    await engine.import(csvFile(ITEMS));
    engine.engine.execute(`set variable p_as_of = date '2024-01-05'`);
    expect(
      engine.rows('select customer_key, order_count, revenue::varchar as revenue from customers'),
    ).toEqual([{ customer_key: 'a', order_count: 1, revenue: '16.0000' }]);
    expect(engine.rows('from order_lines')).toHaveLength(2);
  });
});

describe('a build that does not finish', () => {
  // Nine statements, and the three by which the new tables take over.
  const STEPS = 12;

  it.each(Array.from({ length: STEPS }, (_, step) => step))(
    'failing at statement %i leaves the tables before it, and can be tried again',
    async (step) => {
      await engine.import(csvFile(ITEMS));
      const before = contents();
      const { importer, choices } = await opened(PLAIN);
      await importer.assess(engine.lane, choices, silent);
      let seen = -1;
      engine.lane.before = () => {
        if (seen >= 0 && seen++ === step) throw new Error('the engine says no');
      };
      const begun = ({ stage }: Progress) => {
        if (stage === 'build' && seen < 0) seen = 0;
      };
      await expect(importer.build(engine.lane, choices, begun)).rejects.toThrow('the engine says no');
      engine.lane.before = silent;
      expect(contents()).toEqual(before);
      expect((await importer.assess(engine.lane, choices, silent)).ledger.orders).toBe(2);
      await importer.build(engine.lane, choices, silent);
      expect(engine.rows('select customer_key from shop.customers')).toEqual([
        { customer_key: 'c' },
        { customer_key: 'd' },
      ]);
    },
  );

  it('cancelled between statements, it leaves nothing', async () => {
    await engine.import(csvFile(ITEMS));
    const before = contents();
    const { importer, choices } = await opened(PLAIN);
    engine.lane.before = (sql) => {
      if (sql.includes('create or replace table shop.fresh_orders')) engine.lane.cancelled = true;
    };
    await expect(importer.build(engine.lane, choices, silent)).rejects.toBeInstanceOf(Cancelled);
    engine.lane.cancelled = false;
    expect(contents()).toEqual(before);
    expect(new Set(typesOf().map((row) => row.table_name))).toEqual(new Set(CANONICAL));
  });

  it('nothing of the file stays in staging after a build, nor after it is discarded', async () => {
    const { importer, choices } = await opened(ITEMS);
    await importer.assess(engine.lane, choices, silent);
    await importer.build(engine.lane, choices, silent);
    expect(staging()).toEqual([]);
    await opened(PLAIN);
    expect(staging()).not.toEqual([]);
    await engine.lane.runRegardless(emptyStagingSql);
    expect(staging()).toEqual([]);
    expect(engine.rows('from shop.customers')).toHaveLength(2);
  });
});

describe('several files', () => {
  it('a file that is refused leaves the one before it staged', async () => {
    const { importer, choices } = await opened(ITEMS);
    await expect(opened('{"orders": []}')).rejects.toBeInstanceOf(Refused);
    expect((await importer.assess(engine.lane, choices, silent)).ledger.rowsRead).toBe(3);
  });

  it('a file whose reading was broken off never stands in for the one before it', async () => {
    const { importer, choices } = await opened(ITEMS);
    engine.lane.before = (sql) => {
      if (sql.includes('count(distinct c1)')) throw new Cancelled();
    };
    await expect(opened(PLAIN)).rejects.toBeInstanceOf(Cancelled);
    engine.lane.before = silent;
    expect((await importer.assess(engine.lane, choices, silent)).ledger.rowsRead).toBe(3);
  });

  it.each([
    ['a header alone', 'customer_id,date,amount\n', 'intake_refused_no_rows'],
    ['blank lines alone', '\n\n\r\n', 'intake_refused_empty'],
    ['nothing', '', 'intake_refused_empty'],
    ['one column', 'customer_id\na\nb\n', 'intake_refused_one_column'],
  ])('refuses %s', async (_, text, key) => {
    await expect(opened(text)).rejects.toMatchObject({ reason: { key } });
  });

  it('names what is missing before anything is built', async () => {
    const { importer, choices } = await opened('customer_id,note,amount\na,x,1\nb,y,2\n');
    const missing = { ...choices, mapping: { customer: 'customer_id', amount: 'amount' } };
    expect((await importer.assess(engine.lane, missing, silent)).missing).toEqual(['orderedAt']);
    await expect(importer.build(engine.lane, missing, silent)).rejects.toMatchObject({
      reason: { key: 'intake_no_date' },
    });
  });
});

describe('snapshot', () => {
  it.each([
    ['with line items', ITEMS],
    ['without', PLAIN],
  ])('goes out and comes back the same, %s', async (_, text) => {
    await engine.import(csvFile(text));
    const before = { types: typesOf(), rows: contents() };
    const parts = await writeSnapshot(engine.lane);
    engine.engine.execute(canonicalSql);
    await readSnapshot(engine.lane, parts);
    expect({ types: typesOf(), rows: contents() }).toEqual(before);
    engine.engine.execute(`set variable p_as_of = date '2024-12-31'`);
    expect(engine.rows('from orders')).toHaveLength(2);
  });

  it('a part that is missing or broken leaves the tables as they were', async () => {
    await engine.import(csvFile(ITEMS));
    const before = { types: typesOf(), rows: contents() };
    const parts = await writeSnapshot(engine.lane);
    await expect(readSnapshot(engine.lane, parts.filter((part) => part.name !== 'data_window'))).rejects.toThrow('data_window'); // prettier-ignore
    const broken = parts.map((part) =>
      part.name === 'products' ? { ...part, bytes: part.bytes.slice(0, 40) } : part,
    );
    await expect(readSnapshot(engine.lane, broken)).rejects.toThrow();
    expect({ types: typesOf(), rows: contents() }).toEqual(before);
  });
});

describe('a rehearsal', () => {
  const rehearsed = async () => (await engine.importer(csvFile(ITEMS, 'example.csv'))).rehearse(engine.lane);

  it('goes every step of an import but its end, and leaves nothing', async () => {
    const own = await opened(PLAIN);
    await own.importer.build(engine.lane, own.choices, silent);
    const steps = (log: string[]) => log.filter((sql) => /fresh_|staging\.lines as/.test(sql)).length;
    const before = { rows: contents(), types: typesOf() };
    engine.lane.log.length = 0;
    await rehearsed();
    const rehearsal = steps(engine.lane.log);
    expect({ rows: contents(), types: typesOf() }).toEqual(before);
    expect(staging()).toEqual([]);
    const next = await opened(ITEMS);
    engine.lane.log.length = 0;
    await next.importer.build(engine.lane, next.choices, silent);
    expect(rehearsal).toBeGreaterThanOrEqual(steps(engine.lane.log));
    expect(contents()[1]).toHaveLength(2);
  });

  it.each([3, 10, 25])('stopped at its statement %i it leaves nothing either', async (at) => {
    let n = 0;
    engine.lane.before = () => {
      n += 1;
      if (n === at) throw new Cancelled();
    };
    await expect(rehearsed()).rejects.toThrow(Cancelled);
    engine.lane.before = silent;
    expect(staging()).toEqual([]);
    expect(new Set(typesOf().map((column) => column.table_name))).toEqual(new Set(CANONICAL));
  });
});
