import type { ColumnContent } from './content';
import { fieldsNamed } from './fields';
import { normaliseId, readIds } from './identifiers';
import { looksCancelled } from './policies';
import { counted, reason } from './reasons';
import type { ColumnProfile, Field, Guess, Reason } from './types';
import { valueReason } from './value-reasons';

const VALUE_COUNTS: ReadonlySet<Field> = new Set<Field>([
  'customer',
  'order',
  'product',
  'productName',
  'category',
  'channel',
  'store',
  'region',
  'coupon',
  'status',
  'currency',
]);

/** Why a column is taken for a field: fragments, the most telling first. */
export function becauseOf(field: Field, content: ColumnContent, profile: ColumnProfile): Reason[] {
  const said: Reason[] = [];
  if (VALUE_COUNTS.has(field)) said.push(counted('intake_because_values', profile.distinct));
  if (field === 'order' && looksCancelled(content.values)) said.push(reason('intake_because_cancels'));
  if (field === 'orderedAt') said.push(...becauseOfDates(content));
  if (isAmountLike(field)) said.push(...becauseOfNumbers(content));
  if (field === 'email' && content.emailShare >= 0.5) said.push(reason('intake_because_email'));
  if (field === 'phone' && content.phoneShare >= 0.5) said.push(reason('intake_because_phone'));
  if (profile.blank > 0) said.push(counted('intake_because_blank', profile.blank));
  if (field === 'customer' || field === 'order') said.push(...becauseOfIds(content));
  if (said.length === 0 && fieldsNamed(profile.name).length > 0) said.push(reason('intake_because_named'));
  return said;
}

/** The same guesses with counts of the whole file, once it has been profiled. */
export function recount(guesses: readonly Guess[], profiles: readonly ColumnProfile[]): Guess[] {
  const byName = new Map(profiles.map((profile) => [profile.name, profile]));
  return guesses.map((guess) => {
    const profile = byName.get(guess.column);
    if (!profile) return guess;
    const because = guess.because.map((said) => {
      if (said.key === 'intake_because_values') return counted('intake_because_values', profile.distinct);
      return said.key === 'intake_because_blank' ? counted('intake_because_blank', profile.blank) : said;
    });
    return { ...guess, because };
  });
}

/** Counted over the whole column once it is read as numbers. */
export function signsBecause(belowZero: number, zero: number): Reason[] {
  return [
    ...(belowZero > 0 ? [counted('intake_because_below_zero', belowZero)] : []),
    ...(zero > 0 ? [counted('intake_because_zero', zero)] : []),
  ];
}

/** First and last day of the whole column, as ISO days. */
export function spanBecause(first: string, last: string): Reason {
  return reason('intake_because_span', { first, last });
}

function isAmountLike(field: Field): boolean {
  return ['amount', 'quantity', 'unitPrice', 'discount', 'refund'].includes(field);
}

function becauseOfDates({ dates }: ColumnContent): Reason[] {
  const said: Reason[] = [];
  if (dates.ambiguous) said.push(reason('intake_because_day_or_month'));
  const [reading] = dates.readings;
  if (reading?.kind === 'serial') return [valueReason('values_because_serial')];
  if (reading?.kind === 'epoch') return [valueReason('values_because_utc')];
  if (reading?.kind === 'formats' && reading.monthNames) said.push(valueReason('values_because_month_names'));
  said.push(reason(dates.hasZone ? 'intake_because_zone_ignored' : 'intake_because_wall_clock'));
  return said;
}

function becauseOfNumbers({ numbers, wholeShare }: ColumnContent): Reason[] {
  const { reading, unreadable } = numbers;
  const said: Reason[] = [];
  if (wholeShare === 1) said.push(reason('intake_because_whole_numbers'));
  else
    said.push(
      reason(reading.decimal === ',' ? 'intake_because_decimal_comma' : 'intake_because_decimal_point'),
    );
  if (reading.currencySign !== undefined)
    said.push(reason('intake_because_sign', { sign: reading.currencySign }));
  const [example] = unreadable;
  if (example !== undefined) said.push(reason('intake_because_unread', { example }));
  return said;
}

function becauseOfIds({ values }: ColumnContent): Reason[] {
  const reading = readIds(values);
  const [example] = values;
  if (!reading.dropPointZero || example === undefined) return [];
  return [reason('intake_because_kept_as_text', { example, as: normaliseId(example, reading) })];
}
