import { afterEach, describe, expect, it } from 'vitest';
import type { Assessment } from '../../../src/engine/protocol';
import { DEFAULT_POLICIES } from '../../../src/intake/policies';
import { overwriteGetLocale } from '../../../src/messages/speak';
import { statusCounts, withRate, withStatus } from '../../../src/views/import/policies';
import { nettingLines } from '../../../src/views/netting-lines';

afterEach(() => overwriteGetLocale(() => 'en'));

const status = (
  value: string | null,
  kind: Assessment['statuses'][number]['kind'],
): Assessment['statuses'][number] => ({ value, kind, rows: 1, amount: '1.0000' });
const STATUSES = [
  status('paid', 'paid'),
  status(null, 'other'),
  status('pending', 'unpaid'),
  status('void', 'cancelled'),
  status('refunded', 'refunded'),
  status('test', 'test'),
];

describe('statuses', () => {
  const counted = (policies: Partial<typeof DEFAULT_POLICIES>) =>
    STATUSES.filter((one) => statusCounts(one, { ...DEFAULT_POLICIES, ...policies })).map(
      ({ value }) => value,
    );

  it('without a list count by what they say and by the policies of that', () => {
    expect(counted({})).toEqual(['paid', null]);
    expect(counted({ unpaid: 'keep', testOrders: 'keep', refunds: 'net' })).toEqual([
      'paid',
      null,
      'pending',
      'refunded',
      'test',
    ]);
    expect(counted({ statuses: ['void', ''] })).toEqual([null, 'void']);
  });

  it('one ticked or unticked makes the list of those that count; never an empty one, which would mean all', () => {
    const [paid, blank, pending] = STATUSES;
    expect(withStatus(STATUSES, DEFAULT_POLICIES, pending!, true)).toEqual(['paid', '', 'pending']);
    expect(withStatus(STATUSES, DEFAULT_POLICIES, blank!, false)).toEqual(['paid']);
    expect(withStatus(STATUSES, { ...DEFAULT_POLICIES, statuses: ['paid'] }, paid!, false)).toBeNull();
  });
});

describe('rates', () => {
  it('are set, taken away, and refused where they are none', () => {
    expect(withRate({ EUR: 1 }, 'USD', '7.1')).toEqual({ EUR: 1, USD: 7.1 });
    expect(withRate({ EUR: 1, USD: 7 }, 'USD', ' ')).toEqual({ EUR: 1 });
    for (const typed of ['0', '-1', 'x', '1e12', '1e-12']) expect(withRate({}, 'USD', typed)).toBeNull();
  });
});

describe('from used rows to revenue', () => {
  const netting = {
    purchases: { rows: 397_884, amount: '8911407.9040' },
    refunds: { rows: 8_905, amount: '-611342.0900' },
    refunded: { rows: 0, amount: '0.0000' },
    revenue: '8300065.8140',
    customersWithoutOrders: 33,
  };

  it.each(['en', 'zh-CN'] as const)('every line has a name of its own in %s, and they tie', (locale) => {
    overwriteGetLocale(() => locale);
    const restated = { rows: 7_000, amount: '-400000.5000' };
    const { lines, reconciles } = nettingLines({
      ...netting,
      restated,
      refunded: { rows: 1, amount: '-1.0000' },
      revenue: '8300064.8140',
    });
    expect(new Set(lines.map(({ label }) => label)).size).toBe(5);
    expect(lines.filter(({ part }) => part).map(({ rows, amount }) => [rows, Number(amount)])).toEqual([
      [7_000, -400_000.5],
      [1_905, -211_341.59],
    ]);
    expect(reconciles).toBe(true);
  });

  it('says where they do not tie', () => {
    expect(nettingLines(netting).reconciles).toBe(true);
    expect(nettingLines({ ...netting, revenue: '8300065.8150' }).reconciles).toBe(false);
  });
});
