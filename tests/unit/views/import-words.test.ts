import { afterEach, describe, expect, it } from 'vitest';
import type { Assessment } from '../../../src/engine/protocol';
import { REASON_INPUTS } from '../../../src/intake/reasons';
import { FIELDS, type DateReading, type Policies } from '../../../src/intake/types';
import { overwriteGetLocale } from '../../../src/messages/speak';
import { announcement, blockedBecause } from '../../../src/views/import/announce';
import { dateReadBothWays, dayAndMonthReadings, shownPattern } from '../../../src/views/import/date-order';
import { fieldName } from '../../../src/messages/fields';
import { policyChoiceName, policyName } from '../../../src/views/import/names';
import { CHOICES, choosePolicy, policyRows, unlessUnchanged } from '../../../src/views/import/policies';
import { sayReason, sayTogether } from '../../../src/messages/reasons';

afterEach(() => overwriteGetLocale(() => 'en'));

const assessment: Assessment = {
  ledger: {
    rowsRead: 541909,
    amountRead: '9747747.9340',
    setAside: [{ reason: 'no_customer', rows: 144025, amount: '836340.0300' }],
    rowsUsed: 397884,
    amountUsed: '8911407.9040',
    orders: 18532,
    customers: 4338,
    firstDay: '2010-12-01',
    lastDay: '2011-12-09',
  },
  effects: [],
  preview: [],
  warnings: [],
  missing: [],
  statuses: [],
  currencies: [],
  questions: [],
  identity: null,
};

describe('names', () => {
  it.each(['en', 'zh-CN'] as const)(
    'has one of its own for every field, policy and choice in %s',
    (locale) => {
      overwriteGetLocale(() => locale);
      expect(new Set(FIELDS.map(fieldName)).size).toBe(FIELDS.length);
      for (const [policy, choices] of Object.entries(CHOICES)) {
        expect(policyName(policy as keyof Policies)).not.toBe('');
        const names = choices.map((choice) => policyChoiceName(policy as keyof Policies, choice));
        expect(new Set(names).size).toBe(choices.length);
      }
    },
  );
});

describe('reasons', () => {
  it('writes exact money, counts, fields and days as the language does', () => {
    const guests = { key: 'import_otherwise_guests', values: { revenue: '10359090.0240' } };
    expect(sayReason(guests)).toContain('10,359,090.02');
    const merged = sayReason({ key: 'import_otherwise_merged', values: { days: 16763, orders: 18532 } });
    expect(merged).toContain('16,763');
    expect(merged).toContain('18,532');
    expect(sayReason({ key: 'import_columns_chosen', values: { field: 'unitPrice' } })).toContain(
      'Unit price',
    );
  });

  it.each(['en', 'zh-CN'] as const)(
    'of intake leave no raw day, field id or unnamed input in %s',
    (locale) => {
      overwriteGetLocale(() => locale);
      const raw: Record<string, string | number> = {
        first: '2010-12-01',
        last: '2011-12-09',
        month: '2011-12-01',
        field: 'unitPrice',
      };
      for (const [key, inputs] of Object.entries(REASON_INPUTS)) {
        const values = Object.fromEntries(inputs.map((input) => [input, raw[input] ?? 12345]));
        const said = sayReason({ key, values });
        expect(said, key).not.toMatch(/2010-12-01|2011-12-09|2011-12-01|unitPrice|[{}]|undefined/);
        if (said.includes('345')) expect(said, key).toContain('12,345');
      }
    },
  );

  it('joins fragments into one phrase', () => {
    const fragment = { key: 'import_preview_blank' };
    expect(sayTogether([fragment, fragment], '; ')).toBe('Blank; blank');
    expect(sayTogether([], '; ')).toBe('');
  });
});

describe('policies', () => {
  const effect = (policy: keyof Policies) => ({
    policy,
    choice: '',
    rows: 1,
    amount: '1.0000',
    otherwise: null,
  });

  it('shows those an assessment speaks of, in one order', () => {
    const rows = policyRows([effect('sameDay'), effect('duplicates'), effect('guests'), effect('timeZone')]);
    expect(rows.map((row) => [row.policy, row.touchesRows])).toEqual([
      ['guests', true],
      ['duplicates', true],
      ['sameDay', false],
    ]);
  });

  it('sets a choice the policy has, and no other', () => {
    const set: [keyof Policies, unknown][] = [];
    const imports = { setPolicy: (name: keyof Policies, value: unknown) => void set.push([name, value]) };
    choosePolicy(imports, 'sameDay', 'merge');
    choosePolicy(imports, 'refunds', 'net');
    choosePolicy(imports, 'refunds', 'merge');
    expect(set).toEqual([
      ['sameDay', 'merge'],
      ['refunds', 'net'],
    ]);
  });

  it('says where the other choice would change nothing', () => {
    const kept = { key: 'import_otherwise_kept', values: { revenue: '8911407.9040' } };
    expect(sayReason(unlessUnchanged(kept, '8911407.9040'))).toBe('Kept: revenue unchanged');
    expect(unlessUnchanged(kept, '1.0000')).toBe(kept);
    const merged = { key: 'import_otherwise_merged', values: { days: 1, orders: 2 } };
    expect(unlessUnchanged(merged, '1.0000')).toBe(merged);
  });
});

describe('dates', () => {
  const dayFirst: DateReading = { kind: 'formats', formats: ['%d/%m/%Y %H:%M'] };
  const monthFirst: DateReading = { kind: 'formats', formats: ['%m/%d/%Y %H:%M'] };

  it('says a date of the file both ways, whichever way was guessed', () => {
    const dates = ['13/04/2011 08:26', '04/04/2011 08:26', ' 03/04/2011 08:26'];
    const both = { example: '03/04/2011 08:26', dayFirst: '2011-04-03', monthFirst: '2011-03-04' };
    expect(dateReadBothWays(dayFirst, dates)).toEqual(both);
    expect(dateReadBothWays(monthFirst, dates)).toEqual(both);
    expect(dateReadBothWays(dayFirst, ['04/04/2011 08:26'])).toBeNull();
  });

  it('offers the choice only where day and month can be exchanged', () => {
    expect(dayAndMonthReadings(monthFirst)).toEqual({ dayFirst, monthFirst });
    expect(dayAndMonthReadings({ kind: 'iso' })).toBeNull();
    expect(dayAndMonthReadings({ kind: 'formats', formats: ['%Y/%m/%d'] })).toBeNull();
    expect(dayAndMonthReadings(undefined)).toBeNull();
  });

  it.each<[DateReading, string, string]>([
    [{ kind: 'iso' }, '2010-12-01 08:26:00', 'yyyy-mm-dd hh:mm:ss'],
    [{ kind: 'iso' }, '2010-12-01T08:26', 'yyyy-mm-ddThh:mm'],
    [{ kind: 'iso' }, '2010-12-01', 'yyyy-mm-dd'],
    [dayFirst, '03/04/2011 08:26', 'dd/mm/yyyy hh:mm'],
  ])('shows how %j is written', (reading, example, pattern) => {
    expect(shownPattern(reading, example)).toBe(pattern);
  });
});

describe('what stands in the way, and what is announced', () => {
  it('names what is missing first, then the open question, then that nothing is left', () => {
    expect(blockedBecause(assessment, false)).toBeNull();
    expect(blockedBecause(null, false)).toBeNull();
    const missing: Assessment = { ...assessment, missing: ['customer', 'amount'] };
    expect(blockedBecause(missing, true)).toBe('Choose the column for: Customer, Amount (or Unit price).');
    expect(blockedBecause(assessment, true)).toMatch(/day or the month/);
    expect(blockedBecause({ ...assessment, ledger: { ...assessment.ledger, orders: 0 } }, false)).toMatch(
      /No row/,
    );
  });

  it('announces phases and results, not progress', () => {
    const reading = (share: number) =>
      announcement({ kind: 'reading', name: 'a.csv', progress: { stage: 'read', share } }, null, false, null);
    expect(reading(0.1)).toBe(reading(0.9));
    const refused = {
      kind: 'refused',
      name: 'a.csv',
      reason: { key: 'import_otherwise_kept', values: { revenue: '1' } },
    };
    expect(announcement({ ...refused, kind: 'refused' }, null, false, null)).toBe('Kept: revenue 1.00');
    expect(announcement({ kind: 'closed' }, null, false, null)).toBe('');
  });
});
