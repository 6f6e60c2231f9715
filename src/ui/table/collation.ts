import type { Work } from './slices';
import { CHUNK } from './values';

/** Digits of a number that is compared by its value; longer ones are left to the collator. */
const LONGEST_NUMBER = 24;
const EXACT_BITS = 53;
/** A symbol before all others: the text has ended. */
const ENDED = 0;

/**
 * Sort keys for texts made of printable ASCII, Latin letters with accents and Han: a number each, such that keys in order are texts in the order of
 * the collator's letters (its primary level), at any depth. Comparing keys is many times faster than comparing texts.
 * The weights of the characters are the collator's own answers, so they follow the language. Texts with other
 * characters (ligatures, kana, emoji) combine by rules that single characters do not show: they have no key.
 */
export class CollationKeys {
  private readonly weights: Uint16Array;
  private readonly numberWeight: number;
  private readonly base: number;
  /** Symbols a key holds. */
  readonly symbols: number;

  private constructor(characters: readonly string[], longestNumber: number, locale: string) {
    const letters = new Intl.Collator(locale, { sensitivity: 'base' });
    const sorted = [...new Set([...characters, '0'])].sort(letters.compare);
    this.weights = new Uint16Array(0x10000);
    let weight = ENDED;
    let before: string | null = null;
    let numberWeight = 0;
    for (const character of sorted) {
      if (before === null || letters.compare(before, character) !== 0) weight += 1;
      this.weights[character.charCodeAt(0)] = weight;
      before = character;
      if (character !== '0') continue;
      // A number starts with how many digits it has: longer ones come later.
      numberWeight = weight;
      weight += longestNumber;
    }
    this.numberWeight = numberWeight;
    // Digits of a number use the weights from 1 on: they only ever meet digits.
    this.base = Math.max(weight, 10) + 1;
    this.symbols = Math.max(1, Math.floor(EXACT_BITS / Math.log2(this.base)));
  }

  /** Learns the characters of the texts. `plain` tells which texts have keys. */
  static *learn(texts: readonly string[], locale: string): Work<{ keys: CollationKeys; plain: Uint8Array }> {
    const seen = new Uint8Array(0x10000);
    const plain = new Uint8Array(texts.length);
    const pairs = new HanPairs(locale);
    let longest = 0;
    for (let start = 0; start < texts.length; start += CHUNK) {
      const end = Math.min(texts.length, start + CHUNK);
      for (let at = start; at < end; at += 1) {
        const text = texts[at]!;
        const digits = isPlain(text) && !pairs.anyIn(text) ? longestNumber(text) : LONGEST_NUMBER + 1;
        if (digits > LONGEST_NUMBER) continue;
        plain[at] = 1;
        longest = Math.max(longest, digits);
        for (let place = 0; place < text.length; place += 1) seen[text.charCodeAt(place)] = 1;
      }
      yield end / texts.length;
    }
    const characters: string[] = [];
    seen.forEach((was, code) => {
      if (was && !isDigit(code)) characters.push(String.fromCharCode(code));
    });
    return { keys: new CollationKeys(characters, longest, locale), plain };
  }

  /** The key of the symbols from `skip` on. */
  key(text: string, skip: number): number {
    let key = 0;
    let symbol = 0;
    const end = skip + this.symbols;
    let at = 0;
    while (at < text.length && symbol < end) {
      const code = text.charCodeAt(at);
      if (!isDigit(code)) {
        if (symbol >= skip) key = key * this.base + this.weights[code]!;
        symbol += 1;
        at += 1;
        continue;
      }
      let first = at;
      while (text.charCodeAt(first) === ZERO) first += 1;
      let after = first;
      while (isDigit(text.charCodeAt(after))) after += 1;
      if (symbol >= skip) key = key * this.base + this.numberWeight + (after - first);
      symbol += 1;
      for (let digit = first; digit < after && symbol < end; digit += 1) {
        if (symbol >= skip) key = key * this.base + 1 + text.charCodeAt(digit) - ZERO;
        symbol += 1;
      }
      at = after;
    }
    for (let left = end - Math.max(symbol, skip); left > 0; left -= 1) key *= this.base;
    return key;
  }

  /** Whether the key says that the text has ended: among equal keys then all have. */
  isLast(key: number): boolean {
    return key % this.base === ENDED;
  }
}

/**
 * Han that the language reads otherwise together than apart, as 重庆 among ch and not among zh. The collator is asked
 * about every pair that occurs: whether it stands between the first character with the lowest and with the highest
 * character after it (U+FFFF is that by definition, UTS 35).
 */
class HanPairs {
  private readonly known = new Map<number, boolean>();
  private readonly letters: Intl.Collator;

  constructor(locale: string) {
    this.letters = new Intl.Collator(locale, { sensitivity: 'base' });
  }

  anyIn(text: string): boolean {
    for (let at = 1; at < text.length; at += 1) {
      const [first, second] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
      if (first >= FIRST_HAN && second >= FIRST_HAN && this.readsOtherwise(first, second)) return true;
    }
    return false;
  }

  private readsOtherwise(first: number, second: number): boolean {
    const pair = first * 0x10000 + second;
    let otherwise = this.known.get(pair);
    if (otherwise === undefined) {
      const text = String.fromCharCode(first, second);
      const { compare } = this.letters;
      otherwise = compare(`${text[0]} `, text) > 0 || compare(text, `${text[0]}\uFFFF`) > 0;
      this.known.set(pair, otherwise);
    }
    return otherwise;
  }
}

const FIRST_HAN = 0x4e00;
const ZERO = 48;
const isDigit = (code: number): boolean => code >= ZERO && code < ZERO + 10;

/** Characters whose letter does not depend on their neighbours. */
const PLAIN = plainCharacters();

function plainCharacters(): Uint8Array {
  const plain = new Uint8Array(0x10000);
  plain.fill(1, 0x20, 0x7f);
  plain.fill(1, FIRST_HAN, 0x9fa6);
  for (let code = 0xc0; code <= 0x24f; code += 1) {
    // An accent is compared after all letters are: é has the place of e.
    if (/^[A-Za-z]\p{Mn}+$/u.test(String.fromCharCode(code).normalize('NFD'))) plain[code] = 1;
  }
  return plain;
}

function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (!PLAIN[text.charCodeAt(at)]) return false;
  return true;
}

function longestNumber(text: string): number {
  let longest = 0;
  let run = 0;
  for (let at = 0; at < text.length; at += 1) {
    run = isDigit(text.charCodeAt(at)) ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}
