import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICIES, looksCancelled, policiesFrom } from '../../../src/intake/policies';

describe('policiesFrom', () => {
  it('fills what is not given', () => {
    expect(policiesFrom(undefined)).toEqual(DEFAULT_POLICIES);
    expect(policiesFrom({ zeroValue: 'keep', exportedOn: '2026-01-31', timeZone: 'Asia/Shanghai' })).toEqual({
      ...DEFAULT_POLICIES,
      zeroValue: 'keep',
      exportedOn: '2026-01-31',
      timeZone: 'Asia/Shanghai',
    });
    expect(policiesFrom({ refunds: undefined })).toEqual(DEFAULT_POLICIES);
    expect(policiesFrom({ statuses: ['paid', '交易成功'], currency: 'CNY' }).statuses).toEqual([
      'paid',
      '交易成功',
    ]);
  });

  it('never hands out the defaults themselves', () => {
    policiesFrom({}).statuses.push('paid');
    policiesFrom(null).statuses.push('paid');
    policiesFrom({}).rates.EUR = 1;
    policiesFrom(undefined).rates.EUR = 1;
    expect(DEFAULT_POLICIES.statuses).toEqual([]);
    expect(DEFAULT_POLICIES.rates).toEqual({});
  });

  it.each<[unknown, RegExp]>([
    [{ refunds: 'drop' }, /“refunds” must be one of setAside, net, restate; it is "drop"/],
    [{ refund: 'net' }, /no policy “refund”/],
    [{ constructor: 'net' }, /no policy “constructor”/],
    [JSON.parse('{"__proto__": 1}'), /no policy “__proto__”/],
    [{ guests: null }, /“guests” must be/],
    [{ statuses: 'paid' }, /“statuses” must be a list of texts/],
    [{ exportedOn: '2026-02-30' }, /“exportedOn” must be a day/],
    [{ exportedOn: '31/01/2026' }, /“exportedOn” must be a day/],
    [{ timeZone: 'China' }, /“timeZone” must be an IANA time zone/],
    [{ currency: '' }, /“currency” must be/],
    [{ rates: { EUR: 0 } }, /“rates” must be rates by currency/],
    [{ rates: { EUR: '7.8' } }, /“rates” must be rates by currency/],
    [{ rates: JSON.parse('{"__proto__": 2}') }, /“rates” must be rates by currency/],
    [{ rates: [7] }, /“rates” must be rates by currency/],
    [{ unpaid: true }, /“unpaid” must be one of setAside, keep/],
    [{ nonProducts: 'drop' }, /“nonProducts” must be one of keep, setAside/],
    ['net', /must be an object/],
    [[], /must be an object/],
  ])('refuses %j', (given, sentence) => {
    expect(() => policiesFrom(given)).toThrow(sentence);
  });
});

describe('looksCancelled', () => {
  it('wants a minority of C and digits among digits', () => {
    expect(looksCancelled(['536365', '536366', 'C536379', ''])).toBe(true);
    expect(looksCancelled([...Array.from({ length: 40 }, (_, n) => `5363${n}`), 'C536379', 'A563185'])).toBe(
      true,
    );
    expect(looksCancelled(['536365', '536366'])).toBe(false);
    expect(looksCancelled(['C1', 'C2', '3'])).toBe(false);
    expect(looksCancelled(['A1', 'B2', 'C3'])).toBe(false);
    expect(looksCancelled([])).toBe(false);
  });
});
