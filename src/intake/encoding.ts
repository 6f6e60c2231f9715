import { everydayCharacters } from './common-characters';
import { decoderOf } from './decoder';
import { layoutReason } from './layout-reasons';
import { reason } from './reasons';
import { ENCODING_NAMES, ENCODINGS, type Encoding, type Reason } from './types';

export interface EncodingFound {
  encoding: Encoding;
  because: Reason;
}

/** Bytes of lines beyond ASCII that are tried in each encoding. */
const TRIED = 65_536;
/** Share of replaced characters up to which a text is what it is else by all signs: a few broken bytes. */
const BROKEN = 0.002;

/** What an old Macintosh file has to be more plausible by than one from Windows. */
const RARE = 0.2;

/** Encodings tried where the bytes are not UTF-8, likelier first. */
const CANDIDATES = [
  'gb18030',
  'big5',
  'shift_jis',
  'windows-1252',
  'macintosh',
] as const satisfies readonly Encoding[];

/**
 * The encoding of a file by its bytes: marks, zeros, what is valid UTF-8, and else the one in which the text is most
 * plausible. `pieces` are its beginning and others from further on, `isCut` whether a character may be cut in two at
 * their ends. A person's choice is kept.
 */
export function findEncoding(
  pieces: readonly Uint8Array[],
  isCut: boolean,
  chosen?: Encoding,
): EncodingFound {
  const [head = new Uint8Array()] = pieces;
  if (chosen !== undefined && ENCODINGS.includes(chosen))
    return { encoding: chosen, because: layoutReason('layout_encoding_chosen') };
  if (head[0] === 0xff && head[1] === 0xfe) return marked('utf-16le');
  if (head[0] === 0xfe && head[1] === 0xff) return marked('utf-16be');
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf)
    return { encoding: 'utf-8', because: reason('intake_read_utf8_mark') };
  const wide = zerosOfUtf16(head);
  if (wide) return { encoding: wide, because: layoutReason('layout_encoding_zeros') };
  const [first, ...further] = pieces;
  if (isUtf8(first ?? head, isCut) && further.every((piece) => isUtf8(wholeCharacters(piece), true))) {
    const example = beyondAscii(pieces);
    const because =
      example === null ? reason('intake_read_utf8') : reason('intake_read_utf8_beyond', { example });
    return { encoding: 'utf-8', because };
  }
  return mostPlausible(linesBeyondAscii(pieces));
}

const marked = (encoding: Encoding): EncodingFound => ({
  encoding,
  because: layoutReason('layout_encoding_mark', { encoding: ENCODING_NAMES[encoding] }),
});

/** UTF-16 without a mark: digits and delimiters are zero in every other byte. */
export function zerosOfUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const zeros = [0, 0];
  const length = Math.min(head.length, 4096);
  for (let index = 0; index < length; index += 1) if (head[index] === 0) zeros[index % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  if (Math.max(even, odd) <= length * 0.15 || Math.min(even, odd) >= length * 0.05) return null;
  return odd > even ? 'utf-16le' : 'utf-16be';
}

function isUtf8(bytes: Uint8Array, isCut: boolean): boolean {
  try {
    // `stream` forgives a character cut at the end, and nothing else.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}

/** A piece from the middle of a file without the rest of a character at its start. */
function wholeCharacters(piece: Uint8Array): Uint8Array {
  let start = 0;
  while (start < 3 && ((piece[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return piece.subarray(start);
}

function beyondAscii(pieces: readonly Uint8Array[]): string | null {
  for (const piece of pieces) {
    let at = 0;
    while (at < piece.length && piece[at]! < 0x80) at += 1;
    if (at === piece.length) continue;
    const text = new TextDecoder('utf-8').decode(piece.subarray(at, at + 8));
    return /[^\0-\x7f\ufffd]/u.exec(text)?.[0] ?? null;
  }
  return null;
}

/** Lines with bytes beyond ASCII, cut at ASCII line breaks, which no candidate uses inside a character. */
function linesBeyondAscii(pieces: readonly Uint8Array[]): Uint8Array {
  const lines = new Uint8Array(TRIED);
  let length = 0;
  for (const piece of pieces) {
    const share = Math.min(TRIED, length + Math.max(4096, Math.floor(TRIED / pieces.length)));
    for (let start = 0; start < piece.length && length < share;) {
      const lineFeed = piece.indexOf(10, start);
      const end = lineFeed < 0 ? piece.length : lineFeed + 1;
      const line = piece.subarray(start, Math.min(end, start + 4096));
      if (line.some((byte) => byte >= 0x80)) {
        const kept = line.subarray(0, share - length);
        lines.set(kept, length);
        length += kept.length;
      }
      start = end;
    }
  }
  return lines.subarray(0, length);
}

function mostPlausible(bytes: Uint8Array): EncodingFound {
  const utf8 = new TextDecoder('utf-8').decode(bytes);
  const broken = (utf8.match(/\ufffd/g)?.length ?? 0) / utf8.length;
  const beyond = utf8.match(/[^\0-\x7f\ufffd]/g)?.length ?? 0;
  // Bytes beyond ASCII that happen to be UTF-8 many times over are UTF-8.
  if (broken < BROKEN && beyond > 20 && beyond > broken * utf8.length * 20) {
    const example = /[^\0-\x7f\ufffd]/u.exec(utf8)?.[0] ?? '';
    return { encoding: 'utf-8', because: reason('intake_read_utf8_beyond', { example }) };
  }
  let best: { encoding: Encoding; text: string; score: number } = {
    encoding: 'windows-1252',
    text: '',
    score: -Infinity,
  };
  for (const encoding of CANDIDATES) {
    const text = decoderOf(encoding).decode(bytes, true);
    const score = plausibility(text, encoding) - (encoding === 'macintosh' ? RARE : 0);
    if (score > best.score + 1e-9) best = { encoding, text, score };
  }
  const word = WORDS.exec(best.text)?.[0];
  const encoding = ENCODING_NAMES[best.encoding];
  const because =
    word === undefined
      ? layoutReason('layout_encoding_best', { encoding, example: exampleOf(best.text) })
      : layoutReason('layout_encoding_words', { encoding, example: word });
  return { encoding: best.encoding, because };
}

/** Words of order files in Chinese and Japanese, as columns and states are called. */
const WORDS =
  /订单|下单|会员|客户|顾客|买家|用户|金额|单价|数量|商品|时间|日期|付款|支付|退款|门店|渠道|手机|姓名|訂單|訂購|會員|客戶|顧客|買家|金額|單價|數量|時間|付款|門市|商品|注文|会員|数量|単価|合計|氏名|電話|住所|購入|カード|メール/u;

/** Mean plausibility of the characters beyond ASCII, from 1 (all as one writes) downwards. */
function plausibility(text: string, encoding: Encoding): number {
  const everyday = everydayCharacters(encoding);
  let sum = 0;
  let count = 0;
  let before = '';
  const characters = [...text];
  characters.forEach((character, index) => {
    if (character > '\x7f') {
      sum +=
        everyday.size > 0
          ? ofHan(character, everyday)
          : ofLatin(before, character, characters[index + 1] ?? '');
      count += 1;
    }
    before = character;
  });
  if (count === 0) return 0;
  const words = text.match(new RegExp(WORDS, 'gu'))?.length ?? 0;
  return sum / count + Math.min(0.5, (words * 2) / count);
}

function ofHan(character: string, everyday: ReadonlySet<string>): number {
  if (everyday.has(character)) return 1;
  if (/[\u3040-\u30ff\u3000-\u303f\uff01-\uff5e\uffe5\uffe1]/.test(character)) return 0.9;
  if (character === '\u20ac' || character === '·' || /[\u2014\u2018-\u201d\u2026]/.test(character))
    return 0.5;
  if (/\p{Script=Han}/u.test(character)) return -0.5;
  // Half-width kana are what any Western text gives in Shift-JIS.
  if (/[\uff61-\uff9f]/.test(character)) return -0.2;
  return character === '\ufffd' || /[\u0080-\u009f\ue000-\uf8ff]/.test(character) ? -5 : -1;
}

/** A letter with a diacritic belongs among letters, in their case; signs stand beside digits and blanks. */
function ofLatin(before: string, character: string, after: string): number {
  if (character === '\ufffd' || /[\u0080-\u009f]/.test(character)) return -5;
  const isLetterBeside = (beside: string): boolean => /[a-z]/i.test(beside);
  if (/\p{L}/u.test(character) && character !== 'ª' && character !== 'º') {
    if (/[a-z]/.test(before) && /\p{Lu}/u.test(character)) return -1;
    if (/[A-Z]/.test(before) && /[A-Z]/.test(after) && /\p{Ll}/u.test(character)) return -0.7;
    if (before > '\x7f' && after > '\x7f') return -1;
    if (/\p{Ll}/u.test(character) && /[A-Z]/.test(after)) return -0.7;
    if (/\d/.test(before) || /\d/.test(after)) return -0.7;
    return isLetterBeside(before) || isLetterBeside(after) ? 1 : -0.2;
  }
  if (/[€£¥¢]/.test(character)) return isLetterBeside(before) || isLetterBeside(after) ? -0.5 : 1;
  // An apostrophe stands inside words, dashes and quotes around them.
  if (/[‘“”–—…«»]/.test(character)) return isLetterBeside(before) && isLetterBeside(after) ? -0.7 : 0.8;
  if (character === '’') return 0.8;
  if (/[\u00a0°®™²³½¼ºª·¡¿©•]/.test(character)) return 0.6;
  return -0.6;
}

function exampleOf(text: string): string {
  return /[\p{L}\d]*[^\0-\x7f]+[\p{L}\d]*/u.exec(text)?.[0].slice(0, 20) ?? '';
}
