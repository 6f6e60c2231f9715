import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OpenedTable } from '../../src/engine/opening-protocol';
import type { Policies } from '../../src/intake/types';
import { ImportEngine } from './import-engine';
import { importedWith, textFile as file } from './refund-imports';

/** When and how much: refunds of a table on the shop's clock, and without tax and shipping. */
let engine: ImportEngine;
beforeAll(async () => {
  engine = await ImportEngine.open();
});
afterAll(() => engine.close());
const imported = (tables: Promise<OpenedTable>[], policies: Partial<Policies> = {}) =>
  importedWith(engine, tables, policies);

describe('on the shop’s clock', () => {
  const zones = { refunds: 'net', fileTimeZone: 'UTC', timeZone: 'America/New_York' } as const;
  const orders = (time: string) =>
    file('orders.csv', `order_id,customer_id,order_date,amount\n1,a,2024-01-05${time},100\n2,b,2024-01-06${time},50\n`);
  const days = (found: Awaited<ReturnType<typeof imported>>) => found.refunds.map(({ key, day }) => [key, day]);
  const effect = ({ assessment }: Awaited<ReturnType<typeof imported>>) =>
    assessment.effects.find(({ policy }) => policy === 'timeZone')?.otherwise;

  it('stamps of refunds are converted like those of orders, by their own offset first', async () => {
    const refunds = file('refunds.csv', 'order_id,refunded_at,refund_amount\n1,2024-03-11 03:59:59,1\n1,2024-03-11 04:00:00,2\n2,2024-03-12T04:30:00+08:00,3\n2,2024-03-13,4\n');
    const found = await imported([orders(' 12:00:00'), refunds], zones);
    // New York went to summer time on 10 March: 04:00 UTC is midnight.
    expect(days(found)).toEqual([['1', '2024-03-10'], ['1', '2024-03-11'], ['2', '2024-03-11'], ['2', '2024-03-13']]);
    expect(effect(found)).toEqual({ key: 'clock_other_day', values: { count: 0, n: 0 } });
  });

  it('refunds of days alone stay where orders move, and the other way about', async () => {
    const byDay = file('refunds.csv', 'order_id,refunded_at,refund_amount\n1,2024-03-11,1\n2,2024-03-12,3\n');
    const still = await imported([orders(' 01:00:00'), byDay], zones);
    expect(days(still)).toEqual([['1', '2024-03-11'], ['2', '2024-03-12']]);
    expect(engine.rows('select ordered_on::varchar as day from shop.orders order by day')).toEqual([{ day: '2024-01-04' }, { day: '2024-01-05' }]);
    const stamped = file('refunds.csv', 'order_id,refunded_at,refund_amount\n1,2024-03-11 01:00:00,1\n2,2024-03-12 12:00:00,3\n');
    const moved = await imported([orders(''), stamped], zones);
    expect(days(moved)).toEqual([['1', '2024-03-10'], ['2', '2024-03-12']]);
    expect(effect(moved)?.key).toBe('clock_other_day');
    expect(engine.rows('select ordered_on::varchar as day from shop.orders order by day')).toEqual([{ day: '2024-01-05' }, { day: '2024-01-06' }]);
  });
}); // prettier-ignore

describe('tax and shipping of refunds', () => {
  /** 130 paid: goods 100, tax 20, shipping 10; and one without either. */
  const orders = () => file('orders.csv', 'order_id,customer_id,order_date,total,tax_amount,shipping_amount\n1,a,2024-01-05,130,20,10\n2,b,2024-01-06,50,0,0\n');
  const refunds = (rows: string, more = '') => file('refunds.csv', `order_id,refunded_at,refund_amount${more}\n${rows}`);
  const charges = (tax: Policies['tax'], shipping: Policies['shipping']) => ({ refunds: 'net', tax, shipping }) as const;
  const amounts = (found: Awaited<ReturnType<typeof imported>>) => found.refunds.map(({ amount }) => Number(amount));

  it.each([
    ['asIs', 'asIs', [-60, -70, -5], {}],
    ['out', 'asIs', [-50.7692, -59.2308, -5], { tax_out: true }],
    ['asIs', 'out', [-60, -60, -5], { shipping_out: true }],
    ['out', 'out', [-50.7692, -49.2308, -5], { tax_out: true, shipping_out: true }],
    ['in', 'in', [-60, -70, -5], { charge_in: true }],
    ['in', 'out', [-60, -60, -5], { shipping_out: true, charge_in: true }],
  ] as const)('tax %s, shipping %s: taken off what was paid back, never added to it', async (tax, shipping, expected, told) => {
    const found = await imported([orders(), refunds('1,2024-02-01,60\n1,2024-02-02,70\n2,2024-02-03,5\n')], charges(tax, shipping));
    expect(amounts(found)).toEqual(expected);
    expect(found.told).toEqual({ read: true, ...told });
    const back = expected.reduce((sum, amount) => sum + amount, 0);
    expect(Number(found.ledger.netting?.refunds.amount)).toBeCloseTo(back, 4);
    expect(found.revenue).toBe(found.ledger.netting?.revenue);
    expect(found.assessment.ledger.netting).toEqual(found.ledger.netting);
    if (tax === 'out' || tax !== shipping) return;
    // What the other choice is said to come to is what it comes to.
    const says = found.assessment.effects.find(({ policy }) => policy === 'tax')?.otherwise;
    const other = { charges_otherwise_as_is: 'asIs', charges_otherwise_out: 'out', charges_otherwise_in: 'in' } as const;
    const again = await imported([orders(), refunds('1,2024-02-01,60\n1,2024-02-02,70\n2,2024-02-03,5\n')], charges(other[says!.key as keyof typeof other], shipping));
    expect(again.revenue).toBe(says?.values?.revenue);
  });

  it('what the table of refunds says itself goes first', async () => {
    const found = await imported([orders(), refunds('1,2024-02-01,60,9,1\n1,2024-02-02,30,,\n', ',tax_amount,shipping_amount')], charges('out', 'out'));
    expect(amounts(found)).toEqual([-50, -25.3846]);
  });

  it('any order given back whole, in any parts, leaves nothing', async () => {
    const order = fc.record({ goods: fc.integer({ min: 1, max: 50_000 }), tax: fc.integer({ min: 0, max: 9_000 }), shipping: fc.integer({ min: 0, max: 2_000 }), cuts: fc.array(fc.nat(1000), { maxLength: 3 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 6 }), fc.constantFrom('net' as const, 'restate' as const), async (list, policy) => {
        const money = (cents: number) => (cents / 100).toFixed(2);
        const rows = list.map(({ goods, tax, shipping }, at) => `${at},c${at},2024-01-05,${money(goods + tax + shipping)},${money(tax)},${money(shipping)}\n`);
        const back = list.flatMap(({ goods, tax, shipping, cuts }, at) => {
          const total = goods + tax + shipping;
          const places = [0, ...cuts.map((cut) => Math.round((total * cut) / 1000)).sort((a, b) => a - b), total];
          const parts = places.slice(1).map((place, index) => place - places[index]!).filter((cents) => cents > 0);
          return parts.map((cents, part) => `${at},2024-02-0${part + 1},${money(cents)}\n`);
        });
        const { revenue, ledger } = await imported(
          [file('orders.csv', `order_id,customer_id,order_date,total,tax_amount,shipping_amount\n${rows.join('')}`), refunds(back.join(''))],
          { ...charges('out', 'out'), refunds: policy },
        );
        // Four places are kept of each part of the tax.
        expect(Math.abs(Number(revenue))).toBeLessThan(0.0001 * back.length);
        expect(ledger.netting?.revenue).toBe(revenue);
      }),
      { numRuns: 4 },
    );
  });
}); // prettier-ignore
