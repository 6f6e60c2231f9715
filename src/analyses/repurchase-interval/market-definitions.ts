import { m } from '../../messages/speak';
import type { Findings } from './findings';

/** One of the five definitions of “days between orders” in use on the market. */
export interface MarketDefinition {
  name: string;
  /** Null where nothing was counted. */
  days: number | null;
  counted: number;
  /** Products that report it under this definition, by their documentation. */
  seenIn: string;
}

/** Shortest on typical data first: frequent buyers count most in the first, long histories in the last. */
export function marketDefinitions({ summary }: Pick<Findings, 'summary'>): MarketDefinition[] {
  const row = (id: string) => summary.find(({ definition }) => definition === id);
  const one = (id: string, name: string, seenIn: string, days = row(id)?.mean): MarketDefinition => ({
    name,
    seenIn,
    days: days ?? null,
    counted: row(id)?.n ?? 0,
  });
  return [
    one('all_gaps', m.interval_definitions_median(), 'SourceMedium', row('all_gaps')?.p50 ?? null),
    one('all_gaps', m.interval_definitions_mean(), 'Klar'),
    one('first_to_second', m.interval_definitions_first_to_second(), 'Klar, Lifetimely'),
    one('customer_mean', m.interval_definitions_customer_mean(), 'Metrilo, Blueprint'),
    one('from_first_order', m.interval_definitions_from_first_order(), 'Lifetimely'),
  ];
}
