import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bind, changedRefunds } from '../../../src/document/binding';
import { fingerprint } from '../../../src/document/fingerprint';
import { digest } from '../../../src/document/sha256';
import { exampleSource } from './example';

const MIB = 1_048_576;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('SHA-256 without crypto.subtle', () => {
  it('agrees with the published examples (FIPS 180-4)', () => {
    const of = (text: string) => hex(digest(new TextEncoder().encode(text)));
    expect(of('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(of('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(of('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    );
  });

  it('agrees with another implementation on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(hex(digest(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
  });
});

describe('fingerprint', () => {
  const large = new Uint8Array(5 * MIB + 11).map((_, index) => (index * 31) % 251);

  it('is of the size and the whole of a small file', async () => {
    const expected = createHash('sha256').update('6\na,b\n1\n').digest('hex');
    expect(await fingerprint(new Blob(['a,b\n1\n']))).toEqual({ bytes: 6, sha256: expected });
  });

  it('is of the size, the first, middle and last mebibyte of a large one', async () => {
    const middle = Math.floor((large.length - MIB) / 2);
    const expected = createHash('sha256')
      .update(`${large.length}\n`)
      .update(large.subarray(0, MIB))
      .update(large.subarray(middle, middle + MIB))
      .update(large.subarray(-MIB))
      .digest('hex');
    expect(await fingerprint(new Blob([large]))).toEqual({ bytes: large.length, sha256: expected });
  });

  it('differs when the size or any of these parts does', async () => {
    const changed = [0, Math.floor(large.length / 2), large.length - 1].map((at) => {
      const copy = large.slice();
      copy[at] = 255;
      return copy;
    });
    const all = [large, large.subarray(1), ...changed, new Uint8Array(0), new Uint8Array(1)];
    const prints = await Promise.all(all.map((bytes) => fingerprint(new Blob([bytes]))));
    expect(new Set(prints.map(({ sha256 }) => sha256)).size).toBe(all.length);
  });
});

describe('binding a dropped file to a source', () => {
  const { columns } = exampleSource.read;
  const other = { bytes: 5, sha256: 'cd'.repeat(32) };

  it('same fingerprint: same data, whatever the columns were read as', () => {
    const { fingerprint: same } = exampleSource;
    expect(bind(exampleSource, { fingerprint: { ...same }, columns: ['one;column'] })).toBe('same-data');
  });

  it('same columns in any order: same shape', () => {
    expect(bind(exampleSource, { fingerprint: other, columns: columns.toReversed() })).toBe('same-shape');
  });

  it('a table of refunds more or less: different', () => {
    const refunds = [
      {
        columns: ['order', 'day', 'amount'],
        meaning: { orderedAt: 'day', amount: 'amount', order: 'order' },
      },
    ];
    const [one] = refunds;
    const swapped = [{ ...one!, columns: ['amount', 'order', 'day'] }];
    const withThem = { ...exampleSource, refunds };
    const found = { fingerprint: other, columns };
    expect(bind(withThem, { ...found, refunds: swapped })).toBe('same-shape');
    expect(bind(withThem, found)).toBe('different');
    expect(bind(exampleSource, { ...found, refunds })).toBe('different');
    expect(changedRefunds(refunds, undefined)).toEqual({ gone: refunds, added: [] });
    expect(changedRefunds(undefined, refunds)).toEqual({ gone: [], added: refunds });
  });

  it('a column more, less or renamed: different', () => {
    for (const found of [[...columns, 'x'], columns.slice(1), ['x', ...columns.slice(1)], []]) {
      expect(bind(exampleSource, { fingerprint: other, columns: found })).toBe('different');
    }
  });
});
