import type { Netting } from '../document/types';
import { m } from '../messages/speak';
import { addDecimals } from './ledger-sums';

/** One line of the way from used rows to revenue; a `part` says what the line before is made of and is not added again. */
export interface NettingLine {
  label: string;
  rows: number;
  amount: string;
  part: boolean;
}

/** Purchases, tax and shipping off or on them, refunds by where they count, what the file says was given back; `reconciles` where they add up to revenue. */
export function nettingLines(netting: Netting): { lines: NettingLine[]; reconciles: boolean } {
  const { purchases, tax, shipping, refunds, refunded, restated } = netting;
  const lines: NettingLine[] = [{ label: m.policies_netting_purchases(), ...purchases, part: false }];
  if (tax) lines.push({ label: m.charges_netting_tax(), ...tax, part: false });
  if (shipping) lines.push({ label: m.charges_netting_shipping(), ...shipping, part: false });
  if (refunds.rows > 0 || !(tax ?? shipping))
    lines.push({ label: m.policies_netting_refunds(), ...refunds, part: false });
  if (restated) {
    const ownDate = {
      rows: refunds.rows - restated.rows,
      amount: addDecimals([refunds.amount, negated(restated.amount)]),
    };
    lines.push({ label: m.policies_netting_restated(), ...restated, part: true });
    lines.push({ label: m.policies_netting_own_date(), ...ownDate, part: true });
  }
  if (refunded.rows > 0) lines.push({ label: m.policies_netting_refunded(), ...refunded, part: false });
  const sum = addDecimals(
    [purchases, tax, shipping, refunds, refunded].flatMap((part) => part?.amount ?? []),
  );
  return { lines, reconciles: sum === addDecimals([netting.revenue]) };
}

function negated(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`;
}
