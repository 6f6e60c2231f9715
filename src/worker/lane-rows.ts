import { decodeTable } from '../engine/decode';
import type { Row } from '../analyses/define';
import type { Statements } from './lane';

/** Rows of a small result of our own. */
export async function rowsOf<T = Row>(lane: Statements, sql: string): Promise<T[]> {
  return decodeTable(await lane.table(sql)) as T[];
}
