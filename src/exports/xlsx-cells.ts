import type { Cell } from 'write-excel-file/universal';
import type { CellValue, ColumnDefinition } from '../analyses/define';

/** Excel's limit for the text of a cell, in UTF-16 units. */
export const LONGEST_TEXT = 32_767;

/** A decimal with more digits is no double: it stays text, to the digit. */
const EXACT_DIGITS = 15;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Excel counts a 29 February 1900 that never was, so serial days are wrong before this one. */
const FIRST_SAFE_DAY = '1900-03-01';
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

export const DAY_FORMAT = 'yyyy-mm-dd';

/** How a column shows its numbers; the cell holds all of their digits. Null where Excel's own way will do. */
export function numberFormat({ type, decimals }: Pick<ColumnDefinition, 'type' | 'decimals'>): string | null {
  switch (type) {
    case 'integer':
      return '#,##0';
    case 'number':
      return `#,##0${places(decimals ?? 1)}`;
    case 'money':
      return `#,##0${places(decimals ?? 2)}`;
    case 'share':
      return `0${places(decimals ?? 1)}%`;
    default:
      return null;
  }
}

const places = (decimals: number): string => (decimals > 0 ? `.${'0'.repeat(decimals)}` : '');

/** A value as a typed cell. What does not fit its column's type is text, so that nothing is lost. */
export function cellOf(
  value: CellValue | undefined,
  type: ColumnDefinition['type'],
  format: string | null,
): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? numberCell(value, format) : null;
  if (type === 'date' && isDay(value)) return dayCell(value);
  if (format !== null && isExact(value)) return numberCell(Number(value), format);
  return textCell(value);
}

export function textCell(text: string): Cell {
  return text === '' ? null : escapedText(cutText(text));
}

/** Midnight UTC, which is what a serial day is computed from. */
export function dayCell(day: string): Cell {
  return isDay(day) ? { value: new Date(`${day}T00:00:00Z`), type: Date, format: DAY_FORMAT } : textCell(day);
}

function numberCell(value: number, format: string | null): Cell {
  return format === null ? value : { value, type: Number, format };
}

function isDay(text: string): boolean {
  return ISO_DAY.test(text) && text >= FIRST_SAFE_DAY && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
}

function isExact(text: string): boolean {
  return DECIMAL.test(text) && text.replace(/^[-0.]+|\./g, '').length <= EXACT_DIGITS;
}

export function isCut(value: CellValue | undefined): boolean {
  return typeof value === 'string' && value.length > LONGEST_TEXT;
}

function cutText(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  // Half of a surrogate pair would be left.
  const end = /[\ud800-\udbff]/.test(text[LONGEST_TEXT - 2] ?? '') ? LONGEST_TEXT - 2 : LONGEST_TEXT - 1;
  return `${text.slice(0, end)}…`;
}

/** What XML cannot hold or a parser would change, and what the library would leave out: controls, CR, U+FFFD, no characters. */
const NOT_IN_XML =
  /[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd\ufffe\uffff]|\p{Cs}|\p{Noncharacter_Code_Point}/gu;
const LOOKS_ESCAPED = /_(?=x[\da-f]{4}_)/gi;

/** Text as a workbook writes it (ECMA-376, ST_Xstring): `_x000D_` for a CR, and `_x005F_` for an underscore that would look so. */
function escapedText(text: string): string {
  const escaped = text.replace(LOOKS_ESCAPED, '_x005F_').replace(NOT_IN_XML, codes);
  // The library looks texts up in a plain object, where `constructor` is always found.
  return escaped in {} ? codes(escaped.charAt(0)) + escaped.slice(1) : escaped;
}

function codes(text: string): string {
  let written = '';
  for (let index = 0; index < text.length; index += 1) {
    written += `_x${text.charCodeAt(index).toString(16).toUpperCase().padStart(4, '0')}_`;
  }
  return written;
}
