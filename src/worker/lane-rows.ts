import { decodeTable } from '../engine/decode';
import type { Row } from '../analyses/define';
import type { Statements } from './lane';

/** Rows of a small result of our own. */
export async function rowsOf<T = Row>(lane: Statements, sql: string): Promise<T[]> {
  return decodeTable(await lane.table(sql)) as T[];
}

/** How many rows a table of the import has. */
export async function countOf(
  lane: Statements,
  table: 'staging.lines' | 'staging.rejected',
): Promise<number> {
  const [counted] = await rowsOf<{ rows: number }>(lane, `select count(*)::integer as rows from ${table}`);
  return counted?.rows ?? 0;
}
