import {
  EXAMPLES,
  IDENTIFIERS,
  identifiersOf,
  type Identifier,
  type IdentityFindings,
  type IdentityPolicy,
} from './identity';
import { IdentifierColumn, type Identities } from './identity-columns';
import { findingsOf } from './identity-findings';
import { DisjointSets } from './identity-sets';
import { refuseSharedValues, type IdentifierColumns } from './identity-shared';

/** Identities joined into persons: rows that have a node in common are of one set, and so on from row to row. */
export interface Joined {
  policy: IdentityPolicy;
  columns: IdentifierColumns;
  /** Each node as an element of `sets`: the node's number behind those of the identifiers before it. */
  elements: { customer: number; email: number; phone: number };
  sets: DisjointSets;
  /** Element that stands for a set → the person's key. */
  persons: (string | undefined)[];
}

/**
 * Whose each combination of identifiers is: the person's key, or null where nothing identifies anybody.
 *
 * A person is named after the first, in text order, of the customer ids in it as the file writes them, else of its
 * e-mails, else of its phones: the same whatever the order of the rows.
 */
export function stitch(
  identities: Identities,
  policy: IdentityPolicy,
  limits = EXAMPLES,
): { persons: (string | null)[]; findings: IdentityFindings } {
  const joined = join(identities, policy);
  const used = identifiersOf(policy);
  const persons = Array.from({ length: identities.rows.length }, (_, row) => {
    for (const identifier of used) {
      const element = elementOf(joined, identifier, row);
      if (element >= 0) return joined.persons[joined.sets.find(element)] ?? null;
    }
    return null;
  });
  return { persons, findings: findingsOf(joined, identities, limits) };
}

function join(identities: Identities, policy: IdentityPolicy): Joined {
  const column = (identifier: Identifier) =>
    new IdentifierColumn(identifier, identities[identifier], policy.normalise);
  const columns = { customer: column('customer'), email: column('email'), phone: column('phone') };
  refuseSharedValues(columns, policy);
  const ids = columns.customer.nodes.length;
  const emails = columns.email.nodes.length;
  const elements = { customer: 0, email: ids, phone: ids + emails };
  const sets = new DisjointSets(ids + emails + columns.phone.nodes.length);
  const joined: Joined = { policy, columns, elements, sets, persons: [] };
  if (policy.by === 'stitch') {
    for (let row = 0; row < identities.rows.length; row++) joinRow(joined, row);
  }
  joined.persons = namesOf(joined);
  return joined;
}

function joinRow(joined: Joined, row: number): void {
  let first = -1;
  for (const identifier of IDENTIFIERS) {
    const element = elementOf(joined, identifier, row);
    if (element < 0) continue;
    if (first < 0) first = element;
    else joined.sets.join(first, element);
  }
}

/** The element of a row's value, −1 where it has none that identifies anybody. */
export function elementOf({ columns, elements }: Joined, identifier: Identifier, row: number): number {
  const node = columns[identifier].nodeOfRow[row]!;
  return node < 0 ? -1 : elements[identifier] + node;
}

function namesOf({ policy, columns, elements, sets }: Joined): (string | undefined)[] {
  const names = new Array<string | undefined>(sets.elements).fill(undefined);
  const used = identifiersOf(policy);
  if (used.includes('customer')) nameByIds(names, columns.customer, sets);
  const taken = new Set(used.includes('customer') ? columns.customer.texts : []);
  for (const identifier of ['email', 'phone'] as const) {
    if (!used.includes(identifier)) continue;
    const own = new Map<number, string>();
    columns[identifier].nodes.forEach((value, node) => {
      const person = sets.find(elements[identifier] + node);
      if (names[person] === undefined) own.set(person, smaller(own.get(person), value));
    });
    for (const [person, value] of own) names[person] = untaken(value, identifier, taken);
  }
  return names;
}

function smaller(a: string | undefined, b: string): string {
  return a !== undefined && a <= b ? a : b;
}

function nameByIds(names: (string | undefined)[], customer: IdentifierColumn, sets: DisjointSets): void {
  customer.texts.forEach((text, number) => {
    const node = customer.nodeOfText[number]!;
    if (node < 0) return;
    const person = sets.find(node);
    names[person] = smaller(names[person], text);
  });
}

const SCHEMES = { email: 'mailto:', phone: 'tel:' } as const;

/** An address or a number that is somebody's customer id as well is written as a URI, or two persons would have one key. */
function untaken(value: string, identifier: 'email' | 'phone', taken: ReadonlySet<string>): string {
  let key = value;
  while (taken.has(key)) key = SCHEMES[identifier] + key;
  return key;
}
