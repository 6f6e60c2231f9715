import { pieces } from './tokens';

/** Spaces beyond ASCII, which the engine takes for one byte each: it writes them anew before it reads. */
const WIDE_SPACE = /[^\u0000-\u007f]/;

/**
 * The engine's error position as an offset in UTF-16 units, no further than the text's end. The parser counts
 * characters, whatever comes after it counts the bytes of UTF-8 (measured, DuckDB 1.4.3); only its message tells which.
 */
export function offsetOfError(sql: string, position: number, message: string): number {
  const isParser = /^syntax error\b/.test(message);
  let passed = 0;
  for (const { kind, from, to } of pieces(sql)) {
    let at = from;
    for (const character of sql.slice(from, to)) {
      if (passed >= position) return at;
      const isSpace = kind === 'space' && WIDE_SPACE.test(character);
      passed += isParser || isSpace ? 1 : bytesOf(character);
      at += character.length;
    }
  }
  return sql.length;
}

function bytesOf(character: string): number {
  const code = character.codePointAt(0)!;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
