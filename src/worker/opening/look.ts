import { decoderOf } from '../../intake/decoder';
import type { Encoding } from '../../intake/types';

/** A file is looked at whole up to here; a larger one at its head, at places spread over it, and at its end. */
const WHOLE_BYTES = 4_194_304;
const HEAD_BYTES = 1_048_576;
const SLICE_BYTES = 131_072;
const SLICES = 7;
const TAIL_BYTES = 65_536;

export interface Look {
  head: Uint8Array;
  /** Whether the head is all there is. */
  isWhole: boolean;
  /** Pieces from further on, in file order: what the head does not show (a later month, another format) is seen. */
  slices: Uint8Array[];
  tail: Uint8Array | null;
}

export const isLookedAtWhole = (blob: Blob): boolean => blob.size <= WHOLE_BYTES;

export async function lookAt(blob: Blob): Promise<Look> {
  if (isLookedAtWhole(blob))
    return { head: await bytesOf(blob, 0, blob.size), isWhole: true, slices: [], tail: null };
  const step = (blob.size - HEAD_BYTES - SLICE_BYTES - TAIL_BYTES) / SLICES;
  const starts = Array.from({ length: SLICES }, (_, index) => even(HEAD_BYTES + step * (index + 1)));
  const [head, tail, ...slices] = await Promise.all([
    bytesOf(blob, 0, HEAD_BYTES),
    bytesOf(blob, even(blob.size - TAIL_BYTES), blob.size),
    ...starts.map((start) => bytesOf(blob, start, start + SLICE_BYTES)),
  ]);
  return { head, isWhole: false, slices, tail };
}

/** Text of the head, cut after its last line break where the file goes on. */
export function headText({ head, isWhole }: Look, encoding: Encoding): string {
  const text = decoderOf(encoding).decode(head, isWhole);
  return isWhole ? text : text.slice(0, lastBreak(text));
}

/** Whole lines of a piece from the middle, or from the end, of a file. */
export function wholeLines(piece: Uint8Array, encoding: Encoding, isEnd: boolean): string {
  const text = decoderOf(encoding).decode(piece, isEnd);
  const start = /[\n\r]+/.exec(text);
  if (!start) return '';
  return text.slice(start.index + start[0].length, isEnd ? undefined : lastBreak(text));
}

function lastBreak(text: string): number {
  return Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1;
}

/** Characters of UTF-16 start at even places. */
const even = (place: number): number => Math.floor(place / 2) * 2;

async function bytesOf(blob: Blob, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(start, end).arrayBuffer());
}
