/** Money as whole ten-thousandths, so that sums tie to the cent: the engine's `decimal(…, 4)` written as text. */

const PLACES = 4;
const UNITS = 10n ** BigInt(PLACES);

/** `-12.5` → -125000n. Throws a RangeError for text that is not a decimal of at most four places. */
export function parseExact(text: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(text);
  if (!match) throw new RangeError(`Not an exact amount: ${text}`);
  const units = BigInt(match[2] ?? '0') * UNITS + BigInt((match[3] ?? '').padEnd(PLACES, '0'));
  return match[1] === '-' ? -units : units;
}

/** -125000n → `-12.5000`. */
export function formatExact(units: bigint): string {
  const size = units < 0n ? -units : units;
  const text = `${size / UNITS}.${String(size % UNITS).padStart(PLACES, '0')}`;
  return units < 0n ? `-${text}` : text;
}

export function addExact(amounts: readonly string[]): bigint {
  return amounts.reduce((sum, amount) => sum + parseExact(amount), 0n);
}
