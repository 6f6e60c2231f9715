import type { OpenedTable } from '../../engine/opening-protocol';
import { fieldsNamed } from '../../intake/fields';
import { costColumns } from '../../intake/cost-columns';
import { joinKey, planJoins, type JoinPlan } from '../../intake/joins';
import { guessMapping } from '../../intake/mapping';
import {
  namesSameCustomer,
  refundColumns,
  refundReadings,
  type RefundTable,
} from '../../intake/refund-columns';
import { registrationColumn } from '../../intake/registration';
import { hasSameColumns } from '../../intake/same-columns';
import { roleOf, type Role } from '../../intake/roles';
import type { Mapping, ReadOptions, Reason } from '../../intake/types';
import type {
  CostStack,
  JoinedStack,
  MemberStack,
  Part,
  PartStack,
  RefundStack,
  Source,
} from '../../orders/source';
import { profileOf } from './profiles';

/** Rows looked at in all, however many files they come from. */
const SAMPLE_ROWS = 8_000;

/** What a drop holds as one table: files of one shape stacked, and those joined to them that tell more about a row. */
export interface Whole {
  /** In the order in which rows count their files. */
  tables: readonly OpenedTable[];
  /** How many of them have rows that count: those stacked, then those of refunds. The others are joined. */
  baseTables: number;
  /** How the first of them is read, with the columns of all. */
  read: ReadOptions;
  source: Source;
  /** Fields of up to 8,000 rows, in the columns of all. */
  rows: string[][];
  /** Tables that are not part of it, each with why. */
  unused: { path: string[]; reason: Reason }[];
}

/** At least one table; `known` are tables of refunds that the notebook has had. */
export function wholeOf(all: readonly OpenedTable[], known: readonly RefundTable[]): Whole {
  const [only] = all;
  if (!only) throw new Error('There is no table to read');
  const roles =
    all.length === 1
      ? []
      : all.map((table) => (knownAs(table.read.columns, known) ? 'refunds' : roleIn(table)));
  const plan: JoinPlan =
    all.length === 1
      ? { stacks: [[0]], base: 0, joins: [], unused: [], events: [] }
      : planJoins(
          all.map(({ read, sample, text }, index) => ({
            columns: read.columns,
            rows: sample,
            isWhole: sample.length < SAMPLE_ROWS && text.size < 1_000_000,
            role: roles[index] ?? 'unknown',
          })),
        );
  return assembled(all, roles, plan, known);
}

/** What the notebook remembers of a table of these columns. */
function knownAs(columns: readonly string[], known: readonly RefundTable[]): RefundTable | undefined {
  return known.find((table) => hasSameColumns(table.columns, columns));
}

function roleIn(table: OpenedTable): Role {
  const { read, sample, path } = table;
  return roleOf(read.columns, sample, guessedIn(table), path.at(-1)).role;
}

function guessedIn({ read, sample }: OpenedTable): Mapping {
  const profiles = read.columns.map((name, index) => profileOf(name, sample, index));
  return guessMapping(read.columns, profiles, sample).mapping;
}

function assembled(
  all: readonly OpenedTable[],
  roles: readonly Role[],
  plan: JoinPlan,
  known: readonly RefundTable[],
): Whole {
  const tablesOf = (stack: number) => (plan.stacks[stack] ?? []).flatMap((index) => all[index] ?? []);
  const order = [plan.base, ...plan.joins.map(({ table }) => table)];
  const stacks = order.map((stack) => ({
    stack,
    tables: tablesOf(stack),
    names: columnsOf(tablesOf(stack)),
  }));
  const starts = stacks.map((_, index) =>
    stacks.slice(0, index).reduce((sum, { names }) => sum + names.length, 0),
  );
  const columns = namesTogether(
    stacks.map(({ tables, names }) => ({ names, from: tables[0]?.path.at(-1) ?? '' })),
  );
  const found = refundsIn(all, roles, { plan, used: order }, known);
  const spent = costsIn(all, roles, plan);
  const texts = partsIn([...stacks.slice(0, 1), ...found, ...stacks.slice(1), ...spent]);
  const parted = stacks.map((stack, index): PartStack => {
    const from = starts[index] ?? 0;
    const at = index === 0 ? 0 : found.length + index;
    return {
      parts: placed(texts[at] ?? [], stack, from, columns.length),
      from,
      to: from + stack.names.length,
    };
  });
  const columnIn = (stack: number, name: string): number => {
    const at = order.indexOf(stack);
    return (starts[at] ?? 0) + (stacks[at]?.names.indexOf(name) ?? 0);
  };
  const [base, ...others] = parted;
  const [first] = stacks;
  if (!base || !first?.tables[0]) throw new Error('There is no table to read');
  const joined = others.map((stack, index): JoinedStack => {
    const join = plan.joins[index];
    if (!join) throw new Error('A joined stack has no join');
    const { leftTable, leftColumn, table, rightColumn } = join;
    const isOrders = roles[plan.stacks[table]?.[0] ?? -1] === 'orders';
    return {
      ...stack,
      left: columnIn(leftTable, leftColumn),
      right: columnIn(table, rightColumn),
      keepsAll: isOrders && leftTable === plan.base,
    };
  });
  let next = columns.length;
  const refunds = found.map(({ tie, ...stack }, index): RefundStack => {
    const from = next;
    next += stack.names.length;
    const parts = placed(texts[index + 1] ?? [], stack, from, next);
    const left = stack.columns.order === undefined ? null : columnIn(tie.leftTable, tie.leftColumn);
    return { ...stack, parts, from, to: next, left };
  });
  const costs = spent.map(({ columns: meaning, ...stack }, index): CostStack => {
    const from = next;
    next += stack.names.length;
    const parts = placed(texts[found.length + stacks.length + index] ?? [], stack, from, next);
    return { names: stack.names, columns: meaning, parts, from, to: next };
  });
  const isPeople = (index: number): boolean =>
    roles[plan.stacks[order[index + 1] ?? -1]?.[0] ?? -1] === 'customers';
  const members = membersIn(stacks.slice(1), joined, isPeople);
  const source: Source = { columns, base, refunds, joined, members, costs };
  const counted = [...first.tables, ...found.flatMap(({ tables }) => tables)];
  return {
    tables: [...counted, ...[...stacks.slice(1), ...spent].flatMap(({ tables }) => tables)],
    baseTables: counted.length,
    read: { ...first.tables[0].read, columns },
    source,
    rows: sampleOf(
      source,
      stacks.map(({ tables }) => tables),
    ),
    unused: plan.unused
      .filter(({ table }) => !found.some(({ tie }) => tie.table === table))
      .flatMap(({ table, reason }) => tablesOf(table).map((left) => ({ left, reason })))
      .filter(({ left }) => !spent.some(({ tables: [read] }) => read === left))
      .map(({ left: { path }, reason }) => ({ path, reason })),
  };
}

interface Stack {
  tables: readonly OpenedTable[];
  names: readonly string[];
}

interface FoundRefunds extends Stack, Pick<RefundStack, 'columns' | 'readings' | 'dates'> {
  tie: JoinPlan['events'][number];
}

/** Stacks of refunds that say when, how much, and whose. */
function refundsIn(
  all: readonly OpenedTable[],
  roles: readonly Role[],
  { plan, used }: { plan: JoinPlan; used: readonly number[] },
  known: readonly RefundTable[],
): FoundRefunds[] {
  if (plan.events.length === 0) return [];
  const customers = used
    .flatMap((stack) => plan.stacks[stack]?.[0] ?? [])
    .flatMap((index) => (all[index] ? (guessedIn(all[index]).customer ?? []) : []));
  return plan.events.flatMap((tie): FoundRefunds[] => {
    const members = plan.stacks[tie.table] ?? [];
    const tables = members.flatMap((index) => all[index] ?? []);
    const [first] = tables;
    if (!first || roles[members[0] ?? -1] !== 'refunds') return [];
    const names = columnsOf(tables);
    const rows = sampledIn(tables, names);
    const { customer, ...guessed } = guessedIn(first);
    const isSame = customer !== undefined && customers.some((name) => namesSameCustomer(customer, name));
    const named = isSame ? { ...guessed, customer } : guessed;
    const byOrder = tiesOrder(tie, customer);
    // Values that are found among the orders' customers say more than a name.
    const mapping = byOrder ? named : { ...named, customer: tie.rightColumn };
    // What ties them is found in the values of these files; what else they say stays as it was.
    const before = knownAs(names, known)?.meaning;
    const isTiedSo =
      before &&
      (byOrder ? before.order : before.customer) === tie.rightColumn &&
      Object.values(before).every((name) => names.includes(name));
    const columns = isTiedSo ? before : refundColumns(names, rows, mapping, byOrder ? tie.rightColumn : null);
    return columns ? [{ tables, names, tie, columns, ...refundReadings(names, rows, columns) }] : [];
  });
}

interface FoundCosts extends Stack, Pick<CostStack, 'columns'> {
  /** Place in the plan's stacks. */
  place: number;
}

/** Files of costs that say when and how much. */
function costsIn(all: readonly OpenedTable[], roles: readonly Role[], plan: JoinPlan): FoundCosts[] {
  const base = roles[plan.stacks[plan.base]?.[0] ?? -1];
  if (base !== 'orders' && base !== 'lines' && base !== 'unknown') return [];
  // Each file by itself: of one header, one may count months and another days.
  return plan.stacks.flatMap((members, place) =>
    members.flatMap((index): FoundCosts[] => {
      const table = all[index];
      if (!table || roles[index] !== 'costs' || !plan.unused.some((left) => left.table === place)) return [];
      const names = table.read.columns;
      const columns = costColumns(names, table.sample);
      return columns ? [{ tables: [table], names, columns, place }] : [];
    }),
  );
}

/** The first of the joined stacks of people that says when each became a member. */
function membersIn(
  stacks: readonly Stack[],
  joined: readonly JoinedStack[],
  isPeople: (index: number) => boolean,
): MemberStack | null {
  const [first, ...others] = stacks.flatMap(({ tables, names }, index): MemberStack[] => {
    const found = isPeople(index) ? registrationColumn(names, sampledIn(tables, names)) : null;
    const registeredAt = (joined[index]?.from ?? 0) + names.indexOf(found?.column ?? '');
    const files = tables.map(({ path }) => path.at(-1) ?? '');
    return found ? [{ joined: index, registeredAt, dates: found.dates, files, passedOver: [] }] : [];
  });
  return first ? { ...first, passedOver: others.flatMap(({ files }) => files) } : null;
}

/** Samples of all tables of a stack, in the columns of the stack. */
function sampledIn(tables: readonly OpenedTable[], names: readonly string[]): string[][] {
  return tables.flatMap(({ read, sample }) => {
    const places = names.map((name) => read.columns.indexOf(name));
    return sample.map((row) => places.map((at) => row[at] ?? ''));
  });
}

/** A refund tied by a customer's id or address alone names no order. */
function tiesOrder({ leftColumn, rightColumn }: JoinPlan['events'][number], customer?: string): boolean {
  const fields = [leftColumn, rightColumn].flatMap((name) => fieldsNamed(name).slice(0, 1));
  return customer !== rightColumn && !fields.some(({ field }) => /^(?:customer|email|phone)$/.test(field));
}

/** Files of each stack under their registered names, counted through in this order. */
function partsIn(stacks: readonly Stack[]): Omit<Part, 'places'>[][] {
  let fileNo = 0;
  return stacks.map(({ tables }) =>
    tables.map((table) => {
      fileNo += 1;
      return { file: `imp/${fileNo}.csv`, text: table.engine, width: table.read.columns.length };
    }),
  );
}

/** The files with the places of a stack's columns, which are counted from `from`, among `width` in all. */
function placed(
  files: readonly Omit<Part, 'places'>[],
  { tables, names }: Stack,
  from: number,
  width: number,
): Part[] {
  return files.map((file, index) => {
    const own = tables[index]?.read.columns ?? [];
    const places = Array.from({ length: width }, (_, at) => {
      const place = own.indexOf(names[at - from] ?? '\0');
      return at < from || place < 0 ? null : place;
    });
    return { ...file, places };
  });
}

/** Columns in the order of the first file, then those that only later ones have. */
function columnsOf(tables: readonly OpenedTable[]): string[] {
  return [...new Set(tables.flatMap((table) => table.read.columns))];
}

/** A name that an earlier stack has too is told from it by the file's name. */
function namesTogether(stacks: readonly { names: readonly string[]; from: string }[]): string[] {
  const taken = new Set<string>();
  return stacks.flatMap(({ names, from }) =>
    names.map((name) => {
      let unique = taken.has(name) ? `${name} (${from.replace(/\.[^.]*$/, '')})` : name;
      for (let n = 2; taken.has(unique); n += 1) unique = `${name} (${n})`;
      taken.add(unique);
      return unique;
    }),
  );
}

/** The sample in the columns of all: stacked, and joined as far as the samples know one another. */
function sampleOf(
  { columns, base, joined }: Source,
  tables: readonly (readonly OpenedTable[])[],
): string[][] {
  const inWhole = (stack: PartStack, of: readonly OpenedTable[]): string[][] => {
    const each = Math.max(1, Math.floor(SAMPLE_ROWS / Math.max(1, of.length)));
    return of.flatMap((table, index) => {
      const places = stack.parts[index]?.places ?? [];
      return table.sample.slice(0, each).map((row) => columns.map((_, at) => row[places[at] ?? -1] ?? ''));
    });
  };
  let rows = inWhole(base, tables[0] ?? []);
  joined.forEach((stack, index) => {
    const known = new Map(
      inWhole(stack, tables[index + 1] ?? []).map((row) => [joinKey(row[stack.right]), row]),
    );
    rows = rows.map((row) => {
      const match = known.get(joinKey(row[stack.left]));
      return match
        ? row.map((field, at) => (at >= stack.from && at < stack.to ? (match[at] ?? '') : field))
        : row;
    });
  });
  return rows;
}
