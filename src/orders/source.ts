import type { CostColumns } from '../intake/cost-columns';
import type { RefundColumns } from '../intake/refund-columns';
import type { DateReading, EngineText, Readings } from '../intake/types';
import { sqlLiteral } from './literals';

/** Files as one table of text: stacked by their columns, and joined to those that tell more about a row. */

/** Longest record the engine reads, in bytes. A longer one is set aside, not read. */
const MAX_LINE_BYTES = 4_194_304;
/** Read at a time: the default of 64 MiB would move the progress bar once a second, and Cancel no faster. */
const BUFFER_BYTES = 8_388_608;
/** Columns for fields too many: three, so that text behind a blank or two is still seen. */
export const OVERFLOW = ['overflow1', 'overflow2', 'overflow3'] as const;

/** A text registered with the engine, and where the columns of the whole stand in it. */
export interface Part {
  /** Its registered name. */
  file: string;
  text: EngineText;
  /** How many columns it has of its own. */
  width: number;
  /** For each column of the whole, its place among this file's columns, from 0; null where it has none. */
  places: readonly (number | null)[];
}

/** Files of one shape, and which columns of the whole are theirs: from `from` up to, not including, `to`. */
export interface PartStack {
  parts: readonly Part[];
  from: number;
  to: number;
}

/** A stack that tells more about a row. Its keys are unique, so that no row is multiplied; of several the first stands. */
export interface JoinedStack extends PartStack {
  /** Columns of the whole that must be equal: one of a stack before it, and one of its own. */
  left: number;
  right: number;
  /** Whether its rows without a match are rows of the whole as well: orders of which no line is known. */
  keepsAll: boolean;
}

/**
 * Files of refunds: their rows stand below those of the base, as rows of their own. Their columns are counted on behind
 * those of the whole (`from` is where they begin), and are none of its columns.
 */
export interface RefundStack extends PartStack {
  names: readonly string[];
  /** What its own columns say. */
  columns: RefundColumns;
  readings: Readings;
  /** Ways in which its days can be read; more than one where they read both day and month first. */
  dates: readonly DateReading[];
  /** The column of the whole that the refund's order number stands in; null where refunds name no order. */
  left: number | null;
}

/** The joined files of people that say when each became a member: all their rows are members, whether or not they ordered. */
export interface MemberStack {
  /** Place in `joined`. */
  joined: number;
  /** The column of the whole with the day of joining. */
  registeredAt: number;
  /** Ways in which its days can be read; more than one where they read both day and month first. At least one. */
  dates: readonly DateReading[];
  /** Names of its files, and of other files that say as much and are not read as members. */
  files: readonly string[];
  passedOver: readonly string[];
}

/** A file of money spent on winning customers. Their columns are counted on behind all others, and are none of the whole's. */
export interface CostStack extends PartStack {
  names: readonly string[];
  columns: CostColumns;
}

/** The whole table. Names of columns are never part of any SQL. */
export interface Source {
  columns: readonly string[];
  base: PartStack;
  refunds: readonly RefundStack[];
  joined: readonly JoinedStack[];
  members: MemberStack | null;
  costs: readonly CostStack[];
}

/** Every file, in the order in which rows count them from 1. */
export function partsOf(source: Source): Part[] {
  return stacksIn(source).flatMap((stack) => [...stack.parts]);
}

const stacksIn = ({ base, refunds, joined, costs }: Source): PartStack[] => [base, ...refunds, ...joined, ...costs]; // prettier-ignore

/**
 * Every row of the source, each field as text: `file_no` (from 1), `line` (of the client's file, where the text is
 * numbered), `c1`, `c2`, … and `overflow1`… for the first fields too many.
 */
export function readSource(source: Source): string {
  return source.joined.length === 0 ? readStack(source.base, 1) : readJoined(source);
}

/** Rows of the source and, below them, of refunds: those that are rows of the import, with the columns of all. */
export function readWithRefunds(source: Source): string {
  return besideRefunds(readSource(source), source);
}

/** Rows of the base and of refunds alone, each in its own columns. */
export function readCounted(source: Source): string {
  return besideRefunds(readStack(source.base, 1), source);
}

function besideRefunds(read: string, source: Source): string {
  const { refunds } = source;
  if (refunds.length === 0) return read;
  return [read, ...refunds.map((stack) => readAlone(source, stack))]
    .map((rows) => `select * from (\n${rows}\n)`)
    .join('\nunion all by name\n');
}

/** The table of refunds that a file is of, if it is of one. */
export function refundStackOf(source: Source, fileNo: number): RefundStack | undefined {
  return source.refunds.find((stack) => {
    const first = firstFileOf(source, stack);
    return fileNo >= first && fileNo < first + stack.parts.length;
  });
}

/** Rows of one of the source's stacks, in its own columns: refunds, people, costs. */
export function readAlone(source: Source, stack: PartStack): string {
  return readStack(stack, firstFileOf(source, stack));
}

function firstFileOf(source: Source, stack: PartStack): number {
  const stacks = stacksIn(source);
  return 1 + stacks.slice(0, stacks.indexOf(stack)).reduce((sum, { parts }) => sum + parts.length, 0);
}

function readJoined(source: Source): string {
  const { base, joined, columns } = source;
  const stackOfColumn = columns.map((_, index) => {
    const at = joined.findIndex(({ from, to }) => index >= from && index < to);
    return at < 0 ? 'b' : `j${at + 1}`;
  });
  const column = (index: number): string => `${stackOfColumn[index]}.c${index + 1}`;
  const joins = joined.map((stack, index) => {
    const name = `j${index + 1}`;
    const kind = stack.keepsAll ? 'full' : 'left';
    const rows = `select distinct on (join_key) *\nfrom (\nselect ${joinKey(`c${stack.right + 1}`)} as join_key, *\nfrom (\n${readAlone(source, stack)}\n)\n)\nwhere join_key is not null`;
    return `${kind} join (\n${rows}\n) as ${name}\n  on ${name}.join_key = ${joinKey(column(stack.left))}`;
  });
  // Rows that only a joined stack has come last, in their own order.
  const rest = joined.flatMap(({ keepsAll }, index) => (keepsAll ? [`j${index + 1}`] : []));
  const from = (name: string): string =>
    `coalesce(${['b', ...rest].map((stack) => `${stack}.${name}`).join(', ')}) as ${name}`;
  return `select
  ${from('file_no')},
  ${from('line')},
  ${columns.map((_, index) => column(index)).join(', ')},
  ${OVERFLOW.map((name) => `b.${name}`).join(', ')}
from (
select row_number() over () as row_no, *
from (
${readStack(base, 1)}
)
) as b
${joins.join('\n')}
order by b.row_no nulls last${rest.map((name) => `, ${name}.file_no, ${name}.line, ${name}.join_key`).join('')}`;
}

/** Ids as they are compared: without white space, and `17850.0` is `17850`. */
export function joinKey(column: string): string {
  return `nullif(case when ends_with(trim(${column}), '.0') then left(trim(${column}), -2) else trim(${column}) end, '')`;
}

function readStack({ parts, from, to }: PartStack, fileNo: number): string {
  return parts
    .map((part, index) => {
      const columns = part.places
        .slice(from, to)
        .map((place, at) => `${place === null ? 'null::varchar' : `f${place + 1}`} as c${from + at + 1}`);
      const line = part.text.numbered ? 'try_cast(line_text as integer)' : 'null::integer';
      return `select
  ${fileNo + index}::integer as file_no,
  ${line} as line,
  ${[...columns, ...OVERFLOW].join(', ')}
from ${readCsv(part)}`;
    })
    .join('\nunion all\n');
}

/**
 * `read_csv` over a registered file, every field as text.
 *
 * `strict_mode = false` keeps a stray quote inside its own field; `null_padding` keeps short rows; additional columns
 * catch the first fields too many, which DuckDB 1.4 would otherwise drop in silence. What still cannot be read
 * (bytes that are no UTF-8, a record too long) goes to `rejects` and is set aside, never skipped.
 */
function readCsv({ file, text, width }: Part): string {
  const fields = Array.from({ length: width }, (_, index) => `f${index + 1}`);
  const columns = [...(text.numbered ? ['line_text'] : []), ...fields, ...OVERFLOW];
  const struct = columns.map((name) => `'${name}': 'varchar'`).join(', ');
  const options = [
    sqlLiteral(file),
    'auto_detect = false',
    `delim = ${sqlLiteral(text.delimiter)}`,
    `quote = ${sqlLiteral(text.quote)}`,
    `escape = ${sqlLiteral(escapeCharacter(text))}`,
    `header = ${text.header}`,
    `columns = {${struct}}`,
    'null_padding = true',
    'strict_mode = false',
    'parallel = false',
    'ignore_errors = true',
    'store_rejects = true',
    "rejects_table = 'rejects'",
    "rejects_scan = 'rejects_scan'",
    'rejects_limit = 0',
    `max_line_size = ${MAX_LINE_BYTES}`,
    `buffer_size = ${BUFFER_BYTES}`,
  ];
  return `read_csv(\n  ${options.join(',\n  ')}\n)`;
}

/** A doubled quote escapes itself, whichever quote it is. */
function escapeCharacter({ quote, escape }: EngineText): string {
  return quote !== '' && escape === '\\' ? '\\' : quote;
}
