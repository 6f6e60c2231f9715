import type { CsvRecord } from '../../intake/records';
import { cellNumber, NUMBER, type NumberMeaning } from './cell-text';
import { LIMITS } from './limits';
import { refused, said } from './reasons';
import { StringItem, unescaped } from './workbook-texts';
import { WorkbookError, type Parts } from './workbook-parts';
import type { XmlAttributes, XmlHandler } from './xml';

/** What cells of a workbook refer to. */
export interface SheetContext {
  texts: readonly string[];
  styles: readonly NumberMeaning[];
  is1904: boolean;
}

/** What a sheet could not keep; counts, and the first cell of each kind. */
export interface SheetFindings {
  uncomputed: number;
  uncomputedExample: string;
  longNumbers: number;
  longNumberExample: string;
}

export function noFindings(): SheetFindings {
  return { uncomputed: 0, uncomputedExample: '', longNumbers: 0, longNumberExample: '' };
}

/**
 * The rows of a sheet in batches, as they are inflated: `line` is the sheet's row, rows without a value are left out,
 * and each is as wide as the widest before it. Values as stored: formulas by their last result, dates as ISO text.
 * Throws `Refused` where the sheet is no sheet, or reaches beyond the limits. Its `dimension` is not asked.
 */
export async function* sheetRecords(
  parts: Parts,
  part: string,
  context: SheetContext,
  findings: SheetFindings,
  onPacked?: (bytes: number) => void,
): AsyncGenerator<CsvRecord[]> {
  const sheet = new SheetReader(context, findings, said(parts.zip.path));
  for await (const _ of parts.read(part, sheet, onPacked)) {
    if (sheet.records.length > 0) yield sheet.take();
  }
  if (sheet.records.length > 0) yield sheet.take();
}

const ROW_BEYOND = /^\d{1,7}$/;
/** Sixteen digits and more: spreadsheets keep fifteen. */
const LONG_NUMBER = 1e15;

class SheetReader implements XmlHandler {
  records: CsvRecord[] = [];
  private inData = false;
  private inRow = false;
  private line = 0;
  private fields: string[] = [];
  private widest = 0;
  private column = -1;
  private type: string | null = null;
  private style = 0;
  private value = '';
  private inValue = false;
  private hasFormula = false;
  private inInline = false;
  private readonly item = new StringItem();
  private filled = 0;
  private empty = 0;

  constructor(
    private readonly context: SheetContext,
    private readonly findings: SheetFindings,
    private readonly name: string,
  ) {}

  take(): CsvRecord[] {
    const { records } = this;
    this.records = [];
    return records;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (!this.inData) {
      this.inData = name === 'sheetData';
      return;
    }
    if (name === 'c') this.openCell(attributes);
    else if (name === 'v') this.inValue = true;
    else if (name === 'row') this.openRow(attributes);
    else if (name === 'f') this.hasFormula = true;
    else if (name === 'is') this.inInline = true;
    else if (this.inInline) this.item.open(name, attributes);
  }

  text(text: string): void {
    if (this.inValue) this.value += text;
    else if (this.inInline) this.item.add(text);
  }

  close(name: string): void {
    if (!this.inData) return;
    if (name === 'v') this.inValue = false;
    else if (name === 'c') this.closeCell();
    else if (name === 'row') this.closeRow();
    else if (name === 'is') this.inInline = false;
    else if (name === 'sheetData') this.inData = false;
    else if (this.inInline) this.item.close(name);
  }

  private openRow(attributes: XmlAttributes): void {
    if (this.inRow) throw new WorkbookError('A row in a row');
    const given = attributes.get('r');
    if (given !== null && !ROW_BEYOND.test(given)) throw this.beyondEdge();
    // Numbers may be left out, and are then one more than the row before.
    this.line = given === null ? this.line + 1 : Math.max(Number(given), this.line + 1);
    if (this.line > LIMITS.sheetRows) throw this.beyondEdge();
    this.inRow = true;
    this.fields = [];
    this.column = -1;
  }

  private openCell(attributes: XmlAttributes): void {
    if (!this.inRow || this.inInline) throw new WorkbookError('A cell outside of a row');
    const reference = attributes.get('r');
    this.column = reference === null ? this.column + 1 : columnOf(reference);
    if (!(this.column >= 0 && this.column < LIMITS.sheetColumns)) throw this.beyondEdge();
    this.type = attributes.get('t');
    const style = attributes.get('s');
    this.style = style === null ? 0 : Number(style);
    this.value = '';
    this.hasFormula = false;
    this.item.clear();
  }

  private closeCell(): void {
    const text = this.cellText();
    if (text === '') {
      if (this.hasFormula && this.value === '' && this.type !== 'str') this.noteUncomputed();
      return;
    }
    while (this.fields.length < this.column) this.fields.push('');
    this.fields[this.column] = text;
    this.filled++;
  }

  private cellText(): string {
    switch (this.type) {
      case 's':
        return this.value === '' ? '' : this.sharedText();
      case 'inlineStr':
        return this.item.text;
      case 'str':
        return unescaped(this.value);
      case 'b':
        return this.value === '' ? '' : this.value.trim() === '0' ? 'FALSE' : 'TRUE';
      case 'e':
      case 'd':
        return this.value.trim();
      case null:
      case 'n':
        return this.value === '' ? '' : this.numberText();
      default:
        throw new WorkbookError('A kind of cell that there is not');
    }
  }

  private sharedText(): string {
    const text = this.context.texts[Number(this.value)];
    if (text === undefined) throw new WorkbookError('A text that is not shared');
    return text;
  }

  private numberText(): string {
    const written = this.value.trim();
    const meaning = this.context.styles[this.style] ?? NUMBER;
    const text = cellNumber(written, meaning, this.context.is1904);
    if (text.length > 15 && meaning.kind === 'number' && Math.abs(Number(written)) >= LONG_NUMBER) {
      if (this.findings.longNumbers++ === 0) this.findings.longNumberExample = text;
    }
    return text;
  }

  private noteUncomputed(): void {
    if (this.findings.uncomputed++ === 0)
      this.findings.uncomputedExample = `${letters(this.column)}${this.line}`;
  }

  private closeRow(): void {
    this.inRow = false;
    const { fields } = this;
    if (fields.length === 0) return;
    this.widest = Math.max(this.widest, fields.length);
    while (fields.length < this.widest) fields.push('');
    this.empty += fields.length;
    if (this.empty > LIMITS.sparseCells && this.empty > this.filled * LIMITS.emptyForEachFilled) {
      throw refused('opening_refused_workbook_size', { name: this.name });
    }
    this.records.push({ line: this.line, fields });
  }

  private beyondEdge(): Error {
    return refused('opening_refused_workbook_edge', { name: this.name });
  }
}

/** The column of a reference such as `BC12`, from 0; -1 where it is none that a sheet can have. */
function columnOf(reference: string): number {
  let column = 0;
  let at = 0;
  for (; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
    if (column > LIMITS.sheetColumns) return -1;
  }
  return column - 1;
}

function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last;
}
