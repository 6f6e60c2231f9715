import type { Reason } from '../intake/types';
import { formatDay, formatInteger, formatNumber, formatPeriod } from './format';
import { say } from './say';
import { getLocale } from './speak';
import { formatExactMoney } from './exact-money';
import { fieldName, isField } from './fields';

/**
 * Says a reason from intake or the engine, which carries raw values: whole numbers get their separators, `first` and
 * `last` are days, `month` is the first day of a month, `revenue` exact money, `field` a field's id. `count` stays a
 * number, for it chooses the plural. Everything else is quoted from the file and said as it stands.
 */
export function sayReason(reason: Reason): string {
  const values = Object.entries(reason.values ?? {}).map(
    ([input, value]) => [input, written(input, value)] as const,
  );
  return say({ key: reason.key, values: Object.fromEntries(values) });
}

function written(input: string, value: string | number): string | number {
  if (input === 'count') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? formatInteger(value) : formatNumber(value);
  switch (input) {
    case 'first':
    case 'last':
      return formatDay(value);
    case 'month':
      return formatPeriod(value, 'month');
    case 'revenue':
      return formatExactMoney(value);
    case 'field':
      return isField(value) ? fieldName(value) : value;
    default:
      return value;
  }
}

/** Several short reasons as one phrase: “25,900 values; one customer each”. */
export function sayTogether(reasons: readonly Reason[], separator: string): string {
  const phrase = reasons.map(sayReason).join(separator);
  return phrase.charAt(0).toLocaleUpperCase(getLocale()) + phrase.slice(1);
}
