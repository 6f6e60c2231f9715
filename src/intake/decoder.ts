import type { Encoding } from './types';

/** What Windows-1252 has where ISO 8859-1 has control characters, from 0x80; the five it leaves open stay. */
const WINDOWS = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/** Decodes one encoding, as a stream where asked. The byte order mark is left out. */
export interface Decoder {
  decode(bytes: Uint8Array | ArrayBuffer, isLast: boolean): string;
}

/**
 * A decoder by the Encoding Standard. The decoder of Node 20 and 22 takes Windows-1252 for ISO 8859-1
 * (nodejs/node#56542), which the standard does not know: the difference is made up for.
 */
export function decoderOf(encoding: Encoding): Decoder {
  const decoder = new TextDecoder(encoding);
  const isWindows = encoding === 'windows-1252' || encoding === 'iso-8859-1';
  return {
    decode(bytes, isLast) {
      const text = decoder.decode(bytes, { stream: !isLast });
      if (!isWindows || !/[\x80-\x9f]/.test(text)) return text;
      return text.replace(/[\x80-\x9f]/g, (control) => WINDOWS[control.charCodeAt(0) - 0x80] ?? control);
    },
  };
}
