import type { Narrowing, RunContext } from '../analyses/define';
import type { Dimension, Filters } from '../document/types';
import { fieldName } from './fields';
import { formatDay, formatInteger } from './format';
import { m } from './speak';

/** Values named one by one; the others are counted. */
const MOST_NAMED = 4;

/** One thing that narrows, and which of the filters it is. */
export interface NarrowedBy {
  by: 'days' | 'segment' | Dimension;
  words: string;
}

/** What a result is narrowed to beside its as-of day, a line each, in the reader's language; empty where it is to nothing. */
export function narrowedWords({ narrowed }: Pick<RunContext, 'narrowed'>): string[] {
  return narrowed ? narrowedBy(narrowed).map(({ words }) => words) : [];
}

/** The same with the filter that each line is of. */
export function narrowedBy({ from, to, dimensions, segment }: Narrowing): NarrowedBy[] {
  const days = daysWords(from, to);
  const values = Object.entries(dimensions) as [Dimension, string[] | undefined][];
  return [
    ...(days === null ? [] : [{ by: 'days' as const, words: days }]),
    ...values
      .filter((entry): entry is [Dimension, string[]] => (entry[1]?.length ?? 0) > 0)
      .map(([by, chosen]) => ({
        by,
        words: m.filters_words_values({ dimension: dimensionName(by), values: valuesWords(chosen) }),
      })),
    ...(segment ? [{ by: 'segment' as const, words: m.filters_words_segment({ name: segment.name }) }] : []),
  ];
}

function daysWords(from: string | null, to: string | null): string | null {
  if (from !== null && to !== null)
    return m.filters_words_days({ first: formatDay(from), last: formatDay(to) });
  if (from !== null) return m.filters_words_from({ day: formatDay(from) });
  return to === null ? null : m.filters_words_to({ day: formatDay(to) });
}

/** “web, shop and 3 more”. */
export function valuesWords(values: readonly string[]): string {
  const named = values.slice(0, MOST_NAMED).map(valueName).join(m.filters_words_between());
  const more = values.length - MOST_NAMED;
  return more > 0 ? m.filters_words_more({ values: named, n: formatInteger(more) }) : named;
}

/** A value as the file writes it; blank said as such. */
export function valueName(value: string): string {
  return value === '' ? m.filters_blank() : value;
}

export function dimensionName(dimension: Dimension): string {
  return dimension === 'first_product' ? m.filters_product_first() : fieldName(dimension);
}

/** The change of the filters that lets go of one of them. */
export function withoutFilter({ dimensions }: Filters, by: NarrowedBy['by']): Partial<Filters> {
  if (by === 'days') return { from: null, to: null };
  if (by === 'segment') return { segment: null };
  const { [by]: _, ...rest } = dimensions;
  return { dimensions: rest };
}

export const NO_FILTERS = { from: null, to: null, dimensions: {}, segment: null } satisfies Partial<Filters>;
