/**
 * Text that a spreadsheet would run instead of showing it. Spaces and invisible characters in front are skipped, as
 * some programs do; full-width signs count, as they do in Excel with Chinese or Japanese settings; so does every
 * control character, of which TAB, CR, LF and NUL are known to hide a formula.
 * Source: OWASP, CSV Injection; ASVS 5.0, 1.2.10.
 */
const TRIGGER = /^[\p{Z}\p{Cf}]*[=+\-@＝＋－＠\p{Cc}]/u;

export function isFormulaLike(text: string): boolean {
  return TRIGGER.test(text);
}

/** Puts an apostrophe before such text. It shows, and that is the price: a quoted cell alone is still run. */
export function formulaSafe(text: string): string {
  return isFormulaLike(text) ? `'${text}` : text;
}
