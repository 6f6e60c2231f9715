import type { OpenedTable } from '../../engine/opening-protocol';
import { sniffDialect, type SniffedDialect } from '../../intake/dialect';
import { findEncoding } from '../../intake/encoding';
import { countFilled } from '../../intake/layout';
import { reason } from '../../intake/reasons';
import { RecordReader, type CsvRecord, type SplitNotes } from '../../intake/records';
import { refuseBytes } from '../../intake/refusal';
import { TableRows } from '../../intake/table-rows';
import type { EngineText, Encoding, ReadOptions } from '../../intake/types';
import { Refused } from '../failures';
import { decoded, type DecodingNotes } from './decoded';
import { headText, lookAt, wholeLines, type Look } from './look';
import { firstLines } from './record-lines';
import { NUMBERED, notesOf, rewrite } from './rewrite';
import { sampleOf } from './sample-rows';

/** What a table came from: names from the dropped file inwards, and the bytes of the file or entry. */
export interface TextSource {
  path: string[];
  bytes: number;
}

/** Characters after which a record is none. The engine's own limit is as many bytes. */
const LONGEST_RECORD = 4_194_304;

const ENGINE_DELIMITERS: readonly string[] = [',', ';', '\t', '|'] satisfies EngineText['delimiter'][];

/**
 * Delimited or aligned text of any encoding and layout as a table ready for the engine. A file the engine can read as
 * it stands is not touched; what is irregular is rewritten as a stream.
 * Throws `Refused` where the bytes are no table of text. `onBytes` hears how many bytes have been read.
 */
export async function openText(
  blob: Blob,
  about: TextSource,
  chosen: Partial<ReadOptions>,
  onBytes?: (bytes: number) => void,
): Promise<OpenedTable> {
  const { look, encoding, because, sniffed, seen } = await sniff(blob, chosen);
  const hasZeros = hasZeroBytes(look, encoding);
  const read = { ...sniffed.read, encoding };
  if (!isTable(sniffed, seen)) throw new Refused(reason('intake_refused_one_column'));
  const table = {
    ...about,
    container: 'text' as const,
    read,
    evidence: { ...sniffed.evidence, encoding: because },
    ...sampleOf(seen.head, seen.further),
    recordLines: seen.recordLines,
  };
  if (encoding === 'utf-8' && !hasZeros && isPlain(read, seen)) {
    onBytes?.(blob.size);
    return {
      ...table,
      text: blob,
      engine: engineTextOf(read),
      aside: [],
      notes: look.isWhole ? seen.notesIfWhole : [],
    };
  }
  const decoding: DecodingNotes = { zeros: 0, undecodable: 0 };
  const reader = new RecordReader(sniffed.dialect, sniffed.expected);
  const layout = { ...sniffed.layout, columns: read.columns };
  const { text, aside, blanks } = await rewrite(
    recordsOf(decoded(blob, encoding, decoding, onBytes), reader),
    layout,
  );
  return { ...table, text, engine: NUMBERED, aside, notes: notesOf(reader.notes, decoding, blanks) };
}

/** What a look at a file tells. Throws `Refused` where the bytes are no text. */
async function sniff(blob: Blob, chosen: Partial<ReadOptions>) {
  const look = await lookAt(blob);
  const refusal = refuseBytes(look.head, blob.size);
  if (refusal) throw new Refused(refusal);
  const { encoding, because } = findEncoding([look.head, ...look.slices], !look.isWhole, chosen.encoding);
  const head = headText(look, encoding).replaceAll('\0', '');
  const sniffed = sniffDialect(head, chosen);
  return { look, encoding, because, sniffed, seen: examine(look, head, encoding, sniffed) };
}

/**
 * All records of a text file as `openText` splits it, names and lines that are no rows included, in batches.
 * `knownLines` of its first rows are those that `openText` tells.
 */
export async function readRecords(
  blob: Blob,
  read: ReadOptions,
): Promise<{ knownLines: number[]; batches: AsyncGenerator<CsvRecord[]> }> {
  const { encoding, sniffed, seen } = await sniff(blob, read);
  const reader = new RecordReader(sniffed.dialect, sniffed.expected);
  const pieces = decoded(blob, encoding, { zeros: 0, undecodable: 0 });
  return { knownLines: sampleOf(seen.head, seen.further).lines, batches: recordsOf(pieces, reader) };
}

/** A table has two columns: two names, or two things in a row. Prose with a comma in it has neither. */
function isTable({ read, layout }: SniffedDialect, { head }: Seen): boolean {
  if (read.columns.length < 2) return false;
  return countFilled(layout.header ?? []) > 1 || head.some(({ fields }) => countFilled(fields) > 1);
}

async function* recordsOf(
  pieces: AsyncIterable<{ text: string; isLast: boolean }>,
  reader: RecordReader,
): AsyncGenerator<CsvRecord[]> {
  for await (const { text, isLast } of pieces) {
    yield reader.push(text, isLast);
    // A line without an end would take the memory of the whole file.
    if (reader.waiting > LONGEST_RECORD) throw new Refused(reason('intake_refused_long_line'));
  }
}

function hasZeroBytes({ head, slices, tail }: Look, encoding: Encoding): boolean {
  return (
    !encoding.startsWith('utf-16') &&
    [head, ...slices, ...(tail ? [tail] : [])].some((piece) => piece.includes(0))
  );
}

/** Rows that were seen, and what in them the engine would not read as it should. */
interface Seen {
  head: CsvRecord[];
  further: CsvRecord[];
  notes: SplitNotes;
  isRegular: boolean;
  recordLines: number[];
  notesIfWhole: OpenedTable['notes'];
}

function examine(look: Look, head: string, encoding: Encoding, sniffed: SniffedDialect): Seen {
  const { layout, dialect, expected } = sniffed;
  const reader = new RecordReader(dialect, expected);
  const table = new TableRows(layout);
  const records = reader.push(head, true);
  const rows = table.push(records);
  if (look.isWhole) table.end();
  // Further on there are no names, and where quoted fields hold line breaks a piece may start inside one.
  const further: CsvRecord[] = [];
  let isRegular = table.aside.length === 0 && table.allBlanks === 0 && records[0]?.line === 1;
  const pieces = [
    ...look.slices.map((piece) => ({ piece, isEnd: false })),
    ...(look.tail ? [{ piece: look.tail, isEnd: true }] : []),
  ];
  for (const { piece, isEnd } of pieces) {
    const later = new RecordReader(dialect, expected);
    const below = new TableRows({ ...layout, skip: 0, headerRows: 0 });
    const found = below.push(later.push(wholeLines(piece, encoding, isEnd), true));
    if (isEnd) below.end();
    else further.push(...found);
    if (below.aside.length > 0 || below.allBlanks > 0) isRegular = false;
    if (reader.notes.multiline === 0 && !isAsWritten(later.notes)) isRegular = false;
  }
  return {
    head: rows,
    further,
    notes: reader.notes,
    recordLines: firstLines(records),
    isRegular: isRegular && isAsWritten(reader.notes),
    notesIfWhole: notesOf(reader.notes, { zeros: 0, undecodable: 0 }, table.blanks),
  };
}

/** Whether the engine reads these records as they were read here. */
function isAsWritten(notes: SplitNotes): boolean {
  const odd = notes.badCloses + notes.runaways + notes.spaced + notes.otherDelimiter + notes.loneReturns;
  return odd === 0;
}

function isPlain(read: ReadOptions, seen: Seen): boolean {
  if (!ENGINE_DELIMITERS.includes(read.delimiter) || read.skip > 0 || read.headerRows > 1) return false;
  return seen.isRegular && (read.escape !== '\\' || seen.notes.escapes === 0);
}

function engineTextOf({ delimiter, quote, escape, header }: ReadOptions): EngineText {
  return { delimiter: delimiter as EngineText['delimiter'], quote, escape, header, numbered: false };
}
