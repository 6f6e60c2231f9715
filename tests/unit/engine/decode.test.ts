import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeBytes, decodeTable } from '../../../src/engine/decode';

const COUNT = 20_000;
const table = tableFromArrays({
  customer: Array.from({ length: COUNT }, (_, index) => `customer ${index}`),
  spent: Float64Array.from({ length: COUNT }, (_, index) => index / 4),
});

afterEach(() => vi.restoreAllMocks());

describe('decoding a long result', () => {
  it('gives every row, in order, as decoding at once does', async () => {
    const rows = await decodeBytes(tableToIPC(table));
    expect(rows).toHaveLength(COUNT);
    expect(rows).toEqual(decodeTable(table));
    expect(rows[COUNT - 1]).toEqual({ customer: `customer ${COUNT - 1}`, spent: (COUNT - 1) / 4 });
  });

  it('lets the page have its turn whenever a slice is over', async () => {
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 20));
    let turns = 0;
    const ticking = setInterval(() => (turns += 1), 0);
    await decodeBytes(tableToIPC(table));
    clearInterval(ticking);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('refuses a result that lacks a column of its shape', async () => {
    await expect(decodeBytes(tableToIPC(table), { gone: { type: 'integer' } })).rejects.toThrow('gone');
  });
});
