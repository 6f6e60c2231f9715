import { crc32 } from './crc32';

const UNICODE_PATH = 0x7075;

/**
 * The name of an archive's entry. Marked UTF-8 or given again as UTF-8 beside it (Info-ZIP's extra field) it is that;
 * else the writer's own code page: UTF-8 without the mark (macOS), GB18030 (Windows in China), or the format's first, 437.
 */
export function entryName(bytes: Uint8Array, extra: Uint8Array, isUtf8: boolean): string {
  const unicode = unicodePath(bytes, extra);
  if (unicode !== null) return unicode;
  const utf8 = decoded(bytes, 'utf-8');
  if (utf8 !== null) return utf8;
  if (isUtf8) return new TextDecoder().decode(bytes);
  const chinese = decoded(bytes, 'gb18030');
  return chinese !== null && isPlausiblyChinese(bytes) ? chinese : codePage437(bytes);
}

/** Info-ZIP Unicode Path: version 1, the CRC of the name it belongs to, the name in UTF-8. */
function unicodePath(bytes: Uint8Array, extra: Uint8Array): string | null {
  const field = extraField(extra, UNICODE_PATH);
  if (!field || field.length < 5 || field[0] !== 1) return null;
  const view = new DataView(field.buffer, field.byteOffset, field.byteLength);
  return view.getUint32(1, true) === crc32(bytes) ? decoded(field.subarray(5), 'utf-8') : null;
}

/** The bytes of one extra field, found by its id. */
export function extraField(extra: Uint8Array, id: number): Uint8Array | null {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length;) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === id) return extra.subarray(at + 4, at + 4 + size);
    at += 4 + size;
  }
  return null;
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    // Bytes that are not of this encoding: the next is tried.
    return null;
  }
}

/**
 * Whether most characters beyond ASCII are those of GB 2312, which are all that everyday names hold: both of their bytes
 * are high. Western letters of a code page stand between low ones.
 */
function isPlausiblyChinese(bytes: Uint8Array): boolean {
  let [characters, common] = [0, 0];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    characters++;
    if (bytes[at]! >= 0xa1 && bytes[at]! <= 0xf7 && (bytes[at + 1] ?? 0) >= 0xa1) common++;
    at++;
  }
  return common >= characters * 0.75;
}

const HIGH_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

function codePage437(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte < 128 ? String.fromCharCode(byte) : HIGH_437[byte - 128]!)).join(
    '',
  );
}
