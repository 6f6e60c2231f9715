import { isDataCell } from './cell-kinds';
import { fieldCounts } from './delimiting';
import { fieldsNamed } from './fields';
import { columnNames, hasHeader } from './header';
import type { CsvRecord } from './records';
import type { ReadOptions } from './types';

/** Where the table stands among the records of a file, and what its rows look like. */
export interface Layout {
  /** Records above the names, or above the first row. */
  skip: number;
  /** Records the names are written on. */
  headerRows: number;
  columns: string[];
  /** Fields of most rows. */
  width: number;
  /** Fields of the last record of names; null where there is none. */
  header: string[] | null;
  /** For each column, whether it holds numbers, dates and the like. */
  isData: boolean[];
  /** For each column, whether nearly all rows have something in it. */
  usual: boolean[];
}

/** Records from the head of a file that are looked at, and rows of names that can be joined. */
const LOOKED = 1000;
/** Rows the kinds of the columns are judged on. */
const JUDGED = 300;
const MOST_HEADER_ROWS = 3;
/** Rows between the names and the first one with data that are looked past. */
const MOST_SHORT_ROWS = 5;
const MOSTLY = 0.8;
/** Share of rows that may lack what rows have: totals, damaged rows. */
const RARELY = 0.05;

export const isBlankRecord = (fields: readonly string[]): boolean =>
  fields.every((field) => field.trim() === '');

/**
 * Finds the table among the first records of a file, blank ones left out. The rows are found first: they hold data where
 * their columns do. The names are what stands right above them, and everything above the names is left out.
 */
export function findLayout(records: readonly CsvRecord[], chosen: Partial<ReadOptions> = {}): Layout {
  const all = records.slice(0, LOOKED).map(({ fields }) => fields);
  const rows = chosen.skip === undefined ? all : all.slice(chosen.skip);
  const { width } = fieldCounts(rows);
  const { isData, usual } = columnKinds(rows, width);
  const body = firstRow(rows, width, isData, usual);
  const found = body === null ? headerByNames(rows, width) : headerAbove(rows, body, width, isData);
  const headerRows =
    chosen.header === false ? 0 : (chosen.headerRows ?? 0) || found.headerRows || (chosen.header ? 1 : 0);
  const isMoved = headerRows > 0 && found.headerRows > 0;
  const above =
    chosen.skip === undefined ? Math.max(0, found.skip + (isMoved ? found.headerRows - headerRows : 0)) : 0;
  const names = rows.slice(above, above + headerRows);
  const joined = joinNames(names, width);
  return {
    skip: chosen.skip ?? above,
    headerRows: names.length,
    columns: chosen.columns ?? columnNames(joined, width),
    width,
    header: names.at(-1) ?? null,
    isData,
    usual,
  };
}

/** The layout of a table whose rows are known, of which `sample` are some. */
export function layoutOfRows(
  sample: readonly string[][],
  { header, columns }: Pick<ReadOptions, 'header' | 'columns'>,
): Layout {
  const rows = sample.slice(0, LOOKED);
  const { width } = fieldCounts(rows);
  const kinds = columnKinds(rows, width || columns.length);
  const names = header ? columns : null;
  return {
    skip: 0,
    headerRows: header ? 1 : 0,
    columns: [...columns],
    width: width || columns.length,
    header: names,
    ...kinds,
  };
}

function columnKinds(rows: readonly (readonly string[])[], width: number): Pick<Layout, 'isData' | 'usual'> {
  const regular = rows.filter((row) => row.length === width);
  // What names the columns stands first and is not counted.
  const body = regular.slice(Math.min(5, Math.floor(regular.length / 2))).slice(0, JUDGED);
  const isData: boolean[] = [];
  const usual: boolean[] = [];
  for (let column = 0; column < width; column += 1) {
    const cells = body.map((row) => row[column] ?? '').filter((cell) => cell.trim() !== '');
    const data = cells.filter(isDataCell).length;
    isData.push(regular.length > 1 && cells.length > 0 && data >= cells.length * MOSTLY);
    const missing = body.length - cells.length;
    usual.push(cells.length > missing && missing <= Math.max(2, body.length * RARELY));
  }
  return { isData, usual };
}

/** The first record that holds data where its columns do; null where no column holds data. */
function firstRow(
  rows: readonly (readonly string[])[],
  width: number,
  isData: readonly boolean[],
  usual: readonly boolean[],
): number | null {
  const all = isData.flatMap((is, index) => (is ? [index] : []));
  if (all.length === 0) return null;
  const often = all.filter((column) => usual[column]);
  const columns = often.length > 0 ? often : all;
  const enough = usual.filter(Boolean).length / 2;
  const index = rows.findIndex(
    (row, at) =>
      row.length >= width - 1 &&
      countFilled(row) > enough &&
      isRow(row, columns) &&
      (isWholeRow(row, width, columns) || !namesFollow(rows, at, width)),
  );
  return index < 0 ? null : index;
}

/** Whether nothing speaks against a row: titles with a day or two in them are rows only by half. */
function isWholeRow(row: readonly string[], width: number, columns: readonly number[]): boolean {
  return row.length === width && columns.every((column) => isDataCell(row[column] ?? ''));
}

/** Whether a full record of names that are known stands shortly below: what is above it is no row. */
function namesFollow(rows: readonly (readonly string[])[], at: number, width: number): boolean {
  return rows
    .slice(at + 1, at + 1 + MOST_SHORT_ROWS)
    .some((row) => row.length === width && !row.some(isDataCell) && countKnown(row) >= width / 2);
}

const countKnown = (row: readonly string[]): number =>
  row.filter((cell) => fieldsNamed(cell).length > 0).length;

function isRow(row: readonly string[], columns: readonly number[]): boolean {
  const cells = columns.map((column) => row[column] ?? '').filter((cell) => cell.trim() !== '');
  return cells.length >= columns.length / 2 && cells.filter(isDataCell).length >= cells.length / 2;
}

/** Without data only known names and a record that repeats nowhere tell. */
function headerByNames(
  rows: readonly (readonly string[])[],
  width: number,
): { skip: number; headerRows: number } {
  const first = Math.max(
    0,
    rows.findIndex((row) => row.length === width && (width < 3 || countFilled(row) >= 2)),
  );
  const header = rows[first];
  const isHeader = header !== undefined && hasHeader(header, rows.slice(first + 1));
  return { skip: first, headerRows: isHeader ? 1 : 0 };
}

function headerAbove(
  rows: readonly (readonly string[])[],
  body: number,
  width: number,
  isData: readonly boolean[],
): { skip: number; headerRows: number } {
  const below = namesEnd(rows, body, width, isData);
  if (below === null) {
    // Only what is no row for certain is left out: a first row may lack its data.
    const first = rows.findIndex((row) => countFilled(row) > Math.min(2, width - 1));
    return { skip: Math.min(body, Math.max(0, first)), headerRows: 0 };
  }
  let headerRows = 1;
  while (headerRows < MOST_HEADER_ROWS && headerRows < below) {
    const [row, names] = [rows[below - 1 - headerRows], rows[below - headerRows]];
    if (!row || !names || isTitleAbove(row, names)) break;
    if (!continuesNames(row, rows, body, width, isData)) break;
    headerRows += 1;
  }
  return { skip: below - headerRows, headerRows };
}

/** Where the names end: right above the first row that holds data, or above rows before it that are cut short. */
function namesEnd(
  rows: readonly (readonly string[])[],
  body: number,
  width: number,
  isData: readonly boolean[],
): number | null {
  const mayName = (row: readonly string[]): boolean =>
    isNames(row, width) && hasHeader(row, rows.slice(body));
  const nearest = rows
    .slice(Math.max(0, body - MOST_SHORT_ROWS - 1), body)
    .reverse()
    .filter(mayName);
  const [first] = nearest;
  if (!first) return null;
  // A first row that lacks its day or its amount is no names where names that say as much stand above it.
  const names = nearest.find(
    (row) =>
      countFilled(row) >= countFilled(first) &&
      countKnown(row) >= countKnown(first) &&
      !holdsData(row, isData) &&
      !standsBelow(row, rows, body, isData),
  );
  return rows.indexOf(names ?? first) + 1;
}

const holdsData = (row: readonly string[], isData: readonly boolean[]): boolean =>
  row.some((cell, column) => isData[column] && isDataCell(cell));

function isNames(row: readonly string[], width: number): boolean {
  const filled = countFilled(row);
  if (row.length < width * 0.6) return false;
  return filled >= Math.min(2, width) && filled >= Math.min(row.length, width) * 0.4;
}

/** Whether a record above names is a part of them: names as well, or headings over groups of columns. */
function continuesNames(
  row: readonly string[],
  rows: readonly (readonly string[])[],
  body: number,
  width: number,
  isData: readonly boolean[],
): boolean {
  if (Math.abs(row.length - width) > 1 || row.some(isDataCell)) return false;
  if (isData.filter(Boolean).length < 2) return false;
  if (standsBelow(row, rows, body, isData)) return false;
  return countFilled(row) >= Math.max(2, width * 0.6) || isGroupHeading(row);
}

/** Whether a cell of a record stands again in its column among the rows, as values do and names do not. */
function standsBelow(
  row: readonly string[],
  rows: readonly (readonly string[])[],
  body: number,
  isData: readonly boolean[],
): boolean {
  return rows
    .slice(body)
    .filter((other) => holdsData(other, isData))
    .some((other) =>
      row.some((cell, column) => cell.trim() !== '' && !isData[column] && other[column] === cell),
    );
}

/** Whether a record above names is a sentence with delimiters in it, and none of names. */
function isTitleAbove(row: readonly string[], names: readonly string[]): boolean {
  if (isGroupHeading(row)) return false;
  const startsBlank = (cell: string): boolean => /^\s+\S/.test(cell);
  if (row.length !== names.length || (row.some(startsBlank) && !names.some(startsBlank))) return true;
  return countKnown(row) === 0 && countKnown(names) > names.length / 2;
}

/** Headings over groups, with blanks between them where cells were merged: `Order,,,Customer,,`. */
function isGroupHeading(row: readonly string[]): boolean {
  const places = row.flatMap((cell, index) => (cell.trim() === '' ? [] : [index]));
  const first = places[0] ?? 0;
  const last = places.at(-1) ?? 0;
  return places.length >= 2 && last - first + 1 > places.length;
}

/** Names of several records joined with a space; a heading over a group is said for each of its columns. */
function joinNames(names: readonly (readonly string[])[], width: number): string[] {
  const [only] = names;
  if (names.length < 2) return [...(only ?? [])];
  const spread = names.map((row, index) =>
    index < names.length - 1 && countFilled(row) < width * 0.6 && isGroupHeading(row)
      ? fillForward(row)
      : row,
  );
  return Array.from({ length: Math.max(...spread.map((row) => row.length)) }, (_, column) =>
    spread
      .map((row) => row[column]?.trim() ?? '')
      .filter((name) => name !== '')
      .join(' '),
  );
}

function fillForward(row: readonly string[]): string[] {
  let held = '';
  return row.map((cell) => (held = cell.trim() === '' ? held : cell));
}

export const countFilled = (row: readonly string[]): number =>
  row.filter((cell) => cell.trim() !== '').length;
