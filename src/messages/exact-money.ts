import { getLocale } from './speak';

/**
 * An exact decimal written as text, as the reader's language writes money: `"-611342.0900"` → “−611,342.09”.
 * Rounded half away from zero on whole numbers only, since a binary float would lose the very cent the ledger promises.
 * The minus is U+2212 and never stands before a zero. Throws a RangeError on anything else than a decimal.
 */
export function formatExactMoney(text: string, decimals = 2): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?$/.exec(text.trim());
  if (!match) throw new RangeError(`Not an exact decimal: ${text}`);
  const [, sign, whole = '', fraction = ''] = match;
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  const roundUp = (fraction[decimals] ?? '0') >= '5' ? 1n : 0n;
  const units = BigInt(whole + kept) + roundUp;
  const digits = units.toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const grouped = new Intl.NumberFormat(getLocale()).format(BigInt(digits.slice(0, cut)));
  const minus = sign === '-' && units > 0n ? '\u2212' : '';
  return minus + grouped + (decimals > 0 ? decimalPoint() + digits.slice(cut) : '');
}

function decimalPoint(): string {
  const parts = new Intl.NumberFormat(getLocale()).formatToParts(0.5);
  return parts.find((part) => part.type === 'decimal')?.value ?? '.';
}
