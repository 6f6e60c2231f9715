import { describe, expect, it } from 'vitest';
import {
  maskedIds,
  normaliseId,
  placeholderIds,
  readIds,
  scientificIds,
} from '../../../src/intake/identifiers';

describe('ids', () => {
  it('drops .0 only where every value has it', () => {
    expect(readIds(['17850.0', '', ' 13047.0 '])).toEqual({ dropPointZero: true });
    expect(readIds(['17850.0', '13047'])).toEqual({ dropPointZero: false });
    expect(readIds(['1.0.0', '17850.0'])).toEqual({ dropPointZero: false });
    expect(readIds(['', ' '])).toEqual({ dropPointZero: false });
  });

  it('stay text', () => {
    const asIs = { dropPointZero: false };
    expect(normaliseId('17850.0', { dropPointZero: true })).toBe('17850');
    expect(normaliseId('17850.0', asIs)).toBe('17850.0');
    expect(normaliseId(' 00042\t', asIs)).toBe('00042');
    expect(normaliseId('007.0', { dropPointZero: true })).toBe('007');
    expect(normaliseId("O'Reilly", { dropPointZero: true })).toBe("O'Reilly");
    expect(normaliseId('12345678901234567890', asIs)).toBe('12345678901234567890');
  });

  it('warn where they are damaged, hidden or nobody', () => {
    expect(scientificIds('订单号', ['1', '1.38E+10'])).toEqual({
      key: 'intake_warn_scientific_ids',
      values: { column: '订单号', example: '1.38E+10' },
    });
    expect(scientificIds('sku', ['12E10B', 'E10', '1380'])).toBeNull();
    expect(maskedIds('phone', ['138****1234'])?.values).toEqual({ column: 'phone', example: '138****1234' });
    expect(maskedIds('phone', ['13812341234'])).toBeNull();
    expect(placeholderIds('user', ['NULL', '17'])?.values).toEqual({ column: 'user', example: 'NULL' });
    expect(placeholderIds('user', ['nullable', 'constructor'])).toBeNull();
  });
});
