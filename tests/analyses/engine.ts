import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DuckDBBindings, DuckDBConnection } from '@duckdb/duckdb-wasm/blocking';
import { contextVariables } from '../../src/analyses/context';
import type {
  Askable,
  Members,
  Narrowing,
  ParamValues,
  Results,
  RunContext,
} from '../../src/analyses/define';
import { paramsWithDefaults } from '../../src/analyses/params';
import { askedSteps } from '../../src/analyses/steps';
import { decodeTable } from '../../src/engine/decode';
import { kernelRows } from '../../src/statistics/kernels';
import { kernelTable } from '../../src/worker/kernel-table';
import { planned } from '../../src/worker/shared-heads';
import { setVariables } from '../../src/orders/literals';
import { memberStatements, NO_MEMBERS } from '../../src/orders/scope-members';
import canonicalSql from '../../src/orders/canonical.sql?raw';
import scopeSql from '../../src/orders/scope.sql?raw';
import lockSql from '../../src/worker/lock.sql?raw';

const require = createRequire(import.meta.url);

/** One order of a hand-made shop. */
export interface OrderFixture {
  customer: string;
  /** `2011-12-09` or `2011-12-09 10:30:00`. */
  at: string;
  amount: number;
  order?: string;
  channel?: string;
  region?: string;
}

/** A refund at its own date; `amount` is below zero. */
export type RefundFixture = Pick<OrderFixture, 'customer' | 'at' | 'amount' | 'order'>;

/** A member by the customer's key; `on` is null where the day cannot be read. */
export interface MemberFixture {
  member: string;
  on: string | null;
}

/** Money spent from a day to another, both included. */
export interface CostFixture {
  from: string;
  through: string;
  amount: number;
  channel?: string;
}

/** Orders from which on a file is the shorter way into the engine. */
const MANY = 2_000;

/** The engine that ships (DuckDB-WASM, same version), locked as in the page, in Node. */
export class TestEngine {
  private constructor(
    private readonly database: DuckDBBindings,
    readonly connection: DuckDBConnection,
  ) {}

  static async open(): Promise<TestEngine> {
    const duckdb =
      require('@duckdb/duckdb-wasm/dist/duckdb-node-blocking.cjs') as typeof import('@duckdb/duckdb-wasm/blocking');
    const dist = dirname(require.resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'));
    const bundle = {
      mainModule: join(dist, 'duckdb-eh.wasm'),
      mainWorker: pathToFileURL(join(dist, 'duckdb-node-eh.worker.cjs')).href,
    };
    const database = await duckdb.createDuckDB(
      { mvp: { mainModule: join(dist, 'duckdb-mvp.wasm'), mainWorker: bundle.mainWorker }, eh: bundle },
      new duckdb.VoidLogger(),
      duckdb.NODE_RUNTIME,
    );
    await database.instantiate();
    database.open({ path: ':memory:' });
    const engine = new TestEngine(database, database.connect());
    engine.execute(lockSql);
    engine.execute(canonicalSql);
    engine.execute(scopeSql);
    return engine;
  }

  /** Runs statements one after the other. */
  execute(sql: string): void {
    this.connection.query(sql);
  }

  rows(sql: string): Record<string, unknown>[] {
    return this.connection
      .query(sql)
      .toArray()
      .map((row) => row.toJSON() as Record<string, unknown>);
  }

  /** Fills the canonical tables from orders, as an import of a file without line items would. */
  loadOrders(orders: readonly OrderFixture[], refunds: readonly RefundFixture[] = []): void {
    this.execute(canonicalSql);
    if (orders.length > 0) {
      this.giveOrders(orders);
      // Independent of src/orders: windows straight over the given rows.
      this.execute(`
        insert into shop.customers
          select row_number() over (order by customer_key), customer_key, customer_key, null, null, null,
                 min(ordered_at)::date, max(ordered_at)::date, count(*), sum(amount)
          from given group by customer_key;
        insert into shop.orders
          select c.customer_id, g.order_key, g.ordered_at, g.ordered_at::date, g.amount, 0, 0, 1, g.channel, null, g.region, null, null, null,
                 row_number() over w, dense_rank() over (partition by c.customer_id order by g.ordered_at::date),
                 date_diff('day', lag(g.ordered_at::date) over w, g.ordered_at::date), c.first_ordered_on
          from given g join shop.customers c using (customer_key)
          window w as (partition by c.customer_id order by g.ordered_at, g.order_key)
          order by c.customer_id, g.ordered_at, g.order_key;
        insert into shop.data_window select min(ordered_on), max(ordered_on), null from shop.orders;`);
    }
    this.loadRefunds(refunds);
    this.execute(scopeSql);
  }

  /** The orders as table `given`; many go in by way of a file, for a statement of so many values takes seconds. */
  private giveOrders(orders: readonly OrderFixture[]): void {
    const rows = orders.map(({ customer, at, amount, order, channel, region }, index) => [
      customer,
      order ?? `o${index + 1}`,
      at.length === 10 ? `${at} 00:00:00` : at,
      String(amount),
      channel ?? null,
      region ?? null,
    ]);
    const columns = 'customer_key, order_key, ordered_at, amount, channel, region';
    const typed =
      'customer_key, order_key, ordered_at::timestamp as ordered_at, amount::decimal(18, 4) as amount, channel, region';
    if (rows.length < MANY) {
      const text = (value: string | null) => (value === null ? 'null' : `'${value.replaceAll("'", "''")}'`);
      const values = rows.map((row) => `(${row.map(text).join(', ')})`).join(',\n');
      this.execute(
        `create or replace temp table given as select ${typed} from (values ${values}) t(${columns})`,
      );
      return;
    }
    const quoted = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
    const csv = new TextEncoder().encode(rows.map((row) => `${row.map(quoted).join(',')}\n`).join(''));
    this.connection.useUnsafe((bindings) => bindings.registerFileBuffer('imp/given.csv', csv));
    const types = columns
      .split(', ')
      .map((name) => `'${name}': 'varchar'`)
      .join(', ');
    this.execute(
      `create or replace temp table given as select ${typed} from read_csv('imp/given.csv', auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', columns = {${types}})`,
    );
    this.connection.useUnsafe((bindings) => bindings.dropFile('imp/given.csv'));
  }

  /** Customers whose only row is a refund come behind the others. */
  private loadRefunds(refunds: readonly RefundFixture[]): void {
    for (const [index, { customer, at, amount, order }] of refunds.entries()) {
      const key = `'${customer.replaceAll("'", "''")}'`;
      const when = at.length === 10 ? `${at} 00:00:00` : at;
      this.execute(`
        insert into shop.customers
          select (select count(*) from shop.customers) + 1, ${key}, null, null, null, null, null, null, 0, 0
          where not exists (from shop.customers where customer_key = ${key});
        update shop.customers set revenue = revenue + ${amount}::decimal(18, 4) where customer_key = ${key};
        insert into shop.refunds
          select customer_id, '${order ?? `r${index + 1}`}', timestamp '${when}', date '${at.slice(0, 10)}', ${amount}::decimal(18, 4), first_ordered_on
          from shop.customers where customer_key = ${key};`);
    }
  }

  /** Adds a file of members and of costs to the loaded shop. */
  loadBeside({
    members = [],
    costs = [],
  }: {
    members?: readonly MemberFixture[];
    costs?: readonly CostFixture[];
  }): void {
    for (const { member, on } of members)
      this.execute(`insert into shop.members
        select '${member}', (select customer_id from shop.customers where customer_key = '${member}'), ${on === null ? 'null' : `date '${on}'`}`);
    for (const { from, through, amount, channel } of costs)
      this.execute(
        `insert into shop.costs values (date '${from}', date '${through}', ${channel ? `'${channel}'` : 'null'}, ${amount})`,
      );
  }

  /** Runs an analysis over the loaded shop, as the worker and the page together do. */
  run(
    definition: Askable,
    params: ParamValues = {},
    asOf?: string,
    narrowed?: Narrowing,
    members: Members | null = null,
  ): { results: Results; context: RunContext; params: ParamValues } {
    const [window] = this.rows(
      'select first_day::varchar as first, last_day::varchar as last from shop.data_window',
    ) as { first: string; last: string }[];
    const last = window?.last ?? '2000-01-01';
    const day = asOf ?? last;
    const firstDay = [window?.first ?? day, narrowed?.from ?? ''].sort().at(-1) ?? day;
    const observedThrough = [day, last, narrowed?.to ?? day].sort()[0] ?? day;
    const context: RunContext = {
      asOf: day,
      window: { firstDay, lastDay: last, observedThrough },
      ...(narrowed ? { narrowed } : {}),
    };
    const filled = paramsWithDefaults(definition, params);
    this.narrowTo(members);
    this.execute(setVariables({ ...contextVariables(context), ...definition.variables(filled, context) }));
    const results: Results = {};
    for (const plan of planned(askedSteps(definition.steps, filled, context))) {
      if ('sql' in plan) {
        for (const statement of plan.before) this.execute(statement);
        const { name } = plan.step;
        results[name] = decodeTable(this.connection.query(plan.sql), definition.results[name]);
        for (const statement of plan.after) this.execute(statement);
      } else {
        const { step } = plan;
        const others = (step.and ?? []).map((name) => results[name] ?? []);
        const rows = kernelRows(step.kernel, results[step.input] ?? [], step.options, others);
        results[step.name] = rows;
        if (step.asTable) this.keepAsTable(step.name, kernelTable(rows, definition.results[step.name] ?? {}));
      }
    }
    return { results, context, params: filled };
  }

  /** As the worker does with the rows of a kernel that later steps read. */
  private keepAsTable(name: string, bytes: Uint8Array): void {
    this.execute(`create schema if not exists kernel; drop table if exists kernel.${name}`);
    this.connection.insertArrowFromIPCStream(bytes, { schema: 'kernel', name, create: true });
  }

  /** As the worker does before a run. Returns whether the members had to be worked out. */
  narrowTo(members: Members | null): boolean {
    this.execute(NO_MEMBERS);
    if (!members) return false;
    const { isKnown, workOut, use } = memberStatements(members);
    const [found] = this.rows(isKnown);
    if (!found?.known) this.execute(workOut);
    this.execute(use);
    return !found?.known;
  }

  close(): void {
    this.connection.close();
    this.database.reset();
  }
}
