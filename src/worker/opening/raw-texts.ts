import type { RawText, WantedTexts } from '../../engine/opening-protocol';
import { parseRecords } from '../../intake/dialect';
import type { CsvRecord } from '../../intake/records';
import type { Delimiter } from '../../intake/types';
import { collect, entryBytes, gunzipped, Inflated } from './inflate';
import { kindOf } from './signatures';
import { readRecords } from './text';
import { readZip } from './zip';

type Texts = (RawText | null)[];

/**
 * Rows of text files as these have them, quotes and all, for each table in the order of its lines. The files are read
 * once more, as streams. What is no text, is not found again, or is not the row that was meant, is null.
 * Throws `Refused` where a file has gone.
 */
export async function rawTexts(files: readonly File[], wanted: readonly WantedTexts[]): Promise<Texts[]> {
  const found = new Map<string, Texts>();
  const inflated = new Inflated();
  for (const file of files) {
    const path = [file.webkitRelativePath || file.name];
    // Two files of one name cannot be told apart.
    const isAlone =
      files.filter((other) => (other.webkitRelativePath || other.name) === path[0]).length === 1;
    if (isAlone) await readInto(found, file, path, wanted, inflated);
  }
  return wanted.map(({ path, lines }) => found.get(keyOf(path)) ?? lines.map(() => null));
}

const keyOf = (path: readonly string[]): string => JSON.stringify(path);
const name = (path: readonly string[]): string => path.join('/');

/** Only what leads to a wanted table is unpacked. */
async function readInto(
  found: Map<string, Texts>,
  blob: Blob,
  path: string[],
  wanted: readonly WantedTexts[],
  inflated: Inflated,
): Promise<void> {
  const inside = wanted.filter((table) => path.every((step, index) => table.path[index] === step));
  if (inside.every(({ lines }) => lines.length === 0)) return;
  const kind = await kindOf(blob, name(path));
  if (kind === 'gzip') {
    const inner = await gunzipped(blob, path, inflated, () => undefined);
    return readInto(found, inner, path, inside, inflated);
  }
  const [table] = inside.filter((one) => one.path.length === path.length);
  if (kind === 'text' && table) found.set(keyOf(path), await textsOf(blob, table));
  if (kind !== 'zip') return;
  const zip = await readZip(blob, path);
  for (const entry of zip.entries) {
    const entryPath = [...path, entry.name];
    if (!inside.some((one) => one.path.length > path.length && one.path[path.length] === entry.name))
      continue;
    const unpacked = await collect(entryBytes(zip, entry, inflated, () => undefined));
    await readInto(found, unpacked, entryPath, inside, inflated);
  }
}

async function textsOf(blob: Blob, table: WantedTexts): Promise<Texts> {
  const { knownLines, batches } = await readRecords(blob, table.read);
  const lastKnown = knownLines.at(-1) ?? 0;
  // Without numbers, lines behind the head were counted without blank ones, and without breaks inside fields where the
  // sample has none: which of the two finds the rows tells.
  const ways = table.isNumbered ? [new Finder(table)] : [new Finder(table), new Finder(table)];
  let [blanks, breaks, expected] = [0, 0, 1];
  for await (const records of batches) {
    for (const record of records) {
      if (record.line > lastKnown) blanks += record.line - expected;
      const own = breaksIn(record.text ?? '');
      expected = record.line + 1 + own;
      ways[0]?.see(record, table.isNumbered ? record.line : record.line - blanks);
      ways[1]?.see(record, record.line - blanks - breaks);
      breaks += own;
    }
    if (ways.every(({ isDone }) => isDone)) break;
  }
  return ways.reduce((best, way) => (way.hits > best.hits ? way : best)).found;
}

/** Finds the wanted rows of a table by the lines they were said to stand on, as its records pass. */
class Finder {
  readonly found: Texts;
  hits = 0;
  private next = 0;

  constructor(private readonly table: WantedTexts) {
    this.found = table.lines.map(() => null);
  }

  get isDone(): boolean {
    return this.next >= this.table.lines.length;
  }

  see(record: CsvRecord, line: number): void {
    const { lines, texts, isNumbered, read } = this.table;
    while (this.next < lines.length && lines[this.next]! < line) this.next += 1;
    if (lines[this.next] !== line || record.text === undefined) return;
    if (isNumbered || isSame(record, texts[this.next] ?? '', read.delimiter)) {
      this.found[this.next] = { line: record.line, text: record.text };
      this.hits += 1;
    }
    this.next += 1;
  }
}

/** Whether a record holds the fields of a row that was written again. Blank fields at the end may be missing in either. */
function isSame({ fields, text }: CsvRecord, written: string, delimiter: Delimiter): boolean {
  if (text === written) return true;
  // Read like a file of one line only where it has to be: a million of them take seconds.
  const other = written.includes('"')
    ? (parseRecords(written, { delimiter, quote: '"', escape: '"' }, 1)[0]?.fields ?? [])
    : written.split(delimiter);
  const width = Math.max(fields.length, other.length);
  for (let at = 0; at < width; at += 1) if ((fields[at] ?? '') !== (other[at] ?? '')) return false;
  return true;
}

function breaksIn(text: string): number {
  return text.includes('\n') || text.includes('\r') ? text.split(/\r\n|\n|\r/).length - 1 : 0;
}
