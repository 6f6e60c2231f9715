import type { Ledger } from '../document/types';

/** What a ledger adds up to, exactly. Amounts are decimals written as text, as in the ledger. */
export interface LedgerSums {
  rowsSetAside: number;
  amountSetAside: string;
  /** True where read = used + set aside, to the row and to the last decimal of the amount. */
  reconciles: boolean;
}

export function sumLedger(ledger: Ledger): LedgerSums {
  const amounts = ledger.setAside.map((entry) => entry.amount);
  const rowsSetAside = ledger.setAside.reduce((sum, entry) => sum + entry.rows, 0);
  const amountSetAside = addDecimals(amounts);
  return {
    rowsSetAside,
    amountSetAside,
    reconciles:
      ledger.rowsRead === ledger.rowsUsed + rowsSetAside &&
      addDecimals([ledger.amountUsed, amountSetAside]) === addDecimals([ledger.amountRead]),
  };
}

/** The exact sum of decimals written as text (`-12.5`), without trailing zeros. Throws a RangeError on anything else. */
export function addDecimals(decimals: readonly string[]): string {
  const parts = decimals.map((text) => {
    const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.trim());
    if (!match) throw new RangeError(`Not a decimal: ${text}`);
    return { negative: match[1] === '-', whole: match[2] ?? '0', fraction: match[3] ?? '' };
  });
  const scale = parts.reduce((longest, part) => Math.max(longest, part.fraction.length), 0);
  const sum = parts.reduce((total, part) => {
    const units = BigInt(part.whole + part.fraction.padEnd(scale, '0'));
    return part.negative ? total - units : total + units;
  }, 0n);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, '0');
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '');
  const whole = digits.slice(0, digits.length - scale);
  return `${sum < 0n ? '-' : ''}${whole}${scale > 0 && fraction ? `.${fraction}` : ''}`;
}
