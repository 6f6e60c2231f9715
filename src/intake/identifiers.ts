import type { IdReading, Reason } from './types';
import { reason } from './reasons';

const POINT_ZERO = /^\d+\.0$/;
const SCIENTIFIC = /^\d(\.\d+)?e\+?\d{1,2}$/i;
/** `138****1234`, `张**`: hidden by the platform, so that different people look alike. */
const MASKED = /\*{2,}|•{2,}|x{4,}(?=\d)/i;
const PLACEHOLDERS = new Set(
  '0 -1 - -- n/a na nan null none nil unknown guest anonymous test undefined \\n #n/a 无 未知 匿名 匿名用户 游客 散客 空'.split(
    ' ',
  ),
);

/** How a column of ids is read, from a sample: ids stay text, leading zeros stay. */
export function readIds(values: readonly string[]): IdReading {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  return { dropPointZero: filled.length > 0 && filled.every((value) => POINT_ZERO.test(value)) };
}

/** An id as it is compared: trimmed of every white space, with `17850.0` as `17850` where the column is written so. */
export function normaliseId(text: string, reading: IdReading): string {
  const trimmed = text.trim();
  return reading.dropPointZero && POINT_ZERO.test(trimmed) ? trimmed.slice(0, -2) : trimmed;
}

/** A spreadsheet turned long ids into `1.38E+10`: different ids became the same, which no reading can undo. */
export function scientificIds(column: string, values: readonly string[]): Reason | null {
  return warnOn('intake_warn_scientific_ids', column, values, SCIENTIFIC);
}

/** Ids hidden behind asterisks join different people into one. */
export function maskedIds(column: string, values: readonly string[]): Reason | null {
  return warnOn('intake_warn_masked', column, values, MASKED);
}

export function isMasked(value: string): boolean {
  return MASKED.test(value);
}

/** A word that stands for “nobody” among a column's most frequent ids would become the shop's best customer. */
export function placeholderIds(column: string, frequent: readonly string[]): Reason | null {
  const example = frequent.find((value) => PLACEHOLDERS.has(value.trim().toLowerCase()));
  return example === undefined ? null : reason('intake_warn_placeholder', { column, example });
}

function warnOn(
  key: 'intake_warn_scientific_ids' | 'intake_warn_masked',
  column: string,
  values: readonly string[],
  pattern: RegExp,
): Reason | null {
  const example = values.find((value) => pattern.test(value.trim()));
  return example === undefined ? null : reason(key, { column, example: example.trim() });
}
