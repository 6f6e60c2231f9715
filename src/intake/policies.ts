import { DEFAULT_IDENTITY, IDENTITY_EXPECTED, identityFrom } from './identity';
import type { Policies } from './types';

const CHOICES = {
  refunds: ['setAside', 'net', 'restate'],
  zeroValue: ['setAside', 'keep'],
  duplicates: ['keep', 'setAside'],
  guests: ['setAside', 'keep'],
  sameDay: ['separate', 'merge'],
  unpaid: ['setAside', 'keep'],
  testOrders: ['setAside', 'keep'],
  nonProducts: ['keep', 'setAside'],
  overlaps: ['setAside', 'keep'],
  tax: ['asIs', 'out', 'in'],
  shipping: ['asIs', 'out', 'in'],
} as const satisfies { [Name in keyof Policies]?: readonly Policies[Name][] };

export const DEFAULT_POLICIES: Policies = {
  refunds: 'setAside',
  zeroValue: 'setAside',
  duplicates: 'keep',
  guests: 'setAside',
  identity: DEFAULT_IDENTITY,
  sameDay: 'separate',
  statuses: [],
  unpaid: 'setAside',
  testOrders: 'setAside',
  nonProducts: 'keep',
  overlaps: 'setAside',
  currency: null,
  rates: {},
  tax: 'asIs',
  shipping: 'asIs',
  fileTimeZone: null,
  timeZone: null,
  exportedOn: null,
};

/**
 * Policies from a script or a notebook, completed with the defaults.
 * Throws a TypeError whose message names the policy, what is allowed, and what was given.
 */
export function policiesFrom(partial: unknown): Policies {
  if (partial === undefined || partial === null) return { ...DEFAULT_POLICIES, statuses: [], rates: {} };
  if (typeof partial !== 'object' || Array.isArray(partial)) refuse('policies', 'an object', partial);
  const given = new Map(Object.entries(partial).filter(([, value]) => value !== undefined));
  for (const name of given.keys()) {
    if (!Object.hasOwn(DEFAULT_POLICIES, name))
      throw new TypeError(
        `There is no policy “${name}”; there are ${Object.keys(DEFAULT_POLICIES).join(', ')}.`,
      );
  }
  return {
    refunds: choice('refunds', given),
    zeroValue: choice('zeroValue', given),
    duplicates: choice('duplicates', given),
    guests: choice('guests', given),
    identity:
      identityFrom(given.get('identity')) ?? refuse('identity', IDENTITY_EXPECTED, given.get('identity')),
    sameDay: choice('sameDay', given),
    unpaid: choice('unpaid', given),
    testOrders: choice('testOrders', given),
    nonProducts: choice('nonProducts', given),
    overlaps: choice('overlaps', given),
    statuses: statuses(given.get('statuses') ?? []),
    rates: rates(given.get('rates') ?? {}),
    currency: text(
      'currency',
      given.get('currency') ?? null,
      'a currency as the file writes it',
      (value) => value !== '',
    ),
    tax: choice('tax', given),
    shipping: choice('shipping', given),
    fileTimeZone: text(
      'fileTimeZone',
      given.get('fileTimeZone') ?? null,
      'an IANA time zone such as UTC',
      isTimeZone,
    ),
    timeZone: text(
      'timeZone',
      given.get('timeZone') ?? null,
      'an IANA time zone such as Asia/Shanghai',
      isTimeZone,
    ),
    exportedOn: text('exportedOn', given.get('exportedOn') ?? null, 'a day such as 2026-01-31', isDay),
  };
}

type Choice = keyof typeof CHOICES;

function choice<Name extends Choice>(name: Name, given: ReadonlyMap<string, unknown>): Policies[Name] {
  const allowed: readonly string[] = CHOICES[name];
  const value = given.has(name) ? given.get(name) : DEFAULT_POLICIES[name];
  const isAllowed = (given: unknown): given is Policies[Name] =>
    typeof given === 'string' && allowed.includes(given);
  if (isAllowed(value)) return value;
  return refuse(name, `one of ${allowed.join(', ')}`, value);
}

function statuses(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((status) => typeof status === 'string'))
    return refuse('statuses', 'a list of texts', value);
  return [...value];
}

/** The engine multiplies by decimals of eight places. */
export const RATE_LIMITS = { least: 1e-8, most: 1e9 };

function rates(value: unknown): Record<string, number> {
  const what = 'rates by currency, each a number above zero, such as {"EUR": 7.8}';
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse('rates', what, value);
  const entries: [string, unknown][] = Object.entries(value);
  const isRate = (entry: [string, unknown]): entry is [string, number] =>
    entry[0] !== '__proto__' &&
    typeof entry[1] === 'number' &&
    entry[1] >= RATE_LIMITS.least &&
    entry[1] <= RATE_LIMITS.most;
  return entries.every(isRate) ? Object.fromEntries(entries) : refuse('rates', what, value);
}

function text(name: string, value: unknown, what: string, holds: (value: string) => boolean): string | null {
  if (value === null) return null;
  return typeof value === 'string' && holds(value) ? value : refuse(name, `${what}, or null`, value);
}

/** Whether this browser knows an IANA time zone of that name. */
export function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function isDay(value: string): boolean {
  const time = Date.parse(`${value}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
  );
}

function refuse(name: string, expected: string, value: unknown): never {
  throw new TypeError(
    `Policy “${name}” must be ${expected}; it is ${JSON.stringify(value) ?? String(value)}.`,
  );
}

/**
 * Whether a leading C marks cancelled orders, as in UCI Online Retail: a minority of the order numbers are C and
 * digits, and nearly all the others are digits alone.
 */
export function looksCancelled(orders: readonly string[]): boolean {
  const filled = orders.map((order) => order.trim()).filter((order) => order !== '');
  const cancelled = filled.filter((order) => /^C\d+$/.test(order)).length;
  const digits = filled.filter((order) => /^\d+$/.test(order)).length;
  return cancelled > 0 && cancelled < filled.length / 2 && digits >= (filled.length - cancelled) * 0.95;
}
