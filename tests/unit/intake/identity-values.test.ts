import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDENTIFIERS } from '../../../src/intake/identity';
import { isPlaceholder, isRelay, normalised, refusalOf } from '../../../src/intake/identity-values';

describe('values that differ only in how they are written', () => {
  it.each([
    [' Ann.Lee+shop@Example.ORG ', 'ann.lee+shop@example.org'],
    ['ａｎｎ＠ｑｑ．ｃｏｍ', 'ann@qq.com'],
    ['\u200bann@qq.com\ufeff', 'ann@qq.com'],
  ])('e-mail %s is %s', (text, same) => {
    expect(normalised('email', text)).toBe(same);
  });

  it.each([
    ['138 1234 5678', '13812345678'],
    ['138-1234-5678', '13812345678'],
    ['+86 138 1234 5678', '13812345678'],
    ['0086-13812345678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['(+86)13812345678', '13812345678'],
    ['013812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ["'13812345678", '13812345678'],
    ['13812345678.0', '13812345678'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['0044 20 7946 0958', '+442079460958'],
    ['020 7946 0958', '02079460958'],
    ['+1 (415) 555-0134 ext. 22', '+14155550134'],
    ['(415) 555-0134 x22', '4155550134'],
    ['010-12345679-801', '01012345679'],
    ['010-12345679转801', '01012345679'],
    ['0755-2345 6789 分机 12', '075523456789'],
    // A landline keeps its country code: what stands for the zero is not written.
    ['+86 10 1234 5679', '+861012345679'],
    // Not 86 before a mobile: a number of its own.
    ['8612345678', '8612345678'],
  ])('phone %s is %s', (text, same) => {
    expect(normalised('phone', text)).toBe(same);
  });

  it.each([
    ['17850.0', '17850'],
    ['1.0.0', '1.0.0'],
    ['\u3000Ａ１７ ', 'A17'],
    ['A  17', 'A 17'],
    ['a17', 'a17'],
    ['00042', '00042'],
    ['Ann@QQ.com', 'ann@qq.com'],
  ])('id %s is %s', (text, same) => {
    expect(normalised('customer', text)).toBe(same);
  });

  it('normalising twice changes nothing more', () => {
    const written = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom(..."0123456789+-() .x#转分机ext@aAＡ０İK\u3000\u200b\u00a0'".split('')),
        maxLength: 24,
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...IDENTIFIERS), written, (identifier, text) => {
        const once = normalised(identifier, text);
        expect(normalised(identifier, once)).toBe(once);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('values that identify nobody', () => {
  const hidden = [
    '138****1234',
    '***',
    '张*',
    '张**',
    't***1',
    'a…@qq.com',
    '138xxxx1234',
    'ab***@126.com',
    '＊＊',
  ];
  const nobody = [
    '0',
    '000',
    '0.0',
    '-',
    '--',
    '?',
    'n/a',
    'N/A',
    'NULL',
    'None',
    'unknown',
    'Guest',
    '匿名',
    '散客',
    '游客',
  ];

  it.each(IDENTIFIERS)('as %s', (identifier) => {
    for (const value of hidden) expect([value, refusalOf(identifier, value)]).toEqual([value, 'masked']);
    for (const value of nobody) expect([value, refusalOf(identifier, value)]).toEqual([value, 'stand_in']);
    for (const value of [...hidden, ...nobody]) expect(isPlaceholder(identifier, value)).toBe(true);
    expect(refusalOf(identifier, '1.38E+10')).toBe('damaged');
    expect(isPlaceholder(identifier, '1.38E+10')).toBe(false);
  });

  it.each([
    ['guest@shop.com', 'stand_in'],
    ['Guest12@shop.com', 'stand_in'],
    ['noreply@shop.com', 'stand_in'],
    ['no-reply@shop.com', 'stand_in'],
    ['test@shop.com', 'stand_in'],
    ['ann@example.com', 'stand_in'],
    ['ann@mail.example', 'stand_in'],
    ['see notes', 'unreadable'],
    ['13812345678', 'unreadable'],
    ['a@b@c.com', 'unreadable'],
    ['ann@qq.com', null],
    ['guesthouse@qq.com', null],
    ['tester.li@qq.com', null],
    ['王伟@公司.中国', null],
    ['b7x2k4p9@marketplace.amazon.co.uk', null],
  ])('e-mail %s: %s', (value, refusal) => {
    expect(refusalOf('email', value)).toBe(refusal);
  });

  it.each([
    ['11111111111', 'stand_in'],
    ['12345678', 'stand_in'],
    ['13800138000', 'stand_in'],
    ['+86 138 0013 8000', 'stand_in'],
    ['0000 0000', 'stand_in'],
    ['120', 'unreadable'],
    ['ask the office', 'unreadable'],
    ['ann@qq.com', 'unreadable'],
    ['13812345678/13912345678', 'unreadable'],
    ['13812345678', null],
    ['手机：13812345678', null],
    ['Tel. +44 20 7946 0958 ext 12', null],
  ])('phone %s: %s', (value, refusal) => {
    expect(refusalOf('phone', value)).toBe(refusal);
  });

  it('ids are hardly ever refused', () => {
    for (const id of ['1', '17850', 'A-17', '5e10', '王伟', '😀', '11111', '12345678', 'nullable', 'x1'])
      expect([id, refusalOf('customer', id)]).toEqual([id, null]);
    expect(refusalOf('customer', 'guest@shop.com')).toBe('stand_in');
  });

  it('how a value is written does not matter', () => {
    const plain = fc.constantFrom('138****1234', 'guest@shop.com', 'NULL', '000', '散客', 'test@qq.com');
    const around = fc.constantFrom('', ' ', '\u3000', '\u00a0', '\ufeff', '\u200b');
    fc.assert(
      fc.property(plain, around, around, fc.boolean(), (value, before, after, upper) => {
        const written = `${before}${upper ? value.toUpperCase() : value.toLowerCase()}${after}`;
        expect(refusalOf('email', written)).toBe(refusalOf('email', value));
      }),
    );
  });
});

it('knows addresses that marketplaces give out', () => {
  expect(isRelay('b7x2k4p9@marketplace.amazon.co.uk')).toBe(true);
  expect(isRelay('B7X2@Marketplace.Amazon.com ')).toBe(true);
  expect(isRelay('dpdcnf87nu@privaterelay.appleid.com')).toBe(true);
  expect(isRelay('ann@amazon.com')).toBe(false);
});
