import { parquetSchema } from 'hyparquet';
import type { AsyncBuffer, ColumnMetaData, FileMetaData, PageHeader, RowGroup } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { compressors } from 'hyparquet-compressors';
import { LIMITS } from './limits';
import { isSwollen } from './zip';

/** How deep a column is nested: the highest repetition and definition levels of its values. */
interface Levels {
  repetition: number;
  definition: number;
}

/** Values that may pad the last run of packed ones. Runs are of eight; writers reserve up to 63 of them. */
const PADDING = 512;
/** Values and parts of a block of deltas: writers use 128 and 4. */
const DELTA_BLOCK = 1_048_576;
const DELTA_PARTS = 65_536;

/**
 * Looks at the pages of a row group before they are read. The reader believes what pages say: how many values they hold
 * and how often one is repeated, and a few bytes can say two thousand million, which ends a tab rather than a worker.
 * Throws an Error where a page says more than its column has.
 */
export async function checkPages(file: AsyncBuffer, metadata: FileMetaData, group: RowGroup): Promise<void> {
  for (const { meta_data: column } of group.columns) {
    if (!column) throw new Error('a column without metadata');
    const start = Number(column.dictionary_page_offset || column.data_page_offset);
    const values = Number(column.num_values);
    if (!(values >= 0 && values <= LIMITS.parquetGroupRows)) throw new Error('more values than are read');
    const view = new DataView(await file.slice(start, start + Number(column.total_compressed_size)));
    const levels = levelsOf(metadata, column.path_in_schema);
    const reader = { view, offset: 0 };
    for (let left = values; left > 0 && reader.offset < view.byteLength - 1;) {
      const header = parquetHeader(reader);
      const { uncompressed_page_size: size, compressed_page_size: packed } = header;
      const isSound =
        packed >= 0 && size >= 0 && size <= LIMITS.parquetGroupBytes && !isSwollen(size, packed);
      if (!isSound || reader.offset + packed > view.byteLength) throw new Error('a page of no size');
      // Booleans pack eight to a byte.
      if (!isCount(header.dictionary_page_header?.num_values ?? 0, size * 8))
        throw new Error('a dictionary too long');
      const inPage = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values ?? 0;
      if (!isCount(inPage, left)) throw new Error('more values than the column');
      const bytes = new Uint8Array(view.buffer, view.byteOffset + reader.offset, packed);
      if (header.data_page_header) checkPage(unpacked(bytes, size, column), header, levels, column);
      else if (header.data_page_header_v2) checkPageV2(bytes, header, levels, column);
      left -= inPage;
      reader.offset += packed;
    }
  }
}

function isCount(value: number, most: number): boolean {
  return value >= 0 && value <= most;
}

function levelsOf(metadata: FileMetaData, path: readonly string[]): Levels {
  const levels = { repetition: 0, definition: 0 };
  let at = parquetSchema(metadata);
  for (const name of path) {
    const next = at.children.find(({ element }) => element.name === name);
    if (!next) throw new Error('a column that is not in the schema');
    if (next.element.repetition_type !== 'REQUIRED') levels.definition++;
    if (next.element.repetition_type === 'REPEATED') levels.repetition++;
    at = next;
  }
  return levels;
}

function unpacked(bytes: Uint8Array, size: number, { codec }: ColumnMetaData): Uint8Array {
  if (codec === 'UNCOMPRESSED') return bytes;
  const unpack = compressors[codec];
  if (!unpack) throw new Error('a way of packing that is not known');
  return unpack(bytes, size);
}

/** Data page of version 1: levels with their lengths before them, then the values. */
function checkPage(page: Uint8Array, header: PageHeader, levels: Levels, column: ColumnMetaData): void {
  const view = viewOf(page);
  const { num_values: count, encoding } = header.data_page_header!;
  let at = 0;
  for (const highest of [levels.repetition, levels.definition]) {
    if (highest === 0) continue;
    const length = view.getUint32(at, true);
    checkRuns(view, at + 4, at + 4 + length, widthOf(highest), count);
    at += 4 + length;
  }
  checkValues(view, at, encoding, column, count);
}

/** Data page of version 2: levels first and never packed, their lengths in the header. */
function checkPageV2(bytes: Uint8Array, header: PageHeader, levels: Levels, column: ColumnMetaData): void {
  const page = header.data_page_header_v2!;
  const { repetition_levels_byte_length: first, definition_levels_byte_length: second } = page;
  const size = header.uncompressed_page_size - first - second;
  if (!isCount(page.num_nulls, page.num_values) || first < 0 || second < 0 || size < 0) {
    throw new Error('a page whose parts are longer than it');
  }
  const view = viewOf(bytes);
  if (levels.repetition > 0) checkRuns(view, 0, first, widthOf(levels.repetition), page.num_values);
  if (levels.definition > 0)
    checkRuns(view, first, first + second, widthOf(levels.definition), page.num_values);
  const rest = bytes.subarray(first + second);
  const values = page.is_compressed === false ? rest : unpacked(rest, size, column);
  checkValues(viewOf(values), 0, page.encoding, column, page.num_values - page.num_nulls);
}

function checkValues(
  view: DataView,
  at: number,
  encoding: string,
  column: ColumnMetaData,
  count: number,
): void {
  if (encoding === 'RLE' && column.type === 'BOOLEAN') {
    checkRuns(view, at + 4, at + 4 + view.getUint32(at, true), 1, count);
  } else if (/DICTIONARY|^RLE$/.test(encoding)) {
    const width = view.getUint8(at);
    if (width > 0) checkRuns(view, at + 1, view.byteLength, width, count);
  } else if (encoding.startsWith('DELTA')) {
    const block = varInt(view, at, view.byteLength);
    const parts = varInt(view, block.next, view.byteLength);
    if (block.value > DELTA_BLOCK || parts.value > DELTA_PARTS || parts.value < 1)
      throw new Error('a block of no size');
  }
}

/**
 * Runs of the RLE and bit-packed hybrid (Parquet's Encodings.md), up to `count` values or the end: blanks have none.
 * Throws where a run is longer than the values that are left.
 */
function checkRuns(view: DataView, from: number, end: number, width: number, count: number): void {
  if (end > view.byteLength || width > 32) throw new Error('runs beyond their page');
  let left = count;
  let at = from;
  while (left > 0 && at < end) {
    const header = varInt(view, at, end);
    const run = header.value >>> 1;
    const isPacked = (header.value & 1) === 1;
    const values = isPacked ? run * 8 : run;
    if (values > left + (isPacked ? PADDING : 0)) throw new Error('a run longer than its page');
    left -= values;
    at = header.next + (isPacked ? run * width : Math.ceil(width / 8));
  }
}

/** Bits that hold a level. */
function widthOf(highest: number): number {
  return 32 - Math.clz32(highest);
}

/** An unsigned LEB128 number of up to 32 bits. */
function varInt(view: DataView, from: number, end: number): { value: number; next: number } {
  let value = 0;
  for (let at = from, shift = 0; at < end && shift < 35; at++, shift += 7) {
    const byte = view.getUint8(at);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return { value: value >>> 0, next: at + 1 };
  }
  throw new Error('a number without an end');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
