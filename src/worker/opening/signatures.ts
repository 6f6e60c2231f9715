import type { Refused } from '../failures';
import { bytesAt } from './bytes-at';
import { refused } from './reasons';

/** Kinds of file that are opened, by what their first bytes say. Names do not count: shops call anything `.csv` or `.xls`. */
export type Kind = 'zip' | 'gzip' | 'parquet' | 'json' | 'html' | 'workbook-xml' | 'text';

/** Bytes from the start of a file that are enough to tell its kind. */
const HEAD_BYTES = 65_536;

type Refusal = (name: string) => Refused;

const picture: Refusal = (name) => refused('opening_refused_picture', { name });
const document: Refusal = (name) => refused('opening_refused_document', { name });
const packed =
  (format: string): Refusal =>
  (name) =>
    refused('opening_refused_packed', { name, format });
const dataFile =
  (format: string): Refusal =>
  (name) =>
    refused('opening_refused_data_file', { name, format });

const REFUSED: readonly [bytes: string, refusal: Refusal][] = [
  ['%PDF-', (name) => refused('opening_refused_pdf', { name })],
  ['\x89PNG', picture],
  ['\xff\xd8\xff', picture],
  ['GIF8', picture],
  ['II*\0', picture],
  ['MM\0*', picture],
  ['{\\rtf', document],
  ['7z\xbc\xaf\x27\x1c', packed('7z')],
  ['Rar!\x1a\x07', packed('RAR')],
  ['BZh', packed('bzip2')],
  ['\xfd7zXZ\0', packed('xz')],
  ['\x28\xb5\x2f\xfd', packed('Zstandard')],
  ['SQLite format 3\0', dataFile('SQLite')],
  ['Obj\x01', dataFile('Avro')],
  ['ARROW1\0', dataFile('Arrow')],
  ['ORC', dataFile('ORC')],
  // Encrypted Parquet: its footer cannot be read without the key.
  ['PARE', (name) => refused('opening_refused_parquet', { name })],
];

/**
 * The kind of a file. Throws `Refused` for kinds that hold no table, or one that cannot be read here, and says what to do
 * instead. What is none of these is taken for text.
 */
export async function kindOf(blob: Blob, name: string): Promise<Kind> {
  const head = new Uint8Array(await blob.slice(0, HEAD_BYTES).arrayBuffer());
  const start = (length: number, from = 0) => latin1(head, from, from + length);
  for (const [bytes, refusal] of REFUSED) {
    // Three letters may begin a header; a byte that no text holds tells.
    const isWord = /^[ -~]{1,3}$/.test(bytes);
    if (start(bytes.length) === bytes && (!isWord || head.includes(0))) throw refusal(name);
  }
  if (start(8) === '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1') throw await oldOffice(blob, head, name);
  if (start(4) === 'RIFF' && start(4, 8) === 'WEBP') throw picture(name);
  if (start(4, 4) === 'ftyp' && /^(heic|heix|mif1|avif)$/.test(start(4, 8))) throw picture(name);
  if (start(2) === 'BM' && start(4, 6) === '\0\0\0\0') throw picture(name);
  if (start(5, 257) === 'ustar') throw packed('tar')(name);
  if (/^PK(\x03\x04|\x05\x06)/.test(start(4))) return 'zip';
  if (start(2) === '\x1f\x8b') return 'gzip';
  if (start(4) === 'PAR1') return 'parquet';
  return markup(head, name);
}

/** Shops call HTML tables and Excel's XML of 2003 `.xls`, and JSON answers `.csv`. */
function markup(head: Uint8Array, name: string): Kind {
  const text = decodeStart(head.subarray(0, 4096)).trimStart();
  if (/^<(?:\?xml|[\w]*:?Workbook)\b/.test(text)) {
    if (text.includes('urn:schemas-microsoft-com:office:spreadsheet')) return 'workbook-xml';
    if (!/<html\b/i.test(text)) throw refused('opening_refused_web_table', { name });
  }
  if (HTML.test(text)) return 'html';
  // A page with all it needs in one file, as browsers save it: its tables are in parts of a letter.
  if (/^MIME-Version:/i.test(text)) throw refused('opening_refused_web_table', { name });
  return /^(\{\s*["}]|\[\s*[[{\]])/.test(text) ? 'json' : 'text';
}

/** How pages begin, and pieces of pages that programs print without the rest. */
const HTML =
  /^(?:<!--|<\?xml\b|<(?:!doctype|html|head|meta|title|link|style|script|body|div|center|form|font|p|br|h\d|table|thead|tbody|tr)\b)/i;

function decodeStart(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/**
 * What an OLE2 compound file is: its directory names its streams in UTF-16. A workbook with a password is one as well,
 * whatever its name says. [MS-CFB] 2.2: sector size at 30, first sector of the directory at 48.
 */
async function oldOffice(blob: Blob, head: Uint8Array, name: string): Promise<Refused> {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const shift = head.length >= 52 ? view.getUint16(30, true) : 0;
  const at = shift === 9 || shift === 12 ? (view.getUint32(48, true) + 1) * 2 ** shift : 0;
  const directory = new Uint8Array(await bytesAt(blob, at, at + 4096));
  const streams = latin1(directory, 0, directory.length).replaceAll('\0', '');
  if (streams.includes('EncryptedPackage')) return refused('opening_refused_password_workbook', { name });
  if (streams.includes('WordDocument') || streams.includes('PowerPoint Document')) return document(name);
  return refused('opening_refused_old_excel', { name });
}

/** Bytes as characters of the same number; in slices, for a call takes only so many arguments. */
export function latin1(bytes: Uint8Array, from: number, to: number): string {
  let text = '';
  const end = Math.min(to, bytes.length);
  for (let at = from; at < end; at += 8192) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + 8192, end)));
  }
  return text;
}
