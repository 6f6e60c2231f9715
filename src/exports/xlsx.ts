import writeXlsxFile, { type Cell, type SheetData } from 'write-excel-file/universal';
import type { ColumnDefinition, Row } from '../analyses/define';
import { formatInteger } from '../messages/format';
import { m } from '../messages/speak';
import { sheetNames } from './sheet-names';
import type { ExportTable, TableOptions } from './table';
import { TableTooLarge } from './too-large';
import { aboutSheet, type SheetAbout } from './xlsx-about';
import { cellOf, isCut, numberFormat, textCell } from './xlsx-cells';

/** Rows of an Excel sheet, the header among them. */
export const SHEET_ROWS = 1_048_576;

/** Cells of a workbook made at once: about ten seconds of work and half a gigabyte of memory on a laptop. */
const WORKBOOK_CELLS = 2_500_000;

/** Rows looked at for how wide a column has to be, and its limits in characters. */
const MEASURED_ROWS = 200;
const WIDTH = { least: 8, most: 60 } as const;

export function writeXlsx(table: ExportTable, options: TableOptions = {}): Promise<Blob> {
  return writeWorkbook([table], options);
}

/**
 * An Excel workbook: a first sheet that says where the numbers come from, then a sheet a table. Cells are typed:
 * numbers, money and shares with their format and all of their digits, real dates, text that is never run as a formula.
 * Public ids are written as the reader's language calls them, unless headings are `names`. Rejects with `TableTooLarge`.
 */
export async function writeWorkbook(
  tables: readonly ExportTable[],
  { headings = 'labels' }: TableOptions = {},
): Promise<Blob> {
  refuseTooLarge(tables);
  const [about = '', ...names] = sheetNames([
    m.report_about(),
    ...tables.map(({ provenance }) => provenance.title),
  ]);
  const abouts: SheetAbout[] = tables.map((table, index) => ({
    name: names[index] ?? '',
    rows: table.rows.length,
    provenance: table.provenance,
    cut: textsCut(table),
  }));
  const workbook = writeXlsxFile([
    {
      sheet: about,
      data: aboutSheet(abouts),
      columns: [{ width: 28 }, { width: 44 }, ...widths(3), { width: 68 }],
    },
    ...tables.map((table, index) => ({
      sheet: names[index] ?? '',
      stickyRowsCount: 1,
      columns: columnWidths(table, headings),
      data: sheetOf(table, headings),
    })),
  ]);
  return workbook.toBlob();
}

function textsCut({ rows, shape }: ExportTable): number {
  const names = Object.keys(shape);
  return rows.reduce((sum, row) => sum + names.filter((name) => isCut(row[name])).length, 0);
}

const widths = (columns: number) => Array.from({ length: columns }, () => ({ width: 16 }));

function refuseTooLarge(tables: readonly ExportTable[]): void {
  const cells = tables.map(({ rows, shape }) => rows.length * Object.keys(shape).length);
  const long = tables.find(({ rows }) => rows.length >= SHEET_ROWS);
  if (long)
    throw new TableTooLarge(m.report_too_many_rows({ ...facts(long), limit: formatInteger(SHEET_ROWS - 1) }));
  const largest = tables[cells.indexOf(Math.max(...cells))];
  if (largest && cells.reduce((sum, size) => sum + size, 0) > WORKBOOK_CELLS)
    throw new TableTooLarge(m.report_too_many_cells(facts(largest)));
}

const facts = ({ provenance, rows }: ExportTable) => ({
  title: provenance.title,
  rows: formatInteger(rows.length),
});

type Headings = NonNullable<TableOptions['headings']>;

function sheetOf({ rows, shape }: ExportTable, headings: Headings): SheetData {
  const columns = Object.entries(shape).map(([name, column]) => ({
    name,
    write: cellWriter(column, headings),
    numeric: numberFormat(column) !== null,
    heading: headingOf(name, column, headings),
  }));
  const header = columns.map(({ heading, numeric }): Cell => {
    const text = textCell(heading);
    return typeof text === 'string'
      ? { value: text, type: String, fontWeight: 'bold', ...(numeric ? { align: 'right' } : {}) }
      : null;
  });
  return [header, ...rows.map((row) => columns.map(({ name, write }) => write(row[name])))];
}

function cellWriter(column: ColumnDefinition, headings: Headings): (value: Row[string] | undefined) => Cell {
  const { type, value: named } = column;
  const format = numberFormat(column);
  if (headings === 'names' || !named) return (value) => cellOf(value, type, format);
  return (value) => cellOf(typeof value === 'string' ? named(value) : value, type, format);
}

function headingOf(name: string, { label }: ColumnDefinition, headings: Headings): string {
  return headings === 'names' ? name : label();
}

function columnWidths({ rows, shape }: ExportTable, headings: Headings): { width: number }[] {
  return Object.entries(shape).map(([name, column]) => {
    const texts = rows.slice(0, MEASURED_ROWS).map((row) => String(row[name] ?? '').slice(0, WIDTH.most));
    const longest = Math.max(...[headingOf(name, column, headings), ...texts].map(charactersWide));
    return { width: Math.min(WIDTH.most, Math.max(WIDTH.least, longest + 2)) };
  });
}

/** Han takes two. */
function charactersWide(text: string): number {
  return [...text].reduce((sum, character) => sum + (character >= '\u2e80' ? 2 : 1), 0);
}
