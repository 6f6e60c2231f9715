import { decoderOf } from '../../intake/decoder';
import type { Encoding } from '../../intake/types';

/** Bytes decoded at a time. */
const STEP = 2_097_152;
/** Characters handed on at a time: what is made of them is garbage before it is moved. */
const PIECE = 131_072;

/** What decoding met that is no text of the file. */
export interface DecodingNotes {
  /** Bytes of zero, left out. */
  zeros: number;
  /** Sequences that mean nothing in the encoding. */
  undecodable: number;
}

/** A file's text in pieces, decoded as a stream: never more of it in memory than a piece. */
export async function* decoded(
  blob: Blob,
  encoding: Encoding,
  notes: DecodingNotes,
  onBytes?: (bytes: number) => void,
): AsyncGenerator<{ text: string; isLast: boolean }> {
  const decoder = decoderOf(encoding);
  let start = 0;
  do {
    const end = Math.min(start + STEP, blob.size);
    const isLast = end >= blob.size;
    const text = decoder.decode(await blob.slice(start, end).arrayBuffer(), isLast);
    notes.undecodable += countOf(text, '\ufffd');
    const zeros = countOf(text, '\0');
    notes.zeros += zeros;
    const clean = zeros > 0 ? text.replaceAll('\0', '') : text;
    for (let at = 0; at === 0 || at < clean.length; at += PIECE) {
      yield { text: clean.slice(at, at + PIECE), isLast: isLast && at + PIECE >= clean.length };
    }
    onBytes?.(end);
    start = end;
  } while (start < blob.size);
}

function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}
