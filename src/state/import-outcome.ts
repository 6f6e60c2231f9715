import { revenueOf } from '../orders/judgement';
import { newId } from '../document/create';
import type { Fingerprint, Ledger, Source } from '../document/types';
import type { ImportChoices, ImportReport, Staged } from '../engine/protocol';
import type { SetAsideReason } from '../intake/types';
import { m } from '../messages/speak';

/** What was dropped or chosen together, under one name. */
export interface Drop {
  files: readonly File[];
  /** The one file's name, or the first's and how many more. */
  name: string;
}

export function dropOf(files: readonly File[]): Drop {
  const [first] = files;
  if (!first) throw new Error('Nothing was dropped');
  const more = files.length - 1;
  return {
    files,
    name: more === 0 ? first.name : m.state_files_more({ name: first.name, count: more, n: String(more) }),
  };
}

export function sourceOf(
  drop: Drop,
  staged: Staged,
  choices: ImportChoices,
  fingerprint: Fingerprint,
  ledger: Ledger,
): Source {
  return {
    id: newId(),
    name: drop.name,
    bytes: fingerprint.bytes,
    rows: ledger.rowsRead,
    fingerprint,
    read: staged.read,
    ...choices,
    ledger,
  };
}

/** `online_retail.csv` → “Online retail”. */
export function titleOf({ files }: Drop): string {
  const fileName = files[0]?.name ?? '';
  const words = fileName
    .replace(/\.[^.]*$/, '')
    .replace(/[_-]+/g, ' ')
    .trim();
  return words === '' ? fileName : words[0]?.toLocaleUpperCase() + words.slice(1);
}

export function reportOf(ledger: Ledger, staged: Staged, warnings: string[]): ImportReport {
  return {
    rowsRead: ledger.rowsRead,
    rowsUsed: ledger.rowsUsed,
    setAside: ledger.setAside.map(({ reason, rows, amount }) => ({
      reason: reason as SetAsideReason,
      rows,
      amount: Number(amount),
    })),
    orders: ledger.orders,
    customers: ledger.customers,
    revenue: Number(revenueOf(ledger)),
    mapping: staged.mapping,
    evidence: staged.guesses,
    warnings,
  };
}
