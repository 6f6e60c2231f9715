import { describe, expect, it } from 'vitest';
import { canIdentify, DEFAULT_IDENTITY, identityFrom, repurchaseRate } from '../../../src/intake/identity';
import { IDENTITY_REASON_INPUTS } from '../../../src/intake/identity-reasons';
import { suggestStitching } from '../../../src/intake/identity-suggest';
import type { Mapping } from '../../../src/intake/types';
import english from '../../../src/messages/en/identity.json';
import { say } from '../../../src/messages/say';
import { overwriteGetLocale } from '../../../src/messages/speak';
import chinese from '../../../src/messages/zh-CN/identity.json';

const columns = ['会员', 'mail', 'tel'];
const mapping: Mapping = { customer: '会员', email: 'mail', phone: 'tel' };
const suggested = (rows: string[][], given = mapping, policy = DEFAULT_IDENTITY) =>
  suggestStitching(columns, given, rows, policy);

/** Every e-mail on `ids` customers. */
const shop = (emails: number, ids: number) =>
  Array.from({ length: emails }, (_, email) =>
    Array.from({ length: ids }, (_, id) => [`${email}-${id}`, `c${email}@qq.com`, '']),
  ).flat();

describe('advice to stitch', () => {
  it('where e-mails stand on several ids', () => {
    expect(suggested(shop(4, 2))).toEqual({
      key: 'identity_suggest',
      values: { count: 4, n: 4, column: 'mail', example: 'c0@qq.com' },
    });
    expect(suggested([...shop(2, 2), ...shop(50, 1)])).toBeNull();
    expect(suggested(shop(400, 1))).toBeNull();
  });

  it('where phones do', () => {
    const rows = [
      '13511110001',
      '+86 13511110001',
      '13511110002',
      '135 1111 0002',
      '13511110003',
      '13511110003',
    ];
    expect(suggested(rows.map((phone, row) => [`k${row}`, '', phone]))).toMatchObject({
      values: { column: 'tel', n: 3, example: '13511110001' },
    });
  });

  it('where rows without an id have an e-mail', () => {
    const guests = Array.from({ length: 5 }, (_, row) => ['guest', `g${row}@qq.com`, '']);
    expect(suggested([...shop(20, 1), ...guests])).toEqual({
      key: 'identity_suggest_guests',
      values: { count: 5, n: 5, column: 'mail' },
    });
  });

  it('not for values that identify nobody, nor for one address on everybody', () => {
    expect(suggested(shop(1, 40))).toBeNull();
    const hidden = Array.from({ length: 40 }, (_, row) => [
      `${row}`,
      'guest@shop.cn',
      `138****${row % 9}234`,
    ]);
    expect(suggested(hidden)).toBeNull();
  });

  it('not where something else was chosen, or there is nothing to choose', () => {
    expect(suggested(shop(9, 2), mapping, { by: 'stitch', normalise: true })).toBeNull();
    expect(suggested(shop(9, 2), { customer: '会员' })).toBeNull();
    expect(suggested(shop(9, 2), { email: 'mail' })).toBeNull();
  });
});

it.each(['en', 'zh-CN'] as const)('is said in %s with its inputs', (locale) => {
  overwriteGetLocale(() => locale);
  const texts: Record<string, unknown> = locale === 'en' ? english : chinese;
  for (const [key, inputs] of Object.entries(IDENTITY_REASON_INPUTS)) {
    const printed = new Set(JSON.stringify(texts[key]).match(/\{(\w+)\}/g));
    expect([...printed].sort()).toEqual(
      inputs
        .filter((input) => input !== 'count')
        .map((input) => `{${input}}`)
        .sort(),
    );
    const values = Object.fromEntries(inputs.map((input, index) => [input, index + 2]));
    expect(say({ key, values })).not.toMatch(/[{}]|undefined/);
  }
});

it('a policy from a script is completed, or refused', () => {
  expect(identityFrom(undefined)).toEqual({ by: 'customer', normalise: false });
  expect(identityFrom({ by: 'stitch' })).toEqual({ by: 'stitch', normalise: false });
  expect(identityFrom({ normalise: true })).toEqual({ by: 'customer', normalise: true });
  for (const wrong of [null, 'stitch', { by: 'name' }, { normalise: 'yes' }, []])
    expect([wrong, identityFrom(wrong)]).toEqual([wrong, null]);
});

it('a file can be told apart by what it has a column for', () => {
  const ways = (given: Mapping) =>
    (['customer', 'email', 'phone', 'stitch'] as const).filter((by) =>
      canIdentify(given, { by, normalise: true }),
    );
  expect(ways({ customer: 'id' })).toEqual(['customer', 'stitch']);
  expect(ways({ email: 'mail', phone: 'tel' })).toEqual(['email', 'phone', 'stitch']);
  expect(ways({ order: 'number' })).toEqual([]);
});

it('the repurchase rate is a share of customers', () => {
  expect(repurchaseRate({ customers: 4, repeat: 1 })).toBe(0.25);
  expect(repurchaseRate({ customers: 0, repeat: 0 })).toBeNull();
});
