import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import lifecycle from '../../src/analyses/member-lifecycle';
import { membersOfMark, periodMark, sleepBands, sleepMark } from '../../src/analyses/member-lifecycle/groups';
import { lifecycleOf, MEMBERS } from '../../src/analyses/member-lifecycle/results';
import type { Narrowing } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { TestEngine, type OrderFixture } from './engine';
import { lifecycleOracle } from './lifecycle-oracle';
import { cdnowMaster, hasOrderFiles } from './order-files';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => engine.close());

const membersOf = (mark: string, grain: string): string[] => {
  const { sql, variables } = membersOfMark(mark, { grain });
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), MEMBERS).map((row) => String(row.customer_key));
};

if (!hasOrderFiles) console.warn('Skipped: growth accounting of CDNOW, its data folder is absent');

test.skipIf(!hasOrderFiles)(
  'CDNOW, the full file: growth accounting as published with the definitions',
  () => {
    engine.loadOrders(cdnowMaster());
    const { results, params, context } = engine.run(lifecycle, {});
    const { periods, sleep } = lifecycleOf(results);
    const named = (period: string) => periods.find((row) => row.period === period);
    const is = (active: number, fresh: number, retained: number, resurrected: number, churned: number) => ({
      ...{ active, new: fresh, retained, resurrected, churned },
    });
    expect(periods).toHaveLength(18);
    expect(named('1997-01-01')).toMatchObject({ active: 7846, new: 7846, churned: null, state: 'complete' });
    expect(named('1997-02-01')).toMatchObject(is(9633, 8476, 1157, 0, 6689));
    expect(named('1997-03-01')).toMatchObject(is(9524, 7248, 1681, 595, 7952));
    expect(named('1997-04-01')).toMatchObject(is(2822, 0, 1773, 1049, 7751));
    expect(named('1998-06-01')).toMatchObject(is(1506, 0, 446, 1060, 1042));
    expect(sleep.reduce((sum, row) => sum + row.customers, 0)).toBe(23_570);
    expect(sleep[0]?.customers).toBe(1506);
    expect(sleep.reduce((sum, row) => sum + row.revenue, 0)).toBeCloseTo(2_500_315.63, 2);
    expect(lifecycle.headline(results, params, context)).toBe(
      '1,506 customers ordered in June\u00a01998, **18 more** than the month before: for each one who stayed away, **1.02** came new or came back.',
    );
    expect(lifecycle.notes(results, params, context).map((note) => note.kind)).toEqual(['warning', 'info']);
    expect(lifecycle.provenance(results, params, context)).toBe('23,570 customers in, 18 months out');
    expect(membersOf(periodMark('churned', '1998-06-01'), 'month')).toHaveLength(1042);
    expect(membersOf(periodMark('resurrected', '1998-06-01'), 'month')).toHaveLength(1060);
    for (const band of sleepBands(sleep, 'month')) {
      expect(membersOf(sleepMark(band), 'month'), band.label).toHaveLength(band.customers);
    }
  },
);

describe('generated shops', () => {
  const iso = (offset: number) =>
    new Date(Date.UTC(2019, 11, 20) + offset * 86_400_000).toISOString().slice(0, 10);
  const order = fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', "O'Reilly", '王'),
    at: fc.integer({ min: 0, max: 260 }).map(iso),
    amount: fc.integer({ min: -500, max: 9_000 }).map((cents) => cents / 100),
    channel: fc.constantFrom('web', 'shop'),
  });
  const shop = fc.array(order, { minLength: 1, maxLength: 40, size: 'max' });
  const grain = fc.constantFrom<'day' | 'week' | 'month' | 'quarter'>('day', 'week', 'month', 'quarter');
  const narrowing = fc.option(
    fc.record({
      from: fc.option(fc.integer({ min: 0, max: 200 }).map(iso)),
      to: fc.constant(null),
      dimensions: fc.constantFrom<Narrowing['dimensions'][]>({}, { channel: ['web'] }),
      segment: fc.constant(null),
    }),
    { nil: undefined },
  );

  test('every number, the identity, the customers behind them, whatever the order of rows', () => {
    fc.assert(
      fc.property(
        shop,
        grain,
        fc.option(fc.integer({ min: -2, max: 280 }).map(iso), { nil: undefined }),
        narrowing,
        (orders: OrderFixture[], by, asOf, narrowed) => {
          engine.loadOrders(orders);
          const { results, context } = engine.run(lifecycle, { grain: by }, asOf, narrowed);
          const { periods, sleep } = lifecycleOf(results);
          const expected = lifecycleOracle(orders, by, context);
          expect(periods.map(({ period, state, active }) => ({ period, state, active }))).toEqual(
            expected.periods.map(({ period, state, active }) => ({ period, state, active: active.size })),
          );
          periods.forEach((row, index) => {
            const oracle = expected.periods[index]!;
            for (const group of ['new', 'retained', 'resurrected', 'churned', 'dormant'] as const)
              expect(row[group], `${group} ${row.period}`).toBe(oracle[group]?.size ?? null);
            for (const group of ['new', 'retained', 'resurrected', 'churned'] as const) {
              if (oracle[group] && index % 12 === 0)
                expect(membersOf(periodMark(group, row.period), by).sort()).toEqual(
                  [...oracle[group]].sort(),
                );
            }
            const before = periods[index - 1];
            if (row.churned === null || !before) return;
            if (row.resurrected !== null)
              expect(row.active - before.active).toBe(row.new + row.resurrected - row.churned);
            expect(row.change).toBe(row.active - before.active);
          });
          expect(
            sleep.map(({ sleep: length, customers, at_risk, woken }) => [length, customers, at_risk, woken]),
          ).toEqual(expected.sleep);
          for (const { sleep: length, customers } of sleep.slice(1, 4)) {
            if (customers > 0)
              expect(membersOf(`asleep/${length}-${length}`, by), `asleep ${length}`).toHaveLength(customers);
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});

test('a text that is no mark stands for nobody', () => {
  engine.loadOrders([{ customer: 'a', at: '2020-01-01', amount: 1 }]);
  engine.run(lifecycle, {});
  for (const mark of ['', 'new/2020-13-01', 'new/2020-01-01x', 'asleep/x', "new/'; drop"])
    expect(membersOf(mark, 'month'), mark).toEqual([]);
  expect(membersOf('new/2020-01-01', 'month')).toEqual(['a']);
});
