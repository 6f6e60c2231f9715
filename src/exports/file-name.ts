/** Bytes of UTF-8: file systems take 255, and a browser may add “ (1)”. */
const MAX_BYTES = 200;

/** Names Windows keeps for devices, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * `Spring review - Champions - 2011-12-09.csv`: what it is and as of when. Works on every file system; Chinese stays
 * Chinese. Empty parts are left out.
 */
export function fileName(parts: readonly (string | null | undefined)[], extension: string): string {
  const named = parts.map((part) => safe(part ?? '')).filter((part) => part !== '');
  // The last part, mostly the day, is kept whole when the name is too long.
  const last = named.length > 1 ? ` - ${named.at(-1)}` : '';
  const first = named.length > 1 ? named.slice(0, -1).join(' - ') : (named[0] ?? '');
  const tail = `${cut(last, MAX_BYTES / 2)}.${extension}`;
  const stem = cut(first, MAX_BYTES - bytes(tail)).replace(/[. ]+$/, '') || 'regulars';
  return `${stem.replace(RESERVED, '$1_')}${tail}`;
}

/** Without what some system refuses, hides or turns around (control and bidirectional marks). */
function safe(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[<>:"/\\|?*]+/g, '-')
    .replace(/\s+/g, ' ')
    .replace(/^[. -]+|[. -]+$/g, '');
}

const bytes = (text: string): number => new TextEncoder().encode(text).length;

/** Cut between characters, never inside one. */
function cut(text: string, limit: number): string {
  let kept = '';
  let length = 0;
  for (const character of text) {
    length += bytes(character);
    if (length > limit) break;
    kept += character;
  }
  return kept;
}
