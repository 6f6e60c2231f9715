import type { OpenedTable } from '../../engine/opening-protocol';
import type { CsvRecord } from '../../intake/records';
import type { ReadOptions } from '../../intake/types';
import { decoded, type DecodingNotes } from './decoded';
import { HtmlTooLarge } from './html';
import { HtmlCells } from './html-cells';
import { markupEncoding } from './markup';
import { openRecords } from './records';
import { refused, said } from './reasons';
import { notesOf } from './rewrite';

/**
 * Opens the rows of a web page's tables, as the back ends of shops write them under the name `.xls`. All rows of the
 * page come in their order, so that what is not of the table is set aside and not lost.
 * Throws `Refused` where the page holds no table.
 */
export async function openHtml(
  blob: Blob,
  path: readonly string[],
  chosen: Partial<ReadOptions>,
  onBytes: (bytes: number) => void,
): Promise<OpenedTable> {
  const name = said(path);
  const encoding = await markupEncoding(blob);
  const about = { path: [...path], bytes: blob.size, container: 'html' as const };
  const decoding: DecodingNotes = { zeros: 0, undecodable: 0 };
  const pieces = decoded(blob, encoding, decoding, onBytes);
  try {
    const table = await openRecords(records(pieces), about, chosen);
    if (table.read.columns.length < 2) throw refused('opening_refused_web_table', { name });
    table.notes.push(...notesOf(null, decoding, 0));
    return table;
  } catch (error) {
    throw error instanceof HtmlTooLarge ? refused('opening_refused_web_size', { name }) : error;
  }
}

async function* records(
  pieces: AsyncIterable<{ text: string; isLast: boolean }>,
): AsyncGenerator<CsvRecord[]> {
  const cells = new HtmlCells();
  for await (const { text, isLast } of pieces) {
    const rows = cells.push(text, isLast);
    if (rows.length > 0) yield rows;
  }
}
