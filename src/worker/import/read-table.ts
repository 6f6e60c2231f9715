import { readAllRows } from '../../orders/read-lines';
import type { ReadOptions } from '../../intake/types';
import type { Staged } from '../../engine/protocol';
import type { Database } from '../database';
import type { Statements } from '../lane';
import { rowsOf } from '../lane-rows';
import { inspect } from './inspect';

const FILE_NAME = 'imp/table.csv';

export interface TextTable {
  columns: string[];
  rows: string[][];
  evidence: Staged['readEvidence'];
  /** Rows that could not be read as fields, with their line and text. */
  rejected: { line: number; text: string }[];
}

/** A file as import reads it, before any meaning is given to its columns. Throws `Refused` as an import would. */
export async function readTable(
  database: Database,
  lane: Statements,
  file: File,
  chosen?: Partial<ReadOptions>,
): Promise<TextTable> {
  const { read, evidence } = await inspect(file, chosen);
  await lane.run('drop table if exists rejects; drop table if exists rejects_scan');
  const rows = await database.withFile(FILE_NAME, file, () =>
    rowsOf<Record<string, string | null>>(lane, readAllRows(FILE_NAME, read)),
  );
  const rejected = await rowsOf<{ line: number; text: string }>(
    lane,
    `select line::integer as line, coalesce(any_value(csv_line), '')::varchar as text from rejects group by line order by line`,
  );
  return {
    columns: read.columns,
    rows: rows.map((row) => read.columns.map((_, index) => row[`c${index + 1}`] ?? '')),
    evidence: { ...evidence, dates: { key: 'intake_read_dates_none' } },
    rejected,
  };
}
