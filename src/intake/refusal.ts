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
 * Why a file's bytes cannot be read as text of any encoding, or null when they can.
 * `head` is the first mebibyte or so of the file, or all of it; `fileSize` is in bytes.
 */
export function refuseBytes(head: Uint8Array, fileName: string, fileSize: number): Reason | null {
  if (fileSize === 0 || head.length === 0) return reason('intake_refused_empty');
  const foreign = refuseFormat(head, fileName);
  if (foreign) return foreign;
  if (isBinary(head)) return reason('intake_refused_binary');
  return refuseText(head);
}

/** Why rows that were read are no table of orders: a header alone, or a single column. */
export function refuseTable(read: ReadOptions, sampleRows: readonly string[][]): Reason | null {
  if (sampleRows.length === 0) return reason('intake_refused_no_rows');
  if (read.columns.length < 2) return reason('intake_refused_one_column');
  return null;
}

const SIGNATURES: readonly [bytes: string, refusal: () => Reason][] = [
  ['\x89PNG', () => reason('intake_refused_image')],
  ['\xff\xd8\xff', () => reason('intake_refused_image')],
  ['GIF8', () => reason('intake_refused_image')],
  ['II*\0', () => reason('intake_refused_image')],
  ['MM\0*', () => reason('intake_refused_image')],
  ['%PDF-', () => reason('intake_refused_pdf')],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', () => reason('intake_refused_excel')],
  ['PAR1', () => reason('intake_refused_parquet')],
  ['\x1f\x8b', () => reason('intake_refused_gzip')],
  ['7z\xbc\xaf\x27\x1c', () => reason('intake_refused_archive')],
  ['Rar!\x1a\x07', () => reason('intake_refused_archive')],
];

function refuseFormat(head: Uint8Array, fileName: string): Reason | null {
  for (const [bytes, refusal] of SIGNATURES) if (latin1(head, 0, bytes.length) === bytes) return refusal();
  if (latin1(head, 0, 4) === 'RIFF' && latin1(head, 8, 12) === 'WEBP') return reason('intake_refused_image');
  if (latin1(head, 4, 8) === 'ftyp' && /^(heic|heix|mif1|avif)$/.test(latin1(head, 8, 12)))
    return reason('intake_refused_image');
  // `BM` alone may begin a header; a bitmap has four zero bytes of reserve at 6.
  if (latin1(head, 0, 2) === 'BM' && latin1(head, 6, 10) === '\0\0\0\0')
    return reason('intake_refused_image');
  if (latin1(head, 0, 4) === 'PK\x03\x04') {
    const isWorkbook = /\.(xlsx|xlsm|xlsb)$/i.test(fileName) || latin1(head, 0, 8192).includes('xl/');
    return reason(isWorkbook ? 'intake_refused_excel' : 'intake_refused_archive');
  }
  return refuseMarkup(head);
}

/** Shops call HTML tables `.xls` and JSON answers `.csv`. */
function refuseMarkup(head: Uint8Array): Reason | null {
  const start = latin1(head, 0, 1024)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (/^(<!doctype|<html|<table|<\?xml)/.test(start)) return reason('intake_refused_web_page');
  if (/^(\{\s*["}]|\[\s*[{[\]])/.test(start)) return reason('intake_refused_json');
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

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
