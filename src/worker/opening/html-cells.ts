import type { CsvRecord } from '../../intake/records';
import { HtmlReader, HtmlTooLarge, type HtmlTag } from './html';
import { LIMITS } from './limits';

/** Cells may reach over so many columns and rows (HTML Standard, 4.9.11). */
const MOST_COLUMNS = 1_000;
const MOST_ROWS = 65_534;

interface OpenTable {
  /** Fields of the row that is open; null between rows. */
  row: string[] | null;
  /** Text of the cell that is open; null between cells. */
  cell: { pieces: string[]; columns: number; rows: number; exact: string | null } | null;
  /** For each column, how many rows below a cell above still reaches into. */
  reaching: number[];
}

/**
 * Rows of all tables of a page, in the order in which they end: a table inside a cell comes before the row around it.
 * Cells that reach over several columns or rows have their text in the first, as merged cells of a workbook have.
 * `line` counts the rows of the page from 1. Throws `HtmlTooLarge` beyond the limits.
 */
export class HtmlCells {
  private readonly tables: OpenTable[] = [];
  private readonly reader: HtmlReader;
  private rows: CsvRecord[] = [];
  private line = 0;
  private blanks = 0;
  private isApart = false;

  constructor() {
    this.reader = new HtmlReader({
      open: (tag) => this.open(tag),
      close: (name) => this.close(name),
      text: (text) => this.table?.cell?.pieces.push(text),
    });
  }

  /** Rows that are complete with this piece. */
  push(piece: string, isLast: boolean): CsvRecord[] {
    this.reader.write(piece, isLast);
    if (isLast) while (this.tables.length > 0) this.close('table');
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  private get table(): OpenTable | undefined {
    return this.tables.at(-1);
  }

  private open(tag: HtmlTag): void {
    const { table } = this;
    if (tag.name === 'table') {
      if (this.tables.length >= LIMITS.xmlDepth) throw new HtmlTooLarge();
      this.tables.push({ row: null, cell: null, reaching: [] });
      this.isApart = true;
      return;
    }
    if (!table) return;
    if (tag.name === 'tr') {
      this.endRow(table);
      table.row = [];
    } else if (tag.name === 'td' || tag.name === 'th') {
      this.endCell(table);
      table.row ??= [];
      const columns = spanOf(tag.attribute('colspan'), MOST_COLUMNS);
      const rows = spanOf(tag.attribute('rowspan'), MOST_ROWS);
      table.cell = { pieces: [], columns, rows, exact: tag.attribute('x:num') };
    } else if (BREAKING.has(tag.name)) table.cell?.pieces.push(' ');
  }

  private close(name: string): void {
    const { table } = this;
    if (!table) return;
    if (name === 'td' || name === 'th') this.endCell(table);
    else if (name === 'tr' || SECTIONS.has(name)) this.endRow(table);
    else if (name === 'table') {
      this.endRow(table);
      this.tables.pop();
    } else if (BREAKING.has(name)) table.cell?.pieces.push(' ');
  }

  private endCell(table: OpenTable): void {
    const { row, cell, reaching } = table;
    if (!row || !cell) return;
    table.cell = null;
    this.passReaching(table);
    const at = row.length;
    row.push(textOf(cell.pieces.join(''), cell.exact));
    for (let more = 1; more < cell.columns; more += 1) row.push('');
    this.blanks += cell.columns - 1;
    if (row.length > LIMITS.sheetColumns || this.blanks > LIMITS.sparseCells) throw new HtmlTooLarge();
    if (cell.rows > 1) for (let column = at; column < row.length; column += 1) reaching[column] = cell.rows;
  }

  /** Columns that cells of rows above reach into are blank in this one. */
  private passReaching({ row, reaching }: OpenTable): void {
    while (row && (reaching[row.length] ?? 0) > 0) {
      row.push('');
      this.blanks += 1;
    }
  }

  private endRow(table: OpenTable): void {
    this.endCell(table);
    const { row } = table;
    if (!row) return;
    table.row = null;
    for (let column = 0; column < table.reaching.length; column += 1)
      table.reaching[column] = Math.max(0, (table.reaching[column] ?? 0) - 1);
    this.line += 1;
    if (this.line > LIMITS.htmlRows) throw new HtmlTooLarge();
    // A table begins apart from the one before it, as one below a blank line does.
    this.rows.push({ line: this.line, fields: row, belowBlank: this.isApart && this.line > 1 });
    this.isApart = false;
  }
}

/** Elements that end a line; their text is parted from what is around it. */
const BREAKING = new Set(['br', 'p', 'div', 'li']);
const SECTIONS = new Set(['thead', 'tbody', 'tfoot']);

function spanOf(text: string | null, most: number): number {
  const span = text === null ? 1 : Number.parseInt(text, 10);
  return span >= 1 ? Math.min(span, most) : 1;
}

/** White space as a browser shows it. A number that is shown shortened is taken as Excel keeps it beside the text. */
function textOf(text: string, exact: string | null): string {
  const shown = text.replace(/[\s\u00a0]+/g, ' ').trim();
  return exact !== null && exact !== '' && /^-?\d+(?:[.,]\d+)?E\+?\d+$/i.test(shown) ? exact : shown;
}
