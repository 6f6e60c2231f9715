/** Who is one customer: what a file offers to tell customers apart by, what is chosen, and what the choice did. */

/** Values of a row that can say whose it is, in the order in which a person is named after them. */
export const IDENTIFIERS = ['customer', 'email', 'phone'] as const;
export type Identifier = (typeof IDENTIFIERS)[number];

export const IDENTITY_CHOICES = [...IDENTIFIERS, 'stitch'] as const;

export interface IdentityPolicy {
  /** One identifier alone, or `stitch`: rows that share any identifier are one person, and so on from row to row. */
  by: (typeof IDENTITY_CHOICES)[number];
  /** Whether values that differ only in how they are written (`A@X.cn`, `+86 138 0000 1111`) are the same. */
  normalise: boolean;
}

export const DEFAULT_IDENTITY: IdentityPolicy = { by: 'customer', normalise: false };

/** Whether the policy takes the file's own customer ids as they stand, so that there is nothing to do. */
export function takesIdsAsTheyAre({ by, normalise }: IdentityPolicy): boolean {
  return by === 'customer' && !normalise;
}

export const IDENTITY_EXPECTED = `{ by: one of ${IDENTITY_CHOICES.join(', ')}; normalise: true or false }`;

/** The policy a script gives, completed; `undefined` is the default. Null where it is none. */
export function identityFrom(given: unknown): IdentityPolicy | null {
  if (given === undefined) return DEFAULT_IDENTITY;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return null;
  const { by, normalise } = {
    ...DEFAULT_IDENTITY,
    ...(given as Partial<Record<keyof IdentityPolicy, unknown>>),
  };
  const known = IDENTITY_CHOICES.find((choice) => choice === by);
  return known === undefined || typeof normalise !== 'boolean' ? null : { by: known, normalise };
}

/** The identifiers a policy looks at. */
export function identifiersOf({ by }: IdentityPolicy): readonly Identifier[] {
  return by === 'stitch' ? IDENTIFIERS : [by];
}

/** Whether a file has a column that the policy can tell customers apart by. */
export function canIdentify(mapping: Partial<Record<Identifier, string>>, policy: IdentityPolicy): boolean {
  return identifiersOf(policy).some((identifier) => mapping[identifier] !== undefined);
}

/**
 * Why a value identifies nobody. `masked`: hidden by a platform. `stand_in`: a word or number for “nobody”. `damaged`:
 * a spreadsheet's `1.38E+10`. `unreadable`: no e-mail address, no phone number. `shared`: on too many customers.
 */
export const REFUSALS = ['masked', 'stand_in', 'damaged', 'unreadable', 'shared'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Several of something, with the first of them: `total` counts all, `examples` holds at most `MOST_EXAMPLES`, or all where they are asked for. */
export interface Listed<T> {
  total: number;
  examples: T[];
}
export const MOST_EXAMPLES = 50;
/** Values named within one example. */
export const MOST_VALUES = 10;

/** How much of each list is kept: for a look at it, or all of it. */
export interface ListLimits {
  examples: number;
  values: number;
}
export const EXAMPLES: ListLimits = { examples: MOST_EXAMPLES, values: MOST_VALUES };
export const WHOLE_LISTS: ListLimits = { examples: Infinity, values: Infinity };

export interface SharedValue {
  identifier: Identifier;
  value: string;
}

/** Several customer ids of the file that are one person. */
export interface Merge {
  person: string;
  /** In text order; at most `MOST_VALUES` are named. */
  ids: Listed<string>;
  /** The values that stand on more than one of the ids; those of the whole chain where each stands on one. */
  through: Listed<SharedValue>;
}

/** An e-mail with several phones, or a phone with several e-mails: one person by the policy, perhaps two in life. */
export interface Conflict extends SharedValue {
  identifier: 'email' | 'phone';
  /** What it stands with, in text order. */
  others: Listed<string>;
}

export interface RefusedValue extends SharedValue {
  because: Refusal;
  rows: number;
  /** Different customers (ids; where a row has none, its other contact) that the value stands with. */
  holders: number;
}

export interface IdentityFindings {
  /** Customer ids that are now part of another's person: ids before less persons they make. */
  idsMerged: number;
  merges: Listed<Merge>;
  conflicts: Listed<Conflict>;
  refused: Listed<RefusedValue>;
  /**
   * Addresses a marketplace gives a buyer in place of their own. Stable for buyer and shop, so they identify; the same
   * buyer elsewhere has another.
   */
  relays: Listed<string>;
}

/** Customers of the used rows, and those of them with two orders or more. */
export interface CustomerCounts {
  customers: number;
  repeat: number;
}

export interface IdentityReport extends IdentityFindings {
  /** By the file's own ids. */
  before: CustomerCounts;
  after: CustomerCounts;
}

/** The share of customers with two orders or more, 0…1; null where there are no customers. */
export function repurchaseRate({ customers, repeat }: CustomerCounts): number | null {
  return customers === 0 ? null : repeat / customers;
}
