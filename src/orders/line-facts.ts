import type { StatusKind } from '../intake/order-status';
import type { Policies } from '../intake/types';
import type { Charge } from './judgement';

/** What the rows of a file were found to hold before any policy is applied: values of whole columns, counted once. */
export interface LineFacts {
  /** Most frequent first; `value` null where the field is blank. Empty without such a column. */
  statuses: (CountedValue & { kind: StatusKind })[];
  currencies: CountedValue[];
  /** Values that say test, as the file writes them. */
  tests: Record<'customers' | 'emails' | 'names' | 'coupons', string[]>;
  /** Codes and names of lines that are no products. */
  nonProducts: Record<'codes' | 'names', string[]>;
  hasOverlaps: boolean;
  /** Order numbers that are hardly one order's: how many, and one of them. */
  /** Charges that may stand on the order or on the line; taken line by line. */
  doubtfulCharges: Charge[];
  /** What converting the clock moved to another day; null where no stamp was converted. */
  otherDay: { orders: number; rows: number } | null;
  repeatedOrders: { ofSeveralCustomers: CountedExample | null; comingBack: CountedExample | null };
}

export interface CountedExample {
  n: number;
  example: string;
}

export interface CountedValue {
  value: string | null;
  rows: number;
  /** Exact decimal, as the file counts it. */
  amount: string;
}

export const NO_FACTS: LineFacts = {
  statuses: [],
  currencies: [],
  tests: { customers: [], emails: [], names: [], coupons: [] },
  nonProducts: { codes: [], names: [] },
  hasOverlaps: false,
  doubtfulCharges: [],
  otherDay: null,
  repeatedOrders: { ofSeveralCustomers: null, comingBack: null },
};

/** `usd ` and `USD` are one currency. */
export function currencyCode(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** The currencies of a file, blank left out, most rows first, each written one way. */
export function currenciesIn(facts: Pick<LineFacts, 'currencies'>): string[] {
  const codes = facts.currencies.flatMap(({ value }) => (value === null ? [] : [currencyCode(value)]));
  return [...new Set(codes)];
}

/** Amounts in several currencies are never added: until one is chosen no row counts. */
export function isCurrencyOpen(facts: Pick<LineFacts, 'currencies'>, policies: Policies): boolean {
  return policies.currency === null && currenciesIn(facts).length > 1;
}
