import { revenueOf } from '../orders/judgement';
import { changedRefunds, type bind } from '../document/binding';
import { newId } from '../document/create';
import type { Fingerprint, Ledger, Source } from '../document/types';
import type { EngineClient } from '../engine/client';
import type { Failure, ImportChoices, ImportReport, Recipe, Staged } from '../engine/protocol';
import type { SetAsideReason } from '../intake/types';
import { m } from '../messages/speak';
import type { ShapeChange } from './contracts';
import { failureText } from './failure-text';

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
    ...(staged.refunds.length > 0 ? { refunds: staged.refunds } : {}),
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

/** How columns, and tables of refunds, differ from those the notebook was made with; null where they are the same. */
export function changeOfShape(source: Source, staged: Staged): ShapeChange | null {
  const before = source.read.columns;
  const now = staged.read.columns;
  const gone = before.filter((name) => !now.includes(name));
  const added = now.filter((name) => !before.includes(name));
  const refunds = changedRefunds(source.refunds, staged.refunds);
  const changes = [gone, added, refunds.gone, refunds.added];
  if (changes.every(({ length }) => length === 0)) return null;
  const named = (tables: typeof refunds.gone) => tables.map(({ columns }) => columns);
  return { gone, added, refunds: { gone: named(refunds.gone), added: named(refunds.added) } };
}

/** How the next file of a notebook is read. */
export function recipeOf({ mapping, policies, refunds }: Source): Recipe {
  return { mapping, policies, ...(refunds ? { refunds } : {}) };
}

/** What a source is bound to a notebook by. */
export function shapeOf({ fingerprint, read, refunds }: Source): Parameters<typeof bind>[1] {
  return { fingerprint, columns: read.columns, ...(refunds ? { refunds } : {}) };
}

/** A step's value; throws its sentence, after the engine has let go of what was read, where it failed. */
export async function valueOf<T>(
  call: ReturnType<() => Promise<{ ok: true; value: T } | { ok: false; failure: Failure }>>,
  client: EngineClient,
): Promise<T> {
  const outcome = await call;
  if (outcome.ok) return outcome.value;
  await client.discard();
  throw new Error(await failureText(outcome.failure));
}
