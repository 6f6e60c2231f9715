import type { SnapshotPart } from '../engine/protocol';
import scopeSql from '../orders/scope.sql?raw';
import type { Statements } from './lane';

const TABLES = [
  'customers',
  'orders',
  'refunds',
  'products',
  'order_lines',
  'members',
  'costs',
  'data_window',
] as const;

/**
 * The canonical tables as Arrow streams, one a table. A cache: the notebook and the client's files are what counts.
 *
 * A DuckDB file would be smaller, but 1.32 never lets go of the lock on a file it wrote into memory, so its bytes
 * cannot be had.
 */
export async function writeSnapshot(lane: Statements): Promise<SnapshotPart[]> {
  const parts: SnapshotPart[] = [];
  for (const name of TABLES) {
    const bytes = (await lane.bytes(`from shop.${name}`)) as Uint8Array<ArrayBuffer>;
    parts.push({ name, bytes: new Blob([bytes]) });
  }
  return parts;
}

/**
 * Puts a snapshot back in one transaction: the tables before it stand until the last is whole. Rejects where a part
 * cannot be read any more, as browsers that are short of room let it be.
 */
export async function readSnapshot(lane: Statements, parts: readonly SnapshotPart[]): Promise<void> {
  await lane.run('begin transaction');
  try {
    for (const name of TABLES) {
      const part = parts.find((candidate) => candidate.name === name);
      if (!part) throw new Error(`The snapshot has no ${name}`);
      await lane.run(`drop table shop.${name}`);
      await lane.insertArrow('shop', name, new Uint8Array(await part.bytes.arrayBuffer()));
    }
    await lane.run(`${scopeSql}; commit`);
  } catch (error) {
    await lane.runRegardless('rollback');
    throw error;
  }
}
