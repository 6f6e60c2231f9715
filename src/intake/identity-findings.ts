import {
  IDENTIFIERS,
  identifiersOf,
  MOST_VALUES,
  type Conflict,
  type Identifier,
  type IdentityFindings,
  type Listed,
  type ListLimits,
  type Merge,
  type RefusedValue,
  type SharedValue,
} from './identity';
import type { IdentifierColumn, Identities } from './identity-columns';
import { countPartners } from './identity-sets';
import type { Joined } from './identity-stitch';
import { isRelay } from './identity-values';

/** What joining did that a person should look at. The largest come first, equals in text order. */
export function findingsOf(joined: Joined, identities: Identities, limits: ListLimits): IdentityFindings {
  return {
    ...mergesOf(joined, limits),
    conflicts: joined.policy.by === 'stitch' ? conflictsOf(joined, limits) : { total: 0, examples: [] },
    refused: refusedOf(joined, identities, limits),
    relays: relaysOf(joined),
  };
}

function mergesOf(joined: Joined, limits: ListLimits): Pick<IdentityFindings, 'idsMerged' | 'merges'> {
  const { columns, sets, persons } = joined;
  if (!identifiersOf(joined.policy).includes('customer'))
    return { idsMerged: 0, merges: { total: 0, examples: [] } };
  const { texts, nodeOfText } = columns.customer;
  const ids = new Int32Array(sets.elements);
  for (const node of nodeOfText) if (node >= 0) ids[sets.find(node)]!++;
  const several: number[] = [];
  ids.forEach((count, person) => {
    if (count > 1) several.push(person);
  });
  const bySize = (a: number, b: number) => ids[b]! - ids[a]! || inTextOrder(persons[a]!, persons[b]!);
  const shown = new Map(
    firstOf(several, bySize, limits.examples).map((person) => [
      person,
      { ids: [] as string[], through: [] as SharedValue[] },
    ]),
  );
  texts.forEach((text, number) => {
    const node = nodeOfText[number]!;
    if (node >= 0) shown.get(sets.find(node))?.ids.push(text);
  });
  collectThrough(joined, shown);
  const examples = [...shown].map(([person, found]): Merge => ({
    person: persons[person]!,
    ids: listed(found.ids.sort(inTextOrder), limits),
    through: listed(found.through, limits),
  }));
  const idsMerged = several.reduce((sum, person) => sum + ids[person]! - 1, 0);
  return { idsMerged, merges: { total: several.length, examples } };
}

/** What joins the ids of each shown person. */
function collectThrough(joined: Joined, shown: ReadonlyMap<number, { through: SharedValue[] }>): void {
  const { columns, elements, sets } = joined;
  const links = new Map<number, (SharedValue & { ids: number })[]>();
  for (const identifier of IDENTIFIERS) {
    for (const [node, ids] of idsByNode(joined, identifier, shown)) {
      const person = sets.find(elements[identifier] + node);
      const found = links.get(person) ?? [];
      found.push({ identifier, value: columns[identifier].nodes[node]!, ids: ids.size });
      links.set(person, found);
    }
  }
  for (const [person, found] of links) {
    const direct = found.filter(({ ids }) => ids > 1);
    const chain = direct.length > 0 ? direct : found.filter(({ identifier }) => identifier !== 'customer');
    chain.sort((a, b) => b.ids - a.ids || inTextOrder(a.value, b.value));
    shown.get(person)?.through.push(...chain.map(({ identifier, value }) => ({ identifier, value })));
  }
}

/** Nodes of an identifier among the shown persons, each with the customer ids, as written, that it stands with. */
function idsByNode(
  { columns, elements, sets }: Joined,
  identifier: Identifier,
  shown: ReadonlyMap<number, unknown>,
): Map<number, Set<number>> {
  const found = new Map<number, Set<number>>();
  const { customer } = columns;
  columns[identifier].nodeOfRow.forEach((node, row) => {
    if (node < 0 || !shown.has(sets.find(elements[identifier] + node))) return;
    const ids = found.get(node) ?? new Set();
    if (customer.nodeOfRow[row]! >= 0) ids.add(customer.textOfRow[row]!);
    found.set(node, ids);
  });
  return found;
}

function conflictsOf({ columns }: Joined, limits: ListLimits): Listed<Conflict> {
  const sides = [
    { identifier: 'email', own: columns.email, other: columns.phone },
    { identifier: 'phone', own: columns.phone, other: columns.email },
  ] as const;
  const all = sides.flatMap((side) => {
    const counts = countPartners(side.own.nodeOfRow, side.other.nodeOfRow, side.own.nodes.length);
    const nodes = [...counts.keys()].filter((node) => counts[node]! > 1);
    return nodes.map((node) => ({ side, value: side.own.nodes[node]!, node, count: counts[node]! }));
  });
  const largest = firstOf(all, (a, b) => b.count - a.count || inTextOrder(a.value, b.value), limits.examples);
  const partners = new Map(
    sides.map((side) => {
      const shown = largest.filter((found) => found.side === side).map(({ node }) => node);
      return [side, partnersOf(side.own, side.other, shown)];
    }),
  );
  const examples = largest.map(({ side, value, node }): Conflict => ({
    identifier: side.identifier,
    value,
    others: listed([...(partners.get(side)?.get(node) ?? [])].sort(inTextOrder), limits),
  }));
  return { total: all.length, examples };
}

/** What each of these nodes stands with. */
function partnersOf(
  own: IdentifierColumn,
  other: IdentifierColumn,
  nodes: readonly number[],
): Map<number, Set<string>> {
  const partners = new Map(nodes.map((node) => [node, new Set<string>()]));
  own.nodeOfRow.forEach((node, row) => {
    const partner = other.nodeOfRow[row]!;
    if (partner >= 0) partners.get(node)?.add(other.nodes[partner]!);
  });
  return partners;
}

function refusedOf(joined: Joined, identities: Identities, limits: ListLimits): Listed<RefusedValue> {
  const all = identifiersOf(joined.policy).flatMap((identifier) => {
    const { texts, refusals, textOfRow } = joined.columns[identifier];
    const rows = new Float64Array(texts.length);
    textOfRow.forEach((text, row) => {
      if (text >= 0) rows[text]! += identities.rows[row]!;
    });
    return refusals.flatMap((because, text) =>
      because === null ? [] : [{ identifier, value: texts[text]!, because, rows: rows[text]!, text }],
    );
  });
  const byRows = (a: (typeof all)[number], b: (typeof all)[number]) =>
    b.rows - a.rows ||
    inTextOrder(a.value, b.value) ||
    IDENTIFIERS.indexOf(a.identifier) - IDENTIFIERS.indexOf(b.identifier);
  const holders = {
    customer: holdersByText(joined, 'customer'),
    email: holdersByText(joined, 'email'),
    phone: holdersByText(joined, 'phone'),
  };
  const examples = firstOf(all, byRows, limits.examples).map(({ text, ...found }): RefusedValue => ({
    ...found,
    holders: holders[found.identifier][text]!,
  }));
  return { total: all.length, examples };
}

/** Different customers each text stands with: their ids, and for rows without one the other contact. Of an id, e-mails. */
function holdersByText({ columns }: Joined, identifier: Identifier): Int32Array {
  const { customer, email, phone } = columns;
  const own = columns[identifier];
  if (identifier === 'customer') return countPartners(own.textOfRow, email.textOfRow, own.texts.length);
  const other = identifier === 'email' ? phone : email;
  const holder = customer.nodeOfRow.map((id, row) => {
    if (id >= 0) return customer.textOfRow[row]!;
    const contact = other.textOfRow[row]!;
    return contact < 0 ? -1 : customer.texts.length + contact;
  });
  return countPartners(own.textOfRow, holder, own.texts.length);
}

function relaysOf({ columns, policy }: Joined): Listed<string> {
  if (!identifiersOf(policy).includes('email')) return { total: 0, examples: [] };
  const { texts, refusals } = columns.email;
  const all = texts.filter((text, number) => refusals[number] === null && isRelay(text));
  return { total: all.length, examples: firstOf(all, inTextOrder, MOST_VALUES) };
}

/** The first `most` of the whole in order, without sorting the whole: it can hold a million. */
function firstOf<T>(all: readonly T[], compare: (a: T, b: T) => number, most: number): T[] {
  if (most >= all.length) return [...all].sort(compare);
  const first: T[] = [];
  for (const item of all) {
    const last = first.at(-1);
    if (first.length === most && last !== undefined && compare(item, last) >= 0) continue;
    const place = first.findIndex((other) => compare(item, other) < 0);
    first.splice(place < 0 ? first.length : place, 0, item);
    if (first.length > most) first.pop();
  }
  return first;
}

function listed<T>(all: readonly T[], { values }: ListLimits): Listed<T> {
  return { total: all.length, examples: all.slice(0, values) };
}

function inTextOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
