/** What is known of locked files and passphrases without the code that opens them. */

export const LOCKED_ENDING = '.regulars.age';
/** A locked file is a little larger than its notebook, a third more where it is armored. */
export const MAX_LOCKED_BYTES = 70_000_000;
const HEADER = 'age-encryption.org/v1';
const ARMOUR = '-----BEGIN AGE ENCRYPTED FILE-----';

/** By its first bytes, whatever its name. */
export async function isLocked(file: Blob): Promise<boolean> {
  const start = new TextDecoder().decode(await file.slice(0, 200).arrayBuffer());
  return start.startsWith(`${HEADER}\n`) || start.trimStart().startsWith(ARMOUR);
}

export const MIN_PASSPHRASE = 8;

/** `short` is not taken; `weak` falls to a guessing machine in days, `fair` in years, `strong` never. */
export type Strength = 'short' | 'weak' | 'fair' | 'strong';

/**
 * About how hard a passphrase is to guess. Repeats, runs (`abcd`, `4321`) and years add nothing; a word counts about
 * 12 bits (one of four thousand), a Han character 9. An estimate: it cannot know a name or a birthday.
 */
export function strengthOf(passphrase: string): Strength {
  const text = passphrase.normalize('NFC');
  if ([...text].length < MIN_PASSPHRASE) return 'short';
  const bits = bitsOf(text);
  return bits < 40 ? 'weak' : bits < 60 ? 'fair' : 'strong';
}

function bitsOf(text: string): number {
  const plain = text.replace(/(19|20)\d\d/g, '#');
  const words = plain.match(/\p{L}+|\p{N}+|[^\p{L}\p{N}]+/gu) ?? [];
  return words.reduce((bits, word) => bits + bitsOfPiece(word), 0);
}

function bitsOfPiece(piece: string): number {
  // What merely parts words.
  if (/^[\s._-]$/.test(piece)) return 1;
  if (/^\p{Script=Han}+$/u.test(piece)) return 9 * new Set(piece).size;
  const characters = [...piece];
  const fresh = characters.filter((character, at) => {
    const step = (character.codePointAt(0) ?? 0) - (characters[at - 1]?.codePointAt(0) ?? -9);
    return at === 0 || Math.abs(step) > 1;
  });
  const perCharacter = /^\p{N}+$/u.test(piece) ? 3.3 : 4.7;
  const spelt = perCharacter * Math.min(fresh.length, 2 * new Set(fresh).size);
  // Letters of one case with vowels among them are most likely a word.
  const isWord = /^\p{Lu}?\p{Ll}+$/u.test(piece) && /[aeiouy]/i.test(piece) && characters.length <= 12;
  return isWord ? Math.min(spelt, 12) : spelt;
}

/** Without what is mistaken for something else: 0 and o, 1 and l and i. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Five groups of four, 99 bits: to be sent by another way than the file. */
export function suggestedPassphrase(draw: (limit: number) => number): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[draw(LETTERS.length)]).join('');
  return Array.from({ length: 5 }, group).join('-');
}
