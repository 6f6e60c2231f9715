import type { ReadOptions, Reason } from './types';
import { reason } from './reasons';

/** Bytes without a line break after which a file is no table. DuckDB's own limit for a line is 2 MB. */
const LONGEST_LINE = 1_000_000;

const LF = 10;
const CR = 13;

/**
 * Why a file's bytes cannot be read as delimited UTF-8 text, or null when they can.
 * `head` is the first mebibyte or so of the file, or all of it; `fileSize` is in bytes.
 */
export function refuseBytes(head: Uint8Array, fileName: string, fileSize: number): Reason | null {
  if (fileSize === 0 || head.length === 0) return reason('intake_refused_empty');
  const foreign = refuseFormat(head, fileName);
  if (foreign) return foreign;
  const encoding = foreignEncoding(head, head.length < fileSize);
  if (encoding === 'binary') return reason('intake_refused_binary');
  if (encoding) return reason('intake_refused_encoding', { encoding });
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

/** The encoding's name where the bytes are not UTF-8, `binary` where they are no text at all, null for UTF-8. */
function foreignEncoding(head: Uint8Array, isCut: boolean): string | null {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'UTF-16';
  if (head.includes(0)) return looksUtf16(head) ? 'UTF-16' : 'binary';
  if (decodes(head, 'utf-8', isCut)) return null;
  if (controlShare(head) > 0.01) return 'binary';
  if (decodes(head, 'gb18030', isCut) && looksChinese(new TextDecoder('gb18030').decode(head)))
    return 'GB18030';
  return 'Windows-1252';
}

function decodes(bytes: Uint8Array, encoding: string, isCut: boolean): boolean {
  try {
    // `stream` forgives a character cut at the end, and nothing else.
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a mark: every other byte of Latin text is zero. */
function looksUtf16(head: Uint8Array): boolean {
  const zeros = [0, 0];
  const length = Math.min(head.length, 4096);
  for (let index = 0; index < length; index++) if (head[index] === 0) zeros[index % 2]! += 1;
  const [even, odd] = zeros as [number, number];
  return Math.max(even, odd) > length * 0.2 && Math.min(even, odd) < length * 0.05;
}

function controlShare(head: Uint8Array): number {
  let control = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32)) control += 1;
  return control / head.length;
}

/**
 * Bytes of Western text can happen to be valid GB18030, but give single rare characters between Latin letters;
 * Chinese text gives runs of common ones.
 */
function looksChinese(text: string): boolean {
  const beyondAscii = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const inRuns = (text.match(/[\u4e00-\u9fff]{2,}/gu) ?? []).join('').length;
  return inRuns > beyondAscii * 0.5;
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
