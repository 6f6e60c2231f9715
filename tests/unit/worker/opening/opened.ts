import { readRows } from '../../../../src/worker/opening/read-rows';
import { openText } from '../../../../src/worker/opening/text';
import type { OpenedTable } from '../../../../src/engine/opening-protocol';
import type { ReadOptions } from '../../../../src/intake/types';

/** Opens text or bytes as a dropped file would be, and reads all its rows. */
export async function opened(content: string | Uint8Array | Blob, chosen: Partial<ReadOptions> = {}) {
  const blob = content instanceof Blob ? content : new Blob([content as BlobPart]);
  const table: OpenedTable = await openText(blob, { path: ['orders.csv'], bytes: blob.size }, chosen);
  const { rows, setAside } = await readRows(table);
  return { table, columns: table.read.columns, rows, setAside };
}
