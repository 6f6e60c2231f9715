import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import repurchaseInterval from '../../src/analyses/repurchase-interval';
import { findingsOf } from '../../src/analyses/repurchase-interval/findings';
import { extremesOf, groupsOf } from '../../src/analyses/repurchase-interval/groups';
import {
  countWaiting,
  markOfGroup,
  markOfWait,
  MEMBERS,
  membersOfMark,
  type WaitSpan,
} from '../../src/analyses/repurchase-interval/members';
import { marketDefinitions } from '../../src/analyses/repurchase-interval/market-definitions';
import { rhythmOf, timingOf as timingFound } from '../../src/analyses/repurchase-interval/timing';
import type { ParamValues, Results, Row } from '../../src/analyses/define';
import { decodeTable } from '../../src/engine/decode';
import { setVariables } from '../../src/orders/literals';
import { overwriteGetLocale } from '../../src/messages/speak';
import { estimateAt } from '../../src/statistics/kaplan-meier';
import { TestEngine, type OrderFixture } from './engine';
import { horizonOf, regularityOf, timingOf, twoGroupChiSquare, waitsOf, type Wait } from './interval-oracle';
import { cdnowSample, hasOrderFiles } from './order-files';
import { dayOf, isoOf, shops } from './purchase-oracle';
import { shareReturned } from './repurchase-oracle';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.open();
});
afterAll(() => {
  engine.close();
  overwriteGetLocale(() => 'en');
});

const close = (actual: unknown, expected: number | null): void =>
  expected === null ? expect(actual).toBeNull() : expect(actual).toBeCloseTo(expected, 8);

function expectTiming(results: Results, waits: readonly Wait[]): void {
  const expected = timingOf(waits);
  const found = results.contact_window!;
  if (!expected) {
    expect([found, results.returns_by_week]).toEqual([[], []]);
    return;
  }
  const contact = found[0]!;
  expect(contact).toMatchObject({ horizon: expected.horizon, returned: expected.returned });
  close(contact.share_returned, shareReturned([...waits], expected.horizon));
  const weeks = results.returns_by_week!;
  expect(weeks.map(({ at_risk }) => at_risk)).toEqual(expected.atRisk);
  weeks.forEach((week, index) => {
    expect([week.week, week.from_day, week.to_day]).toEqual([index + 1, index * 7 + 1, index * 7 + 7]);
    close(week.hazard, expected.hazards[index]!);
    close(week.smoothed_hazard, expected.smoothed[index]!);
    close(week.share, expected.shares[index]!);
  });
  if (expected.returned < 10) {
    for (const name of ['peak_from', 'window_from', 'most_returned_day']) expect(contact[name]).toBeNull();
    return;
  }
  expect(contact.most_returned_day).toBe(expected.most);
  const busy = expected.smoothed.filter((_, index) => index * 7 + 1 <= expected.most);
  close(contact.peak_hazard, busy.length === 0 ? null : Math.max(...busy.map((rate) => rate ?? 0)));
  if (expected.length === null) expect(contact.window_from).toBeNull();
  else expect((Number(contact.window_to) - Number(contact.window_from) + 1) / 7).toBe(expected.length);
}

function expectGroups(results: Results, waits: readonly Wait[]): void {
  const names = [...new Set(waits.map(({ group }) => group))];
  const { groups, test: tested } = groupsOf(results);
  expect(groups.map(({ group }) => group).sort()).toEqual(names.sort());
  for (const { group, customers, observed, survival } of groups) {
    const own = waits.filter((wait) => wait.group === group);
    expect([customers, observed]).toEqual([own.length, own.filter(({ back }) => back).length]);
    for (const day of [0, 7, 30, 90])
      if (estimateAt(survival, day))
        close(estimateAt(survival, day)?.share_returned, shareReturned(own, day));
  }
  const [seen, expected] = [groups.map(({ observed }) => observed), groups.map((group) => group.expected)];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  expect(sum(expected)).toBeCloseTo(sum(seen), 8);
  if (groups.length === 2) close(tested?.chi_square ?? null, twoGroupChiSquare(waits, names[0]!));
}

test('random shops, filters, as-of days and steps: weeks, window, regularity and groups against plain arrays', () => {
  fc.assert(
    fc.property(shops(120), fc.constantFrom(1, 2, 3), (shop, from) => {
      engine.loadOrders(shop.orders, shop.refunds);
      const params = { from: String(from), by: 'channel' };
      const { results, context } = engine.run(repurchaseInterval, params, isoOf(shop.asOf), shop.narrowed);
      const waits = waitsOf(shop, dayOf(context.window.observedThrough), from);
      expectTiming(results, waits);
      expectGroups(results, waits);
      const expected = regularityOf(shop);
      const regularity = results.regularity![0]!;
      expect(regularity.customers).toBe(expected.customers);
      close(regularity.variance, expected.variance);
      close(regularity.k, expected.k);
      if (regularity.low !== null) expect(regularity.low).toBeLessThanOrEqual(Number(regularity.k) + 1e-9);
      if (regularity.high !== null && regularity.k !== null)
        expect(regularity.high).toBeGreaterThanOrEqual(Number(regularity.k) - 1e-9);
      const shuffled = [...shop.orders]
        .map((order, index) => ({ ...order, order: `o${index + 1}` }))
        .reverse();
      engine.loadOrders(shuffled, shop.refunds);
      const again = engine.run(repurchaseInterval, params, isoOf(shop.asOf), shop.narrowed).results;
      for (const name of ['contact_window', 'group_test', 'regularity'])
        expect(rounded(again[name]!)).toEqual(rounded(results[name]!));
    }),
    { numRuns: 12 },
  );
});

const membersOf = (mark: string, params: ParamValues): Row[] => {
  const { sql, variables } = membersOfMark(mark, params);
  engine.execute(setVariables(variables));
  return decodeTable(engine.connection.query(sql), MEMBERS);
};

test('who waits in, before and past a window, and who began with a value: as the figure counts them', () => {
  fc.assert(
    fc.property(shops(120), fc.constantFrom(1, 2, 3), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 40 }), (shop, from, first, more) => {
      engine.loadOrders(shop.orders, shop.refunds);
      const params = { from: String(from), by: 'channel' };
      const { results, context } = engine.run(repurchaseInterval, params, isoOf(shop.asOf), shop.narrowed);
      const waits = waitsOf(shop, dayOf(context.window.observedThrough), from);
      const listed = (rows: Row[]) => rows.map((row) => [String(row.customer_key), row.waited_days]).sort();
      const expected = (of: readonly Wait[]) => of.map(({ customer, days }) => [customer, days]).sort();
      const spans: WaitSpan[] = [{ from: 0, to: first - 1 }, { from: first, to: first + more }, { from: first + more + 1, to: null }];
      for (const span of spans) {
        const found = membersOf(markOfWait(span), params);
        expect(found).toHaveLength(countWaiting(results, span));
        expect(found.every(({ returned_on }) => returned_on === null)).toBe(true);
        const wanted = waits.filter(({ back, days }) => !back && days >= span.from && days <= (span.to ?? days));
        expect(listed(found)).toEqual(expected(wanted));
      }
      expect(spans.reduce((sum, span) => sum + countWaiting(results, span), 0)).toBe(waits.filter(({ back }) => !back).length);
      for (const { group, customers } of groupsOf(results).groups) {
        const found = membersOf(markOfGroup(group), params);
        expect(found).toHaveLength(customers);
        expect(listed(found)).toEqual(expected(waits.filter((wait) => wait.group === group)));
      }
      for (const mark of ['', 'waiting/', 'nobody', "group'"]) expect(membersOf(mark, params), mark).toEqual([]);
      expect(membersOf('group/web', { from: '1', by: 'none' })).toEqual([]);
    }),
    { numRuns: 25 },
  );
}); // prettier-ignore

const rounded = (rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        typeof value === 'number' ? Number(value.toFixed(9)) : value,
      ]),
    ),
  );

/** Numbers in 0…1 from a seed: the same in every run. */
function* uniform(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield (state + 0.5) / 2 ** 32;
  }
}

/** Customers whose two gaps are Gamma of a whole shape: sums of so many exponential waits. */
function rhythms(shape: number, customers: number): OrderFixture[] {
  const random = uniform(7);
  const gap = (): number => {
    let days = 0;
    for (let part = 0; part < shape; part += 1) days -= (400 / shape) * Math.log(random.next().value);
    return Math.max(1, Math.round(days));
  };
  return Array.from({ length: customers }, (_, index) => {
    const [first, second] = [gap(), gap()];
    return [0, first, first + second].map((day) => ({
      customer: `c${index}`,
      at: isoOf(14_610 + day),
      amount: 1,
    }));
  }).flat();
}

describe('regularity', () => {
  test.each([1, 2, 4])('finds the shape %i that gaps were drawn with', (shape) => {
    engine.loadOrders(rhythms(shape, 1500));
    const { regularity } = timingFound(engine.run(repurchaseInterval, { band: '99' }).results);
    expect(regularity.customers).toBe(1500);
    expect(regularity.low!).toBeLessThan(shape);
    expect(regularity.high!).toBeGreaterThan(shape);
    expect(regularity.high! - regularity.low!).toBeLessThan(shape * 0.6);
    expect(rhythmOf(regularity)).toBe(shape === 1 ? 'random' : 'regular');
  });
  test('the interval follows the band; equal gaps have no k; few customers say nothing', () => {
    const equal = { customers: 12, variance: 0, k: null, low: null, high: null };
    expect(rhythmOf(equal)).toBe('equal');
    expect(rhythmOf({ ...equal, customers: 9 })).toBe('few');
    expect(rhythmOf({ customers: 50, variance: 0.15, k: 0.33, low: 0.2, high: 0.5 })).toBe('bursts');
    engine.loadOrders(rhythms(2, 100));
    const [narrow, wide] = ['90', '99'].map(
      (band) => timingFound(engine.run(repurchaseInterval, { band }).results).regularity,
    );
    expect(narrow!.k).toBe(wide!.k);
    expect(narrow!.low!).toBeGreaterThan(wide!.low!);
  });
});

describe('what the views say', () => {
  const monthly = (customer: string, channel: string | undefined, gap: number, start = 0): OrderFixture[] =>
    [start, start + gap].map((day) => ({ customer, at: isoOf(14_610 + day), amount: 1, channel }));
  const shop = (): OrderFixture[] => [
    ...Array.from({ length: 30 }, (_, index) => monthly(`w${index}`, 'web', 22 + (index % 14))).flat(),
    ...Array.from({ length: 30 }, (_, index) => monthly(`s${index}`, 'shop', 60 + index)).flat(),
    { customer: 'late', at: isoOf(14_610 + 250), amount: 1, channel: 'phone' },
  ];
  const said = (params: Record<string, string>, locale: 'en' | 'zh-CN' = 'en') => {
    overwriteGetLocale(() => locale);
    const { results, params: filled, context } = engine.run(repurchaseInterval, params);
    const headline = repurchaseInterval.headline(results, filled, context);
    const notes = repurchaseInterval.notes(results, filled, context).map(({ text }) => text);
    overwriteGetLocale(() => 'en');
    return { headline: headline.replaceAll('\u00a0', ' '), notes, view: filled.view };
  };

  test('contact: the two busy weeks of half of the customers, and the day by which 80% are back', () => {
    engine.loadOrders(shop());
    // 60 wait from one day; 30 return on days 22–35, 30 on days 60–89. The late one is censored on day 0.
    const contact = engine.run(repurchaseInterval).results.contact_window![0]!;
    expect(contact).toMatchObject({ horizon: 89, returned: 60, window_from: 22, window_to: 35 });
    expect(contact.window_share).toBeCloseTo(0.5, 10);
    // 30 + 18 of 60 are back: the 18th of those on days 60, 61, …
    expect(contact.most_returned_day).toBe(77);
    expect(said({ view: 'contact' }).headline).toBe(
      'Contact first-time buyers on **days 22 to 35**: 50.0% of the returns within 89 days come then. By **day 77** 80% of them have come.',
    );
    expect(said({ view: 'contact' }, 'zh-CN').headline).toContain('宜在**第22–35天**触达');
    expect(said({ view: 'contact' }).notes.join()).toContain('up to day 89');
  });

  test('groups: choosing a dimension shows them; who differs and by how much; what cannot be compared', () => {
    engine.loadOrders(shop());
    const { headline, view, notes } = said({ by: 'channel' });
    expect(view).toBe('groups');
    expect(headline).toBe(
      'How soon first-time buyers return differs by channel: by day 30, **66.7%** of “web” are back, and **0.0%** of “shop” (log-rank p < 0.001).',
    );
    expect(notes.join()).toContain('belongs to the value of the first order');
    expect(said({ by: 'channel', view: 'contact' }).view).toBe('contact');
    expect(said({ view: 'groups' }).view).toBe('curve');
    expect(said({ by: 'region' }).headline).toMatch(/^No order names a region\. Say at import/);
    engine.loadOrders(shop().map((order) => ({ ...order, channel: 'web' })));
    expect(said({ by: 'channel' }).headline).toContain('one value, **web**');
    engine.loadOrders(shop().map((order, index) => ({ ...order, channel: `c${(index >> 1) % 9}` })));
    const nine = engine.run(repurchaseInterval, { by: 'channel' }).results;
    expect(groupsOf(nine).groups).toHaveLength(6);
    expect(extremesOf(groupsOf(nine))).toBeNull();
    expect(said({ by: 'channel' }).notes.join()).toMatch(/The 6 largest values are compared; \d+ customers/);
  });

  test('too little to say: few came back, a wait of days, nobody', () => {
    engine.loadOrders(monthly('a', 'web', 30));
    expect(said({ view: 'contact' }).headline).toMatch(/^Only \*\*1 customer\*\* has come back so far/);
    engine.loadOrders(Array.from({ length: 12 }, (_, index) => monthly(`c${index}`, 'web', 3)).flat());
    expect(said({ view: 'contact' }).headline).toBe(
      'Of those who return within 3 days, 80% are back by **day 3**.',
    );
    engine.loadOrders([]);
    for (const view of ['contact', 'definitions'])
      expect(said({ view }).headline).toMatch(/^There are no orders up to/);
    expect(said({ by: 'channel' }).headline).toMatch(/^There are no orders up to/);
  });
});

if (!hasOrderFiles) console.warn('Skipped: interval views of CDNOW, because ../shared/data is not there.');

describe.skipIf(!hasOrderFiles)('CDNOW, 1/10 sample, to 30 September 1997', () => {
  let orders: OrderFixture[];
  let results: Results;
  beforeAll(() => {
    orders = cdnowSample().filter(({ at }) => at <= '1997-09-30');
    engine.loadOrders(orders);
    results = engine.run(repurchaseInterval, { view: 'definitions' }, '1997-09-30').results;
  });

  test('the five market definitions, side by side: 27, 45.97, 62.30, 64.91 and 95.13 days', () => {
    const found = findingsOf(results, { from: '1', band: '95' });
    const days = marketDefinitions(found).map((row) => Number(row.days?.toFixed(2)));
    expect(days).toEqual([27, 45.97, 62.3, 64.91, 95.13]);
    const { params, context } = engine.run(repurchaseInterval, { view: 'definitions' }, '1997-09-30');
    expect(repurchaseInterval.headline(results, params, context)).toMatch(
      /^The same gaps come out as \*\*27 to 95 days\*\* under five definitions in use\. Fewer than half/,
    );
  });

  test('of all 2,357 customers, watched for 90 days or more, 687 are back within 90', () => {
    const seen = results.survival_events!.filter(({ day }) => Number(day) <= 90);
    expect(seen.reduce((sum, { events }) => sum + Number(events), 0)).toBe(687);
    expect(seen.every(({ censored }) => censored === 0)).toBe(true);
    const curve = findingsOf(results, { from: '1', band: '95' }).survival;
    const shares = [30, 60, 90, 180].map((day) => estimateAt(curve, day)!.share_returned.toFixed(4));
    expect(shares).toEqual(['0.1739', '0.2550', '0.2915', '0.3763']);
  });

  test('contact window, 80% day and regularity of all: as the plain arrays gave them, slowly', () => {
    const { contact, regularity } = timingFound(results);
    expect(contact).toMatchObject({ horizon: 262, returned: 945, most_returned_day: 133 });
    expect(contact).toMatchObject({ peak_from: 1, peak_to: 7, window_from: 1, window_to: 42 });
    expect(contact!.share_returned).toBeCloseTo(0.42047, 5);
    expect(regularity.customers).toBe(507);
    expect(regularity.k!).toBeCloseTo(1.0485, 4);
    expect(rhythmOf(regularity)).toBe('random');
  });

  test('contact window, 80% day and regularity of every eighth customer, against plain arrays', () => {
    const names = [...new Set(orders.map(({ customer }) => customer))].filter((_, index) => index % 8 === 0);
    const few = orders.filter(({ customer }) => names.includes(customer));
    engine.loadOrders(few);
    const part = engine.run(repurchaseInterval, {}, '1997-09-30').results;
    const shop = { orders: few, asOf: dayOf('1997-09-30'), narrowed: undefined };
    const waits = waitsOf(shop, dayOf('1997-09-30'), 1);
    expectTiming(part, waits);
    expect(part.contact_window![0]!.horizon).toBe(horizonOf(waits));
    expect(part.regularity![0]!.customers).toBe(regularityOf(shop).customers);
    close(part.regularity![0]!.k, regularityOf(shop).k);
  });
});
