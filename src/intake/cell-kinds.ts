import { parseDay } from './date-text';
import { parseNumber } from './numbers';

const DATE_LIKE = /^\d{1,4}[/.年-]\s?\d{1,2}[/.月-]\s?\d{1,4}日?(?:$|[ T].*\d)/;
const TIME = /^\d{1,2}:\d{2}(?::\d{2})?$/;
const NUMBER_LIKE = /^[^\p{L}]*\d[^\p{L}]*(?:\p{L}{1,3})?$/u;

/** Whether one cell, seen alone, is plainly data (a number, a date, a time, an address) rather than a name. */
export function isDataCell(text: string): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return false;
  if (DATE_LIKE.test(trimmed) || parseDay(trimmed, { kind: 'iso' })) return true;
  if (TIME.test(trimmed) || /^https?:\/\//.test(trimmed)) return true;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(trimmed)) return true;
  return NUMBER_LIKE.test(trimmed) && (readsAsNumber(trimmed, '.') || readsAsNumber(trimmed, ','));
}

function readsAsNumber(text: string, decimal: '.' | ','): boolean {
  return parseNumber(text, { plain: false, decimal }) !== null;
}
