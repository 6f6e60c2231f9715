import { zerosOfUtf16 } from './encoding';
import type { ReadOptions, Reason } from './types';
import { reason } from './reasons';

/** Bytes without a line break after which a file is no table. DuckDB's own limit for a line is 2 MB. */
const LONGEST_LINE = 1_000_000;

/** Shares of control characters, and of zeros, above which bytes are no text. */
const MOST_CONTROLS = 0.01;
const MOST_ZEROS = 0.3;

const LF = 10;
const CR = 13;

/**
 * Why a file's bytes cannot be read as text of any encoding, or null when they can. Kinds of file that are known by
 * their signature have been told before.
 * `head` is the first mebibyte or so of the file, or all of it; `fileSize` is in bytes.
 */
export function refuseBytes(head: Uint8Array, fileSize: number): Reason | null {
  if (fileSize === 0 || head.length === 0) return reason('intake_refused_empty');
  if (isBinary(head)) return reason('intake_refused_binary');
  return refuseText(head);
}

/** Why rows that were read are no table of orders: a header alone, or a single column. */
export function refuseTable(read: ReadOptions, sampleRows: readonly string[][]): Reason | null {
  if (sampleRows.length === 0) return reason('intake_refused_no_rows');
  if (read.columns.length < 2) return reason('intake_refused_one_column');
  return null;
}

/** Control characters that no text holds. Zeros are forgiven: UTF-16 is half zeros, and some programs pad with them. */
function isBinary(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return false;
  if (zerosOfUtf16(head)) return false;
  let control = 0;
  let zeros = 0;
  for (let index = 0; index < head.length; index += 1) {
    const byte = head[index]!;
    if (byte === 0) zeros += 1;
    else if (byte < 9 || (byte > 13 && byte < 32)) control += 1;
  }
  return control > head.length * MOST_CONTROLS || zeros > head.length * MOST_ZEROS;
}

function refuseText(head: Uint8Array): Reason | null {
  let lineStart = 0;
  let hasText = false;
  for (let index = 0; index <= head.length; index++) {
    const byte = head[index];
    if (byte !== undefined && byte !== LF && byte !== CR) {
      hasText ||= byte > 32 && !(index < 3 && byte >= 0xbb && head[0] === 0xef);
      continue;
    }
    if (index - lineStart > LONGEST_LINE) return reason('intake_refused_long_line');
    lineStart = index + 1;
  }
  return hasText ? null : reason('intake_refused_empty');
}
