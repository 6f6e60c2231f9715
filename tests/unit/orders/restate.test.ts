import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchRefunds, type ChainEntry } from '../../../src/orders/restate';

const order = (id: number, pieces: number, chain = 1): ChainEntry => ({
  chain,
  kind: 'order',
  id,
  pieces,
  order: null,
});
const refund = (id: number, pieces: number, of: number | null = null, chain = 1): ChainEntry => ({
  chain,
  kind: 'refund',
  id,
  pieces,
  order: of,
});

describe('matchRefunds', () => {
  it('takes the latest order before it that has so much left', () => {
    expect(matchRefunds([order(1, 5), order(2, 1), refund(7, 2), refund(8, 1), refund(9, 4)])).toEqual([
      { refund: 7, order: 1 },
      { refund: 8, order: 2 },
    ]);
  });

  it('a refund whose order is known leaves less for the next, and is not said again', () => {
    expect(matchRefunds([order(1, 1), order(2, 1), refund(7, 1, 2), refund(8, 1)])).toEqual([
      { refund: 8, order: 1 },
    ]);
  });

  it('never looks ahead, nor into another chain', () => {
    expect(matchRefunds([refund(7, 1), order(1, 1), order(2, 1, 2), refund(8, 1, null, 3)])).toEqual([]);
  });

  it('tenths that floats cannot hold still fit', () => {
    const three = [refund(7, 0.1), refund(8, 0.1), refund(9, 0.1)];
    expect(matchRefunds([order(1, 0.3), ...three])).toHaveLength(3);
  });

  it('gives each refund one order at most, and never more back than was bought', () => {
    const entry = fc.record({
      chain: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom<ChainEntry['kind']>('order', 'refund'),
      pieces: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 40 }), (given) => {
        const entries = given
          .map((one, id): ChainEntry => ({ ...one, id, order: null }))
          .sort((a, b) => a.chain - b.chain || a.id - b.id);
        const matches = matchRefunds(entries);
        expect(new Set(matches.map((match) => match.refund)).size).toBe(matches.length);
        const byId = new Map(entries.map((one) => [one.id, one]));
        const back = new Map<number, number>();
        for (const match of matches) {
          const [of, from] = [byId.get(match.refund)!, byId.get(match.order)!];
          expect([of.kind, from.kind, from.chain]).toEqual(['refund', 'order', of.chain]);
          expect(from.id).toBeLessThan(of.id);
          back.set(from.id, (back.get(from.id) ?? 0) + of.pieces);
        }
        for (const [id, pieces] of back) expect(pieces).toBeLessThanOrEqual(byId.get(id)!.pieces);
      }),
    );
  });
});
