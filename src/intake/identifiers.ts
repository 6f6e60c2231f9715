import type { IdReading, Reason } from './types';
import { reason } from './reasons';

const POINT_ZERO = /^\d+\.0$/;
/** Long numbers as exports guard them against spreadsheets: `="31…"`, `'31…`. The pattern is good for RE2 as well. */
export const GUARDED_ID = `^(?:="(.*)"|'(\\d+))$`;
const GUARDED = new RegExp(GUARDED_ID);

function withoutFormula(text: string): string {
  const [, quoted, digits] = GUARDED.exec(text) ?? [];
  return quoted ?? digits ?? text;
}

const SCIENTIFIC = /^\d(\.\d+)?e\+?\d{1,2}$/i;
/** `138****1234`, `张**`: hidden by the platform, so that different people look alike. */
const MASKED = /\*{2,}|•{2,}|x{4,}(?=\d)/i;
/** Words and signs that stand for “nobody” in a column of ids, in lower case. */
export const STAND_INS: ReadonlySet<string> = new Set(
  `0 -1 - -- n/a n.a. na nan null none nil unknown guest anonymous test undefined \\n #n/a (null) [null] <null> walk-in
   walkin 无 未知 匿名 匿名用户 匿名买家 无名氏 佚名 游客 散客 零散客户 临时客户 过路客 未登录 未注册 未填写 未留 保密 空`.split(
    /\s+/,
  ),
);

/** How a column of ids is read, from a sample: ids stay text, leading zeros stay. */
export function readIds(values: readonly string[]): IdReading {
  const filled = values.map((value) => value.trim()).filter((value) => value !== '');
  const reading: IdReading = {
    dropPointZero: filled.length > 0 && filled.every((value) => POINT_ZERO.test(value)),
  };
  if (filled.some((value) => GUARDED.test(value))) reading.dropFormula = true;
  return reading;
}

/** An id as it is compared: trimmed of every white space, with `17850.0` as `17850` where the column is written so. */
export function normaliseId(text: string, reading: IdReading): string {
  const trimmed = reading.dropFormula ? withoutFormula(text.trim()) : text.trim();
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
  const example = frequent.find((value) => STAND_INS.has(value.trim().toLowerCase()));
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
