import { isDataCell } from './cell-kinds';
import { fieldsNamed } from './fields';
import { countFilled, isBlankRecord, type Layout } from './layout';
import type { CsvRecord } from './records';
import { isTotalLabel } from './totals';
import type { AsideReason } from './types';

/** A line that is no row of the table, with its text as it stands in the file. */
export interface LineAside {
  reason: AsideReason;
  line: number;
  text: string;
}

/** Records that may turn out to be footnotes are held back until a row or the end tells; no more than these. */
const MOST_HELD = 200;
/** Characters of a total's label, with what it counts: `Total (12,083 orders)`. */
const LONGEST_LABEL = 40;

/**
 * Tells the rows of a table from the other records of its file, as they come: names that are repeated further down,
 * another table below, total lines, footnotes, blank records. Every record given is skipped, a name, a row, blank, or
 * aside.
 */
export class TableRows {
  /** Lines that are no rows, in file order. */
  readonly aside: LineAside[] = [];
  /** Blank records between rows, and wherever they stand. */
  blanks = 0;
  allBlanks = 0;
  private seen = 0;
  private hasRows = false;
  private isElsewhere = false;
  private isBelowBlank = false;
  private blanksHeld = 0;
  private held: CsvRecord[] = [];
  private readonly above: number;
  private readonly anchors: number[];
  private readonly usual: number[];
  private readonly names: string[];

  /** A file of records, as JSON and Parquet are, holds rows and nothing else, whatever stands in them. */
  constructor(
    private readonly layout: Layout,
    private readonly isStructured = false,
  ) {
    this.above = layout.skip + layout.headerRows;
    this.usual = layout.usual.flatMap((is, column) => (is ? [column] : []));
    const data = this.usual.filter((column) => layout.isData[column]);
    this.anchors = [...new Set([...data.slice(0, 1), ...data.slice(-1)])];
    this.names = (layout.header ?? []).map(plain);
  }

  /** The rows among these records and, where a row tells what was held back, those before it. */
  push(records: readonly CsvRecord[]): CsvRecord[] {
    const rows: CsvRecord[] = [];
    for (const record of records) {
      if (this.seen >= this.above && this.isPlainRow(record.fields)) {
        if (this.held.length > 0 || this.isBelowBlank) this.release(rows);
        this.hasRows = true;
        rows.push(record);
      } else this.consider(record, rows);
    }
    return rows;
  }

  /** What was held back at the end is no row: totals and footnotes. */
  end(): void {
    this.setAside('total_line', ...this.held);
    this.held = [];
  }

  /** The common case, by a look at few cells: data where rows have it, and nothing missing that rows have. */
  private isPlainRow(fields: readonly string[]): boolean {
    if (this.isElsewhere || this.anchors.length === 0 || fields.length !== this.layout.width) return false;
    for (const column of this.anchors) {
      const cell = fields[column]!;
      if (!beginsWithDigit(cell) && !cell.startsWith('$') && !cell.startsWith('-')) return false;
    }
    for (const column of this.usual) if (fields[column] === '') return false;
    return true;
  }

  private consider(record: CsvRecord, rows: CsvRecord[]): void {
    const { fields } = record;
    if (this.isStructured) {
      this.seen += 1;
      if (this.seen > this.above) rows.push(record);
      return;
    }
    if (isBlankRecord(fields)) {
      this.isBelowBlank = true;
      this.blanksHeld += 1;
      this.allBlanks += 1;
      return;
    }
    this.seen += 1;
    this.isBelowBlank ||= record.belowBlank ?? false;
    if (this.seen <= this.above) {
      this.blanksHeld = 0;
      this.isBelowBlank = false;
      return;
    }
    if (this.isHeaderAgain(fields)) {
      this.isElsewhere = false;
      this.setAside('repeated_header', ...this.held.splice(0), record);
    } else if (this.isElsewhere) this.setAside('other_table', record);
    else if (this.startsOtherTable(fields)) {
      this.isElsewhere = true;
      this.setAside('other_table', ...this.held.splice(0), record);
    } else if (this.isTotal(fields, true)) this.setAside('total_line', record);
    else if (this.isRemark(fields) || this.isTotal(fields, false)) this.hold(record, rows);
    else {
      this.release(rows);
      this.hasRows = true;
      rows.push(record);
    }
    this.isBelowBlank = false;
  }

  private hold(record: CsvRecord, rows: CsvRecord[]): void {
    if (this.held.length >= MOST_HELD) this.release(rows);
    this.held.push(record);
  }

  private release(rows: CsvRecord[]): void {
    rows.push(...this.held);
    this.held = [];
    this.blanks += this.blanksHeld;
    this.blanksHeld = 0;
    this.isBelowBlank = false;
  }

  private setAside(reason: AsideReason, ...records: CsvRecord[]): void {
    for (const { line, text, fields } of records)
      this.aside.push({ reason, line, text: text ?? fields.join(',') });
  }

  private isHeaderAgain(fields: readonly string[]): boolean {
    const { names } = this;
    if (countFilled(names) < 2) return false;
    const cells = Math.max(names.length, fields.length);
    for (let index = 0; index < cells; index += 1) {
      if (plain(fields[index] ?? '') !== (names[index] ?? '')) return false;
    }
    return true;
  }

  /** Names of other columns, where rows hold data: another table begins. */
  private startsOtherTable(fields: readonly string[]): boolean {
    if (!this.hasRows || fields.some(beginsWithDigit)) return false;
    const filled = fields.filter((cell) => cell.trim() !== '');
    if (filled.length < 2 || filled.length < fields.length * 0.6 || filled.some(isDataCell)) return false;
    if (!this.layout.isData.includes(true) || new Set(filled).size < filled.length) return false;
    const isOtherwise = fields.length !== this.layout.width;
    const known = filled.filter((cell) => this.names.includes(plain(cell))).length;
    if (known >= filled.length / 2) return true;
    const named = filled.filter((cell) => fieldsNamed(cell).length > 0).length;
    return (
      named >= Math.max(2, filled.length / 2) || (isOtherwise && (this.isBelowBlank || this.held.length > 0))
    );
  }

  /** One cell in a row of many. */
  private isRemark(fields: readonly string[]): boolean {
    return countFilled(fields) === 1 && (this.usual.length > 2 || fields.length < this.layout.width);
  }

  /** A row whose first cell says so, and that lacks most of what rows have; at the end of a file, any of it. */
  private isTotal(fields: readonly string[], anywhere: boolean): boolean {
    const missing = this.usual.filter((column) => (fields[column] ?? '').trim() === '').length;
    const isSparse = missing >= this.usual.length / 2 && this.usual.length > 1;
    if (anywhere ? !isSparse : missing === 0 && fields.length >= this.layout.width) return false;
    const label = fields.find((cell) => cell.trim() !== '') ?? '';
    return label.length <= LONGEST_LABEL && isTotalLabel(label);
  }
}

function beginsWithDigit(cell: string): boolean {
  const code = cell.charCodeAt(0);
  return code >= 48 && code <= 57;
}

const plain = (cell: string): string =>
  cell
    .replace(/^\ufeff/, '')
    .trim()
    .toLowerCase();
