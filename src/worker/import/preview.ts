import { readShownRows } from '../../orders/read-lines';
import allSetAsideSql from '../../orders/all-set-aside.sql?raw';
import shownSql from '../../orders/shown.sql?raw';
import type { Assessment } from '../../engine/protocol';
import type { Field, Mapping, ReadOptions, SetAsideReason } from '../../intake/types';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';

type ReadFile = <T>(work: (name: string) => Promise<T>) => Promise<T>;
type PreviewRow = Assessment['preview'][number];

/** Rows shown in the dialog: the first used, then the first of each kind set aside. */
export function previewOf(
  lane: Statements,
  readFile: ReadFile,
  read: ReadOptions,
  mapping: Mapping,
): Promise<PreviewRow[]> {
  return shownRows(lane, readFile, read, mapping, shownSql);
}

/** Every row set aside, in the order of the file. */
export function setAsideRows(
  lane: Statements,
  readFile: ReadFile,
  read: ReadOptions,
  mapping: Mapping,
): Promise<PreviewRow[]> {
  return shownRows(lane, readFile, read, mapping, allSetAsideSql);
}

async function shownRows(
  lane: Statements,
  readFile: ReadFile,
  read: ReadOptions,
  mapping: Mapping,
  choose: string,
): Promise<PreviewRow[]> {
  await lane.run(choose);
  const rows = await readFile((name) =>
    rowsOf<Record<string, string | number | null>>(lane, readShownRows(name, read)),
  );
  const headerLines = read.header ? 1 : 0;
  return rows.map((row) => {
    const reason = (row.reason ?? null) as SetAsideReason | null;
    return {
      line: Number(row.row_id) + 1 + headerLines,
      values: read.columns.map((_, index) => String(row[`c${index + 1}`] ?? '')),
      reason,
      column: reason === null ? null : columnAtFault(reason, mapping),
    };
  });
}

const FAULTS: Partial<Record<SetAsideReason, readonly Field[]>> = {
  unreadable_date: ['orderedAt'],
  unreadable_amount: ['amount', 'unitPrice', 'quantity'],
  no_customer: ['customer'],
  status: ['status'],
  currency: ['currency'],
  refund: ['order', 'amount', 'quantity'],
  zero_value: ['amount', 'unitPrice'],
};

function columnAtFault(reason: SetAsideReason, mapping: Mapping): string | null {
  const field = FAULTS[reason]?.find((candidate) => mapping[candidate] !== undefined);
  return field === undefined ? null : (mapping[field] ?? null);
}
