import { formatInteger } from '../../messages/format';
import { m } from '../../messages/speak';
import type { Agreement, ResultAgreement } from '../../sharing/agreement';

/** “All 1,204 numbers agree”, or how many do not, of everything or of one result. */
export function agreementWords(of: Agreement | ResultAgreement): string {
  const differences =
    'allAgree' in of ? of.differences : of.differences + of.missingRows.length + of.newRows.length;
  if ('allAgree' in of && of.cells.length === 0) return m.sharing_nothing_compared();
  return differences === 0
    ? m.sharing_agree_all({ count: of.same, n: formatInteger(of.same) })
    : m.sharing_differ({ count: differences, n: formatInteger(differences), same: formatInteger(of.same) });
}

/** What became of one cell's results; null where none of its own was compared. */
export function cellAgreement(agreement: Agreement, cellId: string): Agreement | null {
  const cells = agreement.cells.filter((each) => each.cellId === cellId);
  if (cells.length === 0) return null;
  const same = cells.reduce((sum, each) => sum + each.same, 0);
  const differences = cells.reduce(
    (sum, each) => sum + each.differences + each.missingRows.length + each.newRows.length,
    0,
  );
  return { cells, notCompared: [], same, differences, allAgree: differences === 0 };
}
