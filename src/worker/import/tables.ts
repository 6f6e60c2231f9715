import type { OpenedTable } from '../../engine/opening-protocol';
import { joinKey, planJoins, type JoinPlan } from '../../intake/joins';
import { guessMapping } from '../../intake/mapping';
import { roleOf, type Role } from '../../intake/roles';
import type { ReadOptions, Reason } from '../../intake/types';
import type { JoinedStack, Part, PartStack, Source } from '../../orders/source';
import { profileOf } from './profiles';

/** Rows looked at in all, however many files they come from. */
const SAMPLE_ROWS = 8_000;

/** What a drop holds as one table: files of one shape stacked, and those joined to them that tell more about a row. */
export interface Whole {
  /** In the order in which rows count their files. */
  tables: readonly OpenedTable[];
  /** How many of them are stacked; the others are joined. */
  baseTables: number;
  /** How the first of them is read, with the columns of all. */
  read: ReadOptions;
  source: Source;
  /** Fields of up to 8,000 rows, in the columns of all. */
  rows: string[][];
  /** Tables that are not part of it, each with why. */
  unused: { path: string[]; reason: Reason }[];
}

/** At least one table. */
export function wholeOf(all: readonly OpenedTable[]): Whole {
  const [only] = all;
  if (!only) throw new Error('There is no table to read');
  const roles = all.length === 1 ? [] : all.map(roleIn);
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
  return assembled(all, roles, plan);
}

function roleIn({ read, sample, path }: OpenedTable): Role {
  const profiles = read.columns.map((name, index) => profileOf(name, sample, index));
  const { mapping } = guessMapping(read.columns, profiles, sample);
  return roleOf(read.columns, sample, mapping, path.at(-1)).role;
}

function assembled(all: readonly OpenedTable[], roles: readonly Role[], plan: JoinPlan): Whole {
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
  let fileNo = 0;
  const parted = stacks.map(({ tables, names }, index): PartStack => {
    const from = starts[index] ?? 0;
    const parts = tables.map((table): Part => {
      fileNo += 1;
      const own = columns.map((_, at) => {
        const place = table.read.columns.indexOf(names[at - from] ?? '\0');
        return at < from || place < 0 ? null : place;
      });
      return { file: `imp/${fileNo}.csv`, text: table.engine, width: table.read.columns.length, places: own };
    });
    return { parts, from, to: from + names.length };
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
  const source: Source = { columns, base, joined };
  return {
    tables: stacks.flatMap(({ tables }) => tables),
    baseTables: first.tables.length,
    read: { ...first.tables[0].read, columns },
    source,
    rows: sampleOf(
      source,
      stacks.map(({ tables }) => tables),
    ),
    unused: plan.unused.flatMap(({ table, reason }) => tablesOf(table).map(({ path }) => ({ path, reason }))),
  };
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
