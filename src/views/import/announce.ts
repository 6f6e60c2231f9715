import type { Assessment } from '../../engine/protocol';
import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { ImportState } from '../../state/contracts';
import { formatExactMoney } from '../../messages/exact-money';
import { fieldName } from '../../messages/fields';
import { sayReason } from '../../messages/reasons';
import { revenueOf } from '../../orders/judgement';

/** Why a file cannot be imported yet, as a sentence; null where it can. Nothing is said before the first assessment. */
export function blockedBecause(assessment: Assessment | null, dayOrderUndecided: boolean): string | null {
  if (assessment && assessment.missing.length > 0) {
    const fields = assessment.missing
      .map((field) => (field === 'amount' ? m.import_missing_amount() : fieldName(field)))
      .join(m.import_missing_separator());
    return m.import_missing({ fields });
  }
  const [question] = assessment?.questions ?? [];
  if (question) return sayReason(question);
  if (dayOrderUndecided) return m.import_blocked_dates();
  if (assessment && assessment.ledger.orders === 0) return m.import_blocked_no_orders();
  return null;
}

/**
 * What the live region says: each phase once, and the outcome of each new assessment or what stands in the way of it. Progress is not announced, a
 * progress bar tells it when asked.
 */
export function announcement(
  phase: ImportState['phase'],
  assessment: Assessment | null,
  assessing: boolean,
  blocked: string | null,
): string {
  switch (phase.kind) {
    case 'closed':
      return '';
    case 'reading':
      return m.import_reading_title({ name: phase.name });
    case 'building':
      return m.import_building_title({ name: phase.name });
    case 'refused':
      return sayReason(phase.reason);
    case 'mapping': {
      if (!assessment) return m.import_announce_mapping({ rows: formatInteger(phase.staged.rowsRead) });
      if (assessing) return m.import_assessing();
      if (blocked) return blocked;
      const { ledger } = assessment;
      return m.import_announce_assessed({
        used: formatInteger(ledger.rowsUsed),
        setAside: formatInteger(ledger.rowsRead - ledger.rowsUsed),
        orders: formatInteger(ledger.orders),
        amount: formatExactMoney(revenueOf(ledger)),
      });
    }
  }
}
