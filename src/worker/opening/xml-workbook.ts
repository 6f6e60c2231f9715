import type { OpenChoices, OpenedTable } from '../../engine/opening-protocol';
import type { CsvRecord } from '../../intake/records';
import { decoded } from './decoded';
import { LIMITS } from './limits';
import { markupEncoding } from './markup';
import { opening, refused, said } from './reasons';
import { openRecords } from './records';
import { chooseSheet, LOOK, type NamedSheet } from './sheet-choice';
import { XmlError, XmlReader, type XmlAttributes, type XmlHandler } from './xml';

interface XmlSheet extends NamedSheet {
  /** Its place among the sheets, from 0. */
  at: number;
  /** Its first rows. */
  rows: string[][];
}

/**
 * Opens “XML Spreadsheet 2003”, which reporting programs write under the name `.xls`: the sheets named in `choices`,
 * else the first that holds a table. Throws `Refused` where there is none, or the file is no such XML.
 */
export async function openXmlWorkbook(
  blob: Blob,
  path: readonly string[],
  choices: OpenChoices,
  onBytes: (bytes: number) => void,
): Promise<{ tables: OpenedTable[]; names: string[]; chosen: string[] }> {
  const name = said(path);
  const sheets = await sheetsIn(blob, name);
  const named = sheets.filter((sheet) => choices.sheets?.includes(sheet.name));
  const choice =
    named.length > 0
      ? { sheets: named, alike: [] }
      : await chooseSheet(sheets, ({ rows }) => Promise.resolve(rows));
  if (choice.sheets.length === 0) throw refused('opening_refused_no_sheet', { name });
  const [first, ...more] = choice.alike;
  const tables: OpenedTable[] = [];
  for (const sheet of choice.sheets) {
    const about = { path: [...path, sheet.name], bytes: blob.size, container: 'workbook' as const };
    const table = await openRecords(records(blob, name, sheet.at, onBytes), about, choices.read ?? {});
    if (first !== undefined) {
      const n = more.length + 1;
      table.notes.push(opening('opening_note_more_sheets', { count: n, n, example: first }));
    }
    tables.push(table);
  }
  return {
    tables,
    names: sheets.map((sheet) => sheet.name),
    chosen: choice.sheets.map((sheet) => sheet.name),
  };
}

async function sheetsIn(blob: Blob, name: string): Promise<XmlSheet[]> {
  const sheets: XmlSheet[] = [];
  const cells = new XmlCells({
    sheet: (sheet) => {
      if (sheets.length >= LIMITS.workbookParts) throw new XmlError('Too many sheets');
      sheets.push({ name: sheet, hidden: false, at: sheets.length, rows: [] });
    },
    hidden: () => {
      const last = sheets.at(-1);
      if (last) last.hidden = true;
    },
  });
  for await (const rows of read(blob, name, cells)) {
    for (const { sheet, fields } of rows) {
      const found = sheets[sheet];
      if (found && found.rows.length < LOOK) found.rows.push(fields);
    }
  }
  return sheets.sort((a, b) => Number(a.hidden) - Number(b.hidden));
}

async function* records(
  blob: Blob,
  name: string,
  wanted: number,
  onBytes: (bytes: number) => void,
): AsyncGenerator<CsvRecord[]> {
  const cells = new XmlCells({ sheet: () => undefined, hidden: () => undefined });
  for await (const rows of read(blob, name, cells, onBytes)) {
    const own = rows.filter(({ sheet }) => sheet === wanted);
    if (own.length > 0) yield own.map(({ line, fields }) => ({ line, fields }));
  }
}

async function* read(
  blob: Blob,
  name: string,
  cells: XmlCells,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<SheetRow[]> {
  const encoding = await markupEncoding(blob);
  const reader = new XmlReader(cells);
  try {
    for await (const { text } of decoded(blob, encoding, { zeros: 0, undecodable: 0 }, onBytes)) {
      reader.write(text);
      yield cells.taken();
    }
    reader.end();
  } catch (error) {
    throw error instanceof XmlError ? refused('opening_refused_workbook', { name }) : error;
  }
}

interface SheetRow {
  sheet: number;
  line: number;
  fields: string[];
}

/** Rows of all sheets, in the order of the file. `line` is the row's number in its sheet. */
class XmlCells implements XmlHandler {
  private rows: SheetRow[] = [];
  private sheet = -1;
  private line = 0;
  private fields: string[] | null = null;
  private value: string | null = null;
  private type = '';
  private isInData = false;
  private isVisibility = false;
  private merged = 0;
  private blanks = 0;

  constructor(private readonly found: { sheet: (name: string) => void; hidden: () => void }) {}

  taken(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'Worksheet') {
      this.sheet += 1;
      this.line = 0;
      this.found.sheet(attributes.get('Name') ?? String(this.sheet + 1));
    } else if (name === 'Row') {
      this.line = indexOf(attributes.get('Index'), this.line, LIMITS.sheetRows);
      this.fields = [];
    } else if (name === 'Cell' && this.fields) {
      const at = indexOf(attributes.get('Index'), this.fields.length, LIMITS.sheetColumns) - 1;
      this.fillTo(this.fields, at);
      this.merged = Math.max(0, Number.parseInt(attributes.get('MergeAcross') ?? '0', 10) || 0);
      this.value = '';
    } else if (name === 'Visible') this.isVisibility = true;
    else if (name === 'Data' && this.value !== null) {
      this.isInData = true;
      this.type = attributes.get('Type') ?? '';
    }
  }

  text(text: string): void {
    if (this.isInData && this.value !== null) this.value += text;
    else if (this.isVisibility && /hidden/i.test(text)) this.found.hidden();
  }

  close(name: string): void {
    if (name === 'Visible') this.isVisibility = false;
    if (name === 'Data') this.isInData = false;
    else if (name === 'Cell' && this.fields && this.value !== null) {
      this.fields.push(valueOf(this.value, this.type));
      this.fillTo(this.fields, this.fields.length + this.merged);
      this.value = null;
    } else if (name === 'Row' && this.fields) {
      this.rows.push({ sheet: this.sheet, line: this.line, fields: this.fields });
      this.fields = null;
    }
  }

  private fillTo(fields: string[], length: number): void {
    this.blanks += Math.max(0, length - fields.length);
    if (length > LIMITS.sheetColumns || this.blanks > LIMITS.sparseCells) throw new XmlError('Too far');
    while (fields.length < length) fields.push('');
  }
}

/** Where a row or cell stands, from 1: as it says, never before the one above or left of it. */
function indexOf(told: string | null, before: number, most: number): number {
  const index = told === null ? before + 1 : Number.parseInt(told, 10);
  if (!(index > before) || index > most) throw new XmlError('A place that cannot be');
  return index;
}

/** Days are written with a time of day always, and milliseconds. */
function valueOf(value: string, type: string): string {
  if (type === 'Boolean') return value === '1' ? 'TRUE' : 'FALSE';
  return type === 'DateTime'
    ? value
        .replace(/\.0+$/, '')
        .replace(/T00:00:00$/, '')
        .replace('T', ' ')
    : value;
}
