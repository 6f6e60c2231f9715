import { parquetMetadataAsync, parquetScan } from 'hyparquet';
import type { AsyncBuffer, FileMetaData, RowGroup } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { OpenedTable } from '../../engine/opening-protocol';
import type { CsvRecord } from '../../intake/records';
import type { ReadOptions } from '../../intake/types';
import { Refused } from '../failures';
import { bytesAt } from './bytes-at';
import { LIMITS } from './limits';
import { checkPages } from './parquet-pages';
import { PARSERS, readAsStored, textOf, type ColumnText } from './parquet-values';
import { refused, said } from './reasons';
import { openRecords } from './records';
import { isSwollen } from './zip';

const BATCH = 2_000;

/** Opens a Parquet file, one row group at a time. Throws `Refused` where it cannot be read. */
export async function openParquet(
  blob: Blob,
  path: readonly string[],
  chosen: Partial<ReadOptions>,
  onBytes: (bytes: number) => void,
): Promise<OpenedTable> {
  const name = said(path);
  const file: AsyncBuffer = {
    byteLength: blob.size,
    slice: (from, to) => bytesAt(blob, from, to ?? blob.size),
  };
  const metadata = await sound(name, () =>
    parquetMetadataAsync(file, { parsers: PARSERS, geoparquet: false }),
  );
  const columns = await sound(name, async () => readAsStored(metadata));
  refuseSize(metadata, columns.length, blob.size, name);
  const records = rows(file, metadata, columns, name, onBytes);
  const about = { path: [...path], bytes: blob.size, container: 'parquet' as const };
  // Names are in the file's schema: nothing stands above them.
  return openRecords(records, about, { ...chosen, header: true, skip: 0, headerRows: 1 });
}

/** The names, as line 1, then the rows. */
async function* rows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly ColumnText[],
  name: string,
  onBytes: (bytes: number) => void,
): AsyncGenerator<CsvRecord[]> {
  yield [{ line: 1, fields: columns.map((column) => column.name) }];
  const options = {
    file,
    metadata,
    compressors,
    parsers: PARSERS,
    utf8: false,
    useOffsetIndex: false,
    geoparquet: false,
  };
  let line = 2;
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    await sound(name, () => checkPages(file, metadata, group));
    const rowEnd = rowStart + Number(group.num_rows);
    const data = await sound(name, async () => {
      const scan = await parquetScan(options);
      const values = [];
      for (const column of columns)
        values.push(await scan.readColumn({ column: column.name, rowStart, rowEnd }));
      return values;
    });
    const count = rowEnd - rowStart;
    if (data.some((values) => values.length !== count)) throw refused('opening_refused_parquet', { name });
    for (let from = 0; from < count; from += BATCH) {
      const batch: CsvRecord[] = [];
      for (let row = from; row < Math.min(from + BATCH, count); row++) {
        batch.push({
          line: line++,
          fields: columns.map((column, index) => textOf(data[index]![row], column)),
        });
      }
      yield batch;
    }
    rowStart = rowEnd;
    onBytes(Math.round((file.byteLength * rowStart) / Number(metadata.num_rows || 1n)));
  }
}

/** Sizes the file claims, before anything is allocated by them. */
function refuseSize(metadata: FileMetaData, columns: number, bytes: number, name: string): void {
  if (columns > LIMITS.parquetColumns) {
    throw refused('opening_refused_columns', { name, n: LIMITS.parquetColumns });
  }
  const counts = metadata.row_groups.map(({ num_rows }) => Number(num_rows));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.some((count) => !(count >= 0)) || total !== Number(metadata.num_rows)) {
    throw refused('opening_refused_parquet', { name });
  }
  // A cell takes a byte at least when it is written out.
  if (isSwollen(total * columns, bytes)) throw refused('opening_refused_inflated', { name });
  const isLarge = metadata.row_groups.some(
    (group) =>
      groupBytes(group) > LIMITS.parquetGroupBytes || Number(group.num_rows) > LIMITS.parquetGroupRows,
  );
  if (isLarge) throw refused('opening_refused_parquet_size', { name });
}

function groupBytes(group: RowGroup): number {
  return group.columns.reduce(
    (sum, { meta_data }) => sum + Number(meta_data?.total_uncompressed_size ?? 0),
    0,
  );
}

/** Runs a step of the reader, whose errors are its own sentences about the format: all mean that the file is not sound. */
async function sound<T>(name: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof Refused || error instanceof DOMException) throw error;
    throw refused('opening_refused_parquet', { name });
  }
}
