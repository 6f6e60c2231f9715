import { expect, it } from 'vitest';
import { MOST_EXAMPLES, WHOLE_LISTS } from '../../../src/intake/identity';
import { stitch } from '../../../src/intake/identity-stitch';
import { identityRows } from '../../../src/state/identity-lists';

const POLICY = { by: 'stitch', normalise: false } as const;

it('the lists are whole: a row for each id joined, each pair that contradicts, each value that is nobody’s', () => {
  const people = MOST_EXAMPLES + 30;
  const each = <T>(make: (n: number) => T[]): T[] => Array.from({ length: people }, (_, n) => make(n)).flat();
  const identities = {
    // Two ids a person through one address, which stands with two phones; and one masked phone a person.
    customer: each((n) => [`a${n}`, `b${n}`, `c${n}`]),
    email: each((n) => [`p${n}@x.io`, `p${n}@x.io`, null]),
    phone: each((n) => [`+4420794${10_000 + n}`, `+4420795${10_000 + n}`, `${138 + n}****1234`]),
    rows: new Array<number>(3 * people).fill(1),
  };
  const rows = identityRows(stitch(identities, POLICY, WHOLE_LISTS).findings);
  const of = (list: string) => rows.filter((row) => row.list === list);
  const merged = of('Made of several ids').map(({ value, other, why }) => [value, other, why]);
  expect(merged).toHaveLength(2 * people);
  expect(merged).toContainEqual(['a79', 'b79', 'p79@x.io']);
  const contradicting = of('Stands with several').map(({ value, other }) => [value, other]);
  expect(contradicting).toHaveLength(2 * people);
  expect(contradicting).toContainEqual(['p79@x.io', '+442079510079']);
  expect(of('Identifies nobody')).toHaveLength(people);
  expect(of('Identifies nobody')).toContainEqual({ list: 'Identifies nobody', value: '217****1234', other: '', why: 'Partly hidden', rows: 1 }); // prettier-ignore
  // On the page the same lists are cut.
  expect(stitch(identities, POLICY).findings.conflicts.examples).toHaveLength(MOST_EXAMPLES);
});
