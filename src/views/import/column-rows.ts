import type { Staged } from '../../engine/protocol';
import {
  FIELDS,
  NUMBER_FIELDS,
  type ColumnProfile,
  type Field,
  type Guess,
  type Mapping,
  type SetAsideReason,
} from '../../intake/types';

/** One line of “What each column means”. */
export interface ColumnRow {
  column: string;
  profile: ColumnProfile | undefined;
  guess: Guess | undefined;
  /** What it means now. */
  field: Field | null;
  /** True where the reader chose otherwise than was guessed: the guess' evidence no longer speaks for it. */
  chosen: boolean;
}

/** Who, which order, when and how much come first; then what was bought; then the rest. */
const IMPORTANCE: readonly Field[] = [
  'order',
  'customer',
  'orderedAt',
  'amount',
  'quantity',
  'unitPrice',
  ...FIELDS.filter(
    (field) => !['order', 'customer', 'orderedAt', 'amount', 'quantity', 'unitPrice'].includes(field),
  ),
];

/** What a column means in a mapping. */
export function fieldOf(mapping: Mapping, column: string): Field | null {
  return FIELDS.find((field) => mapping[field] === column) ?? null;
}

/** Columns by importance of what was guessed, so that a row stays in its place when its meaning is changed. */
export function columnRows(staged: Staged, mapping: Mapping): ColumnRow[] {
  const rank = (field: Field | null): number =>
    field === null ? IMPORTANCE.length : IMPORTANCE.indexOf(field);
  return staged.read.columns
    .map((column, position) => {
      const guess = staged.guesses.find((candidate) => candidate.column === column);
      // A mapping kept from an earlier import is a choice, too: only what this file's guess says has its evidence.
      const guessed = guess ? guess.field : fieldOf(staged.mapping, column);
      const field = fieldOf(mapping, column);
      return {
        position,
        rank: rank(guessed),
        row: {
          column,
          profile: staged.profiles.find((profile) => profile.name === column),
          guess,
          field,
          chosen: field !== guessed,
        },
      };
    })
    .sort((one, other) => one.rank - other.rank || one.position - other.position)
    .map(({ row }) => row);
}

/** The columns an amount is computed from, where the file has none of its own; without a quantity a row is one piece. */
export function computedAmount(mapping: Mapping): { quantity: string | null; unitPrice: string } | null {
  const { amount, quantity = null, unitPrice } = mapping;
  return amount === undefined && unitPrice !== undefined ? { quantity, unitPrice } : null;
}

/**
 * The fields of a previewed row that are the reason it is set aside, as positions in `columns`: the one the engine names,
 * and for a refund every number below zero.
 */
export function offendingPositions(
  row: { values: readonly string[]; reason: SetAsideReason | null; column: string | null },
  columns: readonly string[],
  mapping: Mapping,
): ReadonlySet<number> {
  const positions = new Set<number>();
  if (row.reason === null) return positions;
  columns.forEach((column, position) => {
    const field = fieldOf(mapping, column);
    const negative = /^[-\u2212(]/.test(row.values[position]?.trim() ?? '');
    const refunded = row.reason === 'refund' && negative && field !== null && NUMBER_FIELDS.includes(field);
    if (column === row.column || refunded) positions.add(position);
  });
  return positions;
}

/** A few values of a column in one short line: `536365, C536379`. At least one, however long; more while they fit. */
export function exampleText(examples: readonly string[], limit = 18): string {
  const [first = '', ...rest] = examples;
  return rest.slice(0, 2).reduce((text, next) => {
    const longer = `${text}, ${next}`;
    return longer.length <= limit ? longer : text;
  }, first);
}
