import { COLUMN_ONLY, FUNCTION_ONLY, RESERVED } from './keywords';

const PLAIN = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/**
 * A name as SQL text: as it is where the engine reads it so, else in double quotes. The one place where a name that is
 * not ours becomes part of a statement. Throws a RangeError for what the engine cannot hold as a name.
 */
export function quotedIdentifier(name: string): string {
  if (name === '' || name.includes('\0')) throw new RangeError(`Not a name SQL can hold: ${name}`);
  const word = name.toLowerCase();
  const isKeyword = RESERVED.has(word) || FUNCTION_ONLY.has(word) || COLUMN_ONLY.has(word);
  return PLAIN.test(name) && !isKeyword ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Names are compared without regard to case, quoted or not. Only ASCII letters are folded, as the engine does. */
export function sameName(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
