import type { Table, Vector } from 'apache-arrow';
import {
  identifiersOf,
  takesIdsAsTheyAre,
  WHOLE_LISTS,
  type CustomerCounts,
  type IdentityFindings,
  type IdentityPolicy,
} from '../../intake/identity';
import type { Identities } from '../../intake/identity-columns';
import { stitch } from '../../intake/identity-stitch';
import type { Policies } from '../../intake/types';
import combinationsSql from '../../orders/identity-combinations.sql?raw';
import countsSql from '../../orders/identity-counts.sql?raw';
import keepIdsSql from '../../orders/identity-keep-ids.sql?raw';
import personsSql from '../../orders/identity-persons.sql?raw';
import restoreIdsSql from '../../orders/identity-restore-ids.sql?raw';
import { setVariables } from '../../orders/literals';
import type { Database } from '../database';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';

const PERSONS_FILE = 'imp/persons.csv';
/** Lines put together before they are handed on, so that no text of a million lines is made. */
const LINES_A_PART = 50_000;

/**
 * `customer_key` of `staging.lines` becomes the person's key under the policy; the file's own id stays beside it as
 * `source_customer_key`. May be run again with another policy: it always starts from the file's own ids. Where the
 * policy takes these as they are, nothing is done, or what was done is undone, and the findings are null.
 *
 * Adds a column the first time, so `staging.judged` has to be made after it.
 */
export async function stitchCustomers(
  lane: Statements,
  database: Pick<Database, 'withFiles'>,
  policy: IdentityPolicy,
): Promise<IdentityFindings | null> {
  const isStitched = await hasSourceIds(lane);
  if (takesIdsAsTheyAre(policy)) {
    if (isStitched) await lane.run(restoreIdsSql);
    return null;
  }
  if (!isStitched) await lane.run(keepIdsSql);
  const { persons, findings } = stitch(await identitiesIn(lane, policy), policy);
  lane.checkCancelled();
  const file = new File(personLines(persons), 'persons.csv');
  await database.withFiles([{ name: PERSONS_FILE, file }], () => lane.run(personsSql));
  return findings;
}

/** All that `stitchCustomers` found, none of it left out; to be run after it, under the same policy. */
export async function wholeFindings(
  lane: Statements,
  policy: IdentityPolicy,
): Promise<IdentityFindings | null> {
  if (takesIdsAsTheyAre(policy)) return null;
  const identities = await identitiesIn(lane, policy);
  await lane.run('drop table staging.identities');
  return stitch(identities, policy, WHOLE_LISTS).findings;
}

/** Makes `staging.identities` of the lines, and reads it. */
async function identitiesIn(lane: Statements, policy: IdentityPolicy): Promise<Identities> {
  await lane.run(`${setVariables({ p_identifiers: columnsFor(policy) })}\n${combinationsSql}`);
  return identitiesOf(
    await lane.table('select customer, email, phone, rows from staging.identities order by rowid'),
  );
}

/** Customers and repeat customers by the file's own ids and by persons, after `staging.judged` and its variables are set. */
export async function countCustomers(
  lane: Statements,
  guests: Policies['guests'],
): Promise<{ before: CustomerCounts; after: CustomerCounts }> {
  await lane.run(setVariables({ p_guests: 'keep', p_identity_guests: guests }));
  try {
    const [counts] = await rowsOf<Record<'customers_before' | 'repeat_before' | 'customers_after' | 'repeat_after', number>>(lane, countsSql); // prettier-ignore
    if (!counts) throw new Error('identity-counts.sql gave no row');
    return {
      before: { customers: counts.customers_before, repeat: counts.repeat_before },
      after: { customers: counts.customers_after, repeat: counts.repeat_after },
    };
  } finally {
    await lane.runRegardless(setVariables({ p_guests: guests }));
  }
}

/** By e-mail or phone the ids are looked at as well: they tell a shop's own address from a customer's. */
function columnsFor(policy: IdentityPolicy): string[] {
  return [...new Set(['customer', ...identifiersOf(policy)])];
}

async function hasSourceIds(lane: Statements): Promise<boolean> {
  const [found] = await rowsOf<{ found: boolean }>(
    lane,
    `select (count(*) > 0)::boolean as found
     from duckdb_columns()
     where schema_name = 'staging' and table_name = 'lines' and column_name = 'source_customer_key'
     order by found`,
  );
  return found?.found ?? false;
}

function identitiesOf(table: Table): Identities {
  const texts = (name: string): (string | null)[] => {
    const column: Vector | null = table.getChild(name);
    if (!column) throw new Error(`staging.identities has no column ${name}`);
    return Array.from(column, (value: unknown) => (typeof value === 'string' ? value : null));
  };
  const rows: unknown = table.getChild('rows')?.toArray();
  if (!(rows instanceof Int32Array)) throw new Error('staging.identities has no counts');
  return { customer: texts('customer'), email: texts('email'), phone: texts('phone'), rows };
}

/** One line for each combination, in parts. */
function personLines(persons: readonly (string | null)[]): string[] {
  const parts: string[] = [];
  for (let start = 0; start < persons.length; start += LINES_A_PART) {
    const lines = persons
      .slice(start, start + LINES_A_PART)
      .map((person, index) => `${start + index},${person === null ? '' : quoted(person)}\n`);
    parts.push(lines.join(''));
  }
  return parts;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
