import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDENTITY_CHOICES, type IdentityPolicy } from '../../../src/intake/identity';
import type { Identities } from '../../../src/intake/identity-columns';
import { countPartners, DisjointSets } from '../../../src/intake/identity-sets';
import { stitch } from '../../../src/intake/identity-stitch';

type Row = [customer: string | null, email: string | null, phone: string | null];

const identities = (rows: readonly Row[]): Identities => ({
  customer: rows.map(([customer]) => customer),
  email: rows.map(([, email]) => email),
  phone: rows.map(([, , phone]) => phone),
  rows: rows.map(() => 1),
});
const EXACT: IdentityPolicy = { by: 'stitch', normalise: false };
const NORMALISED: IdentityPolicy = { by: 'stitch', normalise: true };
const personsOf = (rows: readonly Row[], policy = EXACT) => stitch(identities(rows), policy).persons;
const findingsOf = (rows: readonly Row[], policy = EXACT) => stitch(identities(rows), policy).findings;

/** Values that differ in more than writing; all of them identify. */
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'ann@qq.com', '13511110001'];
const EMAILS = ['ann@qq.com', 'bob@qq.com', 'eve@163.com', 'joe@qq.com', 'kim@qq.com'];
const PHONES = ['13511110001', '13511110002', '13511110003', '+442079460958'];
/** Values that identify nobody. */
const NOBODY = ['guest', '0', '***', 'N/A', '138****1234', '散客', 'null'];

const value = (real: readonly string[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...real) },
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...NOBODY) },
  );
const rowOf: fc.Arbitrary<Row> = fc.tuple(value(IDS), value(EMAILS), value(PHONES));
const rows = fc.array(rowOf, { maxLength: 24 });

/** Transitive closure by brute force: which rows can be reached from which, over values shared column by column. */
function closure(given: readonly Row[]): boolean[][] {
  const real = (text: string | null) => text !== null && !NOBODY.includes(text);
  const shares = (a: Row, b: Row) => a.some((text, column) => real(text) && text === b[column]);
  const reaches = given.map((a) => given.map((b) => shares(a, b)));
  for (let via = 0; via < given.length; via++)
    for (let from = 0; from < given.length; from++)
      for (let to = 0; to < given.length; to++)
        if (reaches[from]![via] && reaches[via]![to]) reaches[from]![to] = true;
  return reaches;
}

describe('stitching', () => {
  it('is the transitive closure of sharing a value', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const reaches = closure(given);
        const persons = personsOf(given);
        given.forEach((_, a) => {
          expect(persons[a] === null).toBe(!reaches[a]![a]);
          given.forEach((_, b) => {
            if (persons[a] === null || persons[b] === null) return;
            expect(persons[a] === persons[b]).toBe(reaches[a]![b]);
          });
        });
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on the order of rows, in any policy', () => {
    const shuffled = rows.chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(
          given.map((_, index) => index),
          { minLength: given.length },
        ),
      ),
    );
    fc.assert(
      fc.property(
        shuffled,
        fc.constantFrom(...IDENTITY_CHOICES),
        fc.boolean(),
        ([given, order], by, normalise) => {
          const plain = stitch(identities(given), { by, normalise });
          const other = stitch(identities(order.map((index) => given[index]!)), { by, normalise });
          expect(other.persons).toEqual(order.map((index) => plain.persons[index]));
          expect(other.findings).toEqual(plain.findings);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a value that identifies nobody joins nobody', () => {
    const strangers = fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 2 });
    fc.assert(
      fc.property(strangers, fc.constantFrom(...NOBODY), fc.constantFrom(...NOBODY), (ids, email, phone) => {
        const persons = personsOf(
          ids.map((id): Row => [id, email, phone]),
          NORMALISED,
        );
        expect(persons).toEqual(ids);
      }),
    );
    expect(personsOf([['guest', null, '***'], ['0', 'n/a', null], ['散客', 'guest@shop.cn', '0000']])).toEqual([null, null, null]); // prettier-ignore
  });

  it('names a person after the first id, else the first e-mail, else the first phone', () => {
    expect(
      personsOf([
        ['b', 'x@qq.com', null],
        ['a', 'x@qq.com', null],
        [null, 'z@qq.com', '13511110009'],
        [null, 'y@qq.com', '13511110009'],
        [null, null, '13511110008'],
        [null, null, null],
      ]),
    ).toEqual(['a', 'a', 'y@qq.com', 'y@qq.com', '13511110008', null]);
  });

  it('gives two persons two keys, also where one is named like the other’s e-mail or phone', () => {
    expect(
      personsOf([
        ['x@qq.com', null, null],
        [null, 'x@qq.com', null],
        ['13511110008', null, null],
        [null, null, '13511110008'],
        ['tel:13511110008', null, null],
      ]),
    ).toEqual(['x@qq.com', 'mailto:x@qq.com', '13511110008', 'tel:tel:13511110008', 'tel:13511110008']);
  });

  it('compares as written, or as meant', () => {
    const given: Row[] = [
      ['17', 'Ann@QQ.com', null],
      ['18', 'ann@qq.com', null],
      ['19', null, '+86 135 1111 0001'],
      ['20', null, '13511110001'],
      ['Ａ1', null, null],
      ['A1', null, null],
    ];
    expect(personsOf(given)).toEqual(['17', '18', '19', '20', 'Ａ1', 'A1']);
    expect(personsOf(given, NORMALISED)).toEqual(['17', '17', '19', '19', 'A1', 'A1']);
  });

  it('by one identifier looks at no other', () => {
    const given: Row[] = [
      ['17', 'Ann@QQ.com', '13511110001'],
      ['18', 'ann@qq.com', '13511110001'],
      ['guest', 'guest@shop.cn', '000'],
      ['18.0', null, null],
    ];
    expect(personsOf(given, { by: 'email', normalise: false })).toEqual(['Ann@QQ.com', 'ann@qq.com', null, null]); // prettier-ignore
    expect(personsOf(given, { by: 'email', normalise: true })).toEqual(['ann@qq.com', 'ann@qq.com', null, null]); // prettier-ignore
    expect(personsOf(given, { by: 'phone', normalise: true })).toEqual(['13511110001', '13511110001', null, null]); // prettier-ignore
    expect(personsOf(given, { by: 'customer', normalise: true })).toEqual(['17', '18', null, '18']);
  });
});

describe('values on too many customers', () => {
  const shop = (sharing: number, all: number): Row[] =>
    Array.from({ length: all }, (_, index) => [
      `id${index}`,
      index < sharing ? 'till@shop.cn' : `c${index}@qq.com`,
      null,
    ]);

  it.each([
    [20, 1000, true],
    [21, 1000, false],
    [9, 100, true],
    [10, 100, false],
    [10, 200, true],
    [11, 200, false],
  ])('an e-mail of %i out of %i customers joins them: %s', (sharing, all, joins) => {
    const { persons, findings } = stitch(identities(shop(sharing, all)), EXACT);
    expect(new Set(persons).size).toBe(joins ? all - sharing + 1 : all);
    expect(findings.refused.examples).toEqual(
      joins
        ? []
        : [
            {
              identifier: 'email',
              value: 'till@shop.cn',
              because: 'shared',
              rows: sharing,
              holders: sharing,
            },
          ],
    );
  });

  it('counts a row without an id by its other contact', () => {
    const given = Array.from({ length: 30 }, (_, index): Row => [
      null,
      'till@shop.cn',
      `135111100${10 + index}`,
    ]);
    expect(new Set(personsOf(given)).size).toBe(30);
    expect(findingsOf(given).refused.examples).toMatchObject([{ because: 'shared', holders: 30 }]);
  });

  it('an id with too many e-mails is nobody’s', () => {
    const given = Array.from({ length: 30 }, (_, index): Row => ['walk', `c${index}@qq.com`, null]);
    expect(personsOf([...given, ['walk', null, null]])).toEqual([...given.map(([, email]) => email), null]);
  });

  it('an id with many phones is somebody who sends presents', () => {
    const others = Array.from({ length: 600 }, (_, index): Row => [
      `id${index}`,
      null,
      `13612${100_000 + index}`,
    ]);
    const given = Array.from({ length: 25 }, (_, index): Row => ['kind', null, `135111100${10 + index}`]);
    expect(new Set(personsOf([...given, ...others]).slice(0, 25))).toEqual(new Set(['kind']));
  });

  it('by e-mail alone such an address is no customer', () => {
    expect(personsOf(shop(30, 60), { by: 'email', normalise: true }).slice(29, 31)).toEqual([
      null,
      'c30@qq.com',
    ]);
  });
});

describe('what is reported', () => {
  it('merges: which ids, and through what', () => {
    const { idsMerged, merges } = findingsOf([
      ['b', 'x@qq.com', null],
      ['a', 'x@qq.com', null],
      ['c', null, '13511110001'],
      [null, 'x@qq.com', '13511110001'],
      ['e', 'y@qq.com', null],
      [null, 'y@qq.com', '13511110002'],
      ['d', null, '13511110002'],
      ['f', null, null],
    ]);
    expect(idsMerged).toBe(3);
    expect(merges).toEqual({
      total: 2,
      examples: [
        {
          person: 'a',
          ids: { total: 3, examples: ['a', 'b', 'c'] },
          through: { total: 1, examples: [{ identifier: 'email', value: 'x@qq.com' }] },
        },
        {
          person: 'd',
          ids: { total: 2, examples: ['d', 'e'] },
          // Neither stands on two ids: a chain of both.
          through: {
            total: 2,
            examples: [
              { identifier: 'phone', value: '13511110002' },
              { identifier: 'email', value: 'y@qq.com' },
            ],
          },
        },
      ],
    });
  });

  it('ids that differ in writing only', () => {
    const { idsMerged, merges } = findingsOf([['Ａ1', null, null], ['A1', null, null]], { by: 'customer', normalise: true }); // prettier-ignore
    expect(idsMerged).toBe(1);
    expect(merges.examples).toEqual([
      {
        person: 'A1',
        ids: { total: 2, examples: ['A1', 'Ａ1'] },
        through: { total: 1, examples: [{ identifier: 'customer', value: 'A1' }] },
      },
    ]);
  });

  it('conflicts: an e-mail with several phones and the reverse', () => {
    const { conflicts } = findingsOf([
      ['a', 'x@qq.com', '13511110002'],
      ['a', 'x@qq.com', '13511110001'],
      ['a', 'x@qq.com', '13511110001'],
      ['b', 'y@qq.com', '13511110001'],
      ['b', 'z@qq.com', '***'],
      ['b', 'z@qq.com', '13511110003'],
    ]);
    expect(conflicts).toEqual({
      total: 2,
      examples: [
        {
          identifier: 'phone',
          value: '13511110001',
          others: { total: 2, examples: ['x@qq.com', 'y@qq.com'] },
        },
        {
          identifier: 'email',
          value: 'x@qq.com',
          others: { total: 2, examples: ['13511110001', '13511110002'] },
        },
      ],
    });
  });

  it('refused values by rows, relays by name', () => {
    const given = identities([
      ['a', 'guest@shop.cn', '138****1234'],
      ['b', 'guest@shop.cn', null],
      ['c', 'k2@marketplace.amazon.com', null],
    ]);
    const { refused, relays } = stitch({ ...given, rows: [1, 5, 2] }, EXACT).findings;
    expect(refused).toEqual({
      total: 2,
      examples: [
        { identifier: 'email', value: 'guest@shop.cn', because: 'stand_in', rows: 6, holders: 2 },
        { identifier: 'phone', value: '138****1234', because: 'masked', rows: 1, holders: 1 },
      ],
    });
    expect(relays).toEqual({ total: 1, examples: ['k2@marketplace.amazon.com'] });
  });

  it('counts all and names fifty', () => {
    const given = Array.from({ length: 70 }, (_, index): Row[] => [
      [`a${index}`, `c${index}@qq.com`, null],
      [`b${index}`, `c${index}@qq.com`, null],
    ]).flat();
    const { idsMerged, merges } = findingsOf(given);
    expect([idsMerged, merges.total, merges.examples.length]).toEqual([70, 70, 50]);
    expect(merges.examples.map(({ person }) => person)).toEqual(
      Array.from({ length: 70 }, (_, index) => `a${index}`)
        .sort()
        .slice(0, 50),
    );
  });
});

describe('sets of numbers', () => {
  it('partners are counted as sets of sets would', () => {
    const number = fc.integer({ min: -1, max: 6 });
    fc.assert(
      fc.property(fc.array(fc.tuple(number, number)), (pairs) => {
        const partners = Array.from({ length: 7 }, (_, left) => {
          const rights = pairs.filter(([a, b]) => a === left && b >= 0).map(([, b]) => b);
          return new Set(rights).size;
        });
        const [lefts, rights] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        expect([...countPartners(Int32Array.from(lefts), Int32Array.from(rights), 7)]).toEqual(partners);
      }),
    );
  });

  it('a chain of half a million is one set, without a deep stack', () => {
    const sets = new DisjointSets(500_000);
    for (let element = 1; element < 500_000; element++) sets.join(element - 1, element);
    expect(sets.find(0)).toBe(sets.find(499_999));
  });
});

it('a quarter of a million combinations take a moment', () => {
  const n = 250_000;
  const customer = Array.from({ length: n }, (_, row) => (row % 5 === 0 ? null : `C${row % 175_000}`));
  const email = Array.from({ length: n }, (_, row) =>
    row % 3 === 0 ? null : `Someone.${row % 112_500}@qq.com`,
  );
  const phone = Array.from({ length: n }, (_, row) =>
    row % 7 === 0 ? '138****1234' : `+86 13${500_000_000 + (row % 152_500)}`,
  );
  const started = performance.now();
  const { persons } = stitch({ customer, email, phone, rows: new Int32Array(n).fill(1) }, NORMALISED);
  const took = performance.now() - started;
  console.info(`stitched ${n} combinations in ${Math.round(took)} ms`);
  expect(persons).toHaveLength(n);
  // The bound is for a busy machine: it only catches what grows faster than the file.
  expect(took).toBeLessThan(15_000);
}, 60_000);
