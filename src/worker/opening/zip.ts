import { bytesAt } from './bytes-at';
import { LIMITS } from './limits';
import { refused, said } from './reasons';
import { entryName, extraField } from './zip-names';

/** One file of an archive, as its list of entries tells it. */
export interface ZipEntry {
  /** Path inside the archive, with `/`. */
  name: string;
  /** 0 stored, 8 deflated. */
  method: number;
  crc: number;
  packedBytes: number;
  bytes: number;
  encrypted: boolean;
  /** Where its own header starts in the archive. */
  headerAt: number;
}

export interface Zip {
  blob: Blob;
  /** What it is called in sentences: the dropped file and the names inside it. */
  path: readonly string[];
  /** In file order; folders left out. */
  entries: ZipEntry[];
}

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LISTED_BYTES = 46;
const LOCAL_BYTES = 30;
const LONGEST_COMMENT = 65_535;
const ZIP64_EXTRA = 1;
const UNKNOWN_32 = 0xffffffff;

/**
 * Reads the list of entries at an archive's end (PKWARE APPNOTE 6.3.10, zip64 included). It is believed over the headers
 * before each file: only it is complete when an archive was written as a stream.
 * Throws `Refused` where it is damaged, too long, or names more than packs honestly.
 */
export async function readZip(blob: Blob, path: readonly string[]): Promise<Zip> {
  const name = said(path);
  const end = await readEnd(blob, name);
  if (end.count > LIMITS.entries) throw refused('opening_refused_entries', { name, n: LIMITS.entries });
  const damaged = end.size > LIMITS.directoryBytes || end.offset < 0 || end.offset + end.size > blob.size;
  if (damaged) throw refused('opening_refused_damaged', { name });
  const list = await viewOf(blob, end.offset, end.offset + end.size);
  const all: ZipEntry[] = [];
  for (let at = 0, index = 0; index < end.count; index++) {
    if (at + LISTED_BYTES > list.byteLength || list.getUint32(at, true) !== LISTED) {
      throw refused('opening_refused_damaged', { name });
    }
    const { entry, next } = readListed(list, at, end.prefix);
    if (next > list.byteLength) throw refused('opening_refused_damaged', { name });
    all.push(entry);
    at = next;
  }
  refuseBombs(all, name);
  return { blob, path, entries: all.filter((entry) => !entry.name.endsWith('/')) };
}

interface End {
  count: number;
  size: number;
  offset: number;
  /** Bytes in front of the archive: a program that unpacks it. */
  prefix: number;
}

async function readEnd(blob: Blob, name: string): Promise<End> {
  const from = Math.max(0, blob.size - END_BYTES - LONGEST_COMMENT);
  const tail = await viewOf(blob, from, blob.size);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    if (at + END_BYTES + tail.getUint16(at + 20, true) > tail.byteLength) continue;
    const [count, size, offset] = [
      tail.getUint16(at + 10, true),
      tail.getUint32(at + 12, true),
      tail.getUint32(at + 16, true),
    ];
    const wide = count === 0xffff || size === UNKNOWN_32 || offset === UNKNOWN_32;
    const long = wide && at >= 20 ? await readEnd64(blob, tail, at - 20) : null;
    if (long) return long;
    const prefix = from + at - size - offset;
    return { count, size, offset: offset + prefix, prefix };
  }
  throw refused('opening_refused_damaged', { name });
}

async function readEnd64(blob: Blob, tail: DataView, locatorAt: number): Promise<End | null> {
  if (tail.getUint32(locatorAt, true) !== LOCATOR_64) return null;
  const at = Number(tail.getBigUint64(locatorAt + 8, true));
  const end = await viewOf(blob, at, at + 56);
  if (end.byteLength < 56 || end.getUint32(0, true) !== END_64) return null;
  const [count, size, offset] = [32, 40, 48].map((field) => Number(end.getBigUint64(field, true))) as [
    number,
    number,
    number,
  ];
  return { count, size, offset, prefix: 0 };
}

function readListed(list: DataView, at: number, prefix: number): { entry: ZipEntry; next: number } {
  const flags = list.getUint16(at + 8, true);
  const method = list.getUint16(at + 10, true);
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
    list.getUint16(at + field, true),
  ) as [number, number, number];
  const nameAt = at + LISTED_BYTES;
  const next = nameAt + nameBytes + extraBytes + commentBytes;
  const part = (from: number, length: number) =>
    new Uint8Array(
      list.buffer,
      list.byteOffset + from,
      Math.max(0, Math.min(length, list.byteLength - from)),
    );
  const extra = part(nameAt + nameBytes, extraBytes);
  const [bytes, packedBytes, headerAt] = wideFields(list, at, extraField(extra, ZIP64_EXTRA));
  const entry: ZipEntry = {
    name: entryName(part(nameAt, nameBytes), extra, (flags & 0x800) !== 0).replaceAll('\\', '/'),
    method,
    crc: list.getUint32(at + 16, true),
    packedBytes,
    bytes,
    // Bit 0: a password; bit 6 and method 99: a strong one; bit 13: names hidden as well.
    encrypted: (flags & 0x2041) !== 0 || method === 99,
    headerAt: headerAt + prefix,
  };
  return { entry, next };
}

/** Size, packed size and offset; where 32 bits do not hold them, zip64's field has those that do not, in this order. */
function wideFields(list: DataView, at: number, wide: Uint8Array | null): [number, number, number] {
  const view = wide && new DataView(wide.buffer, wide.byteOffset, wide.byteLength);
  let next = 0;
  const field = (offset: number): number => {
    const value = list.getUint32(at + offset, true);
    if (value !== UNKNOWN_32 || !view || next + 8 > view.byteLength) return value;
    next += 8;
    return Number(view.getBigUint64(next - 8, true));
  };
  return [field(24), field(20), field(42)];
}

/**
 * Entries that claim to inflate beyond the limits, or share bytes: overlapping entries make a bomb without nesting
 * (Fifield, “A better zip bomb”, WOOT 2019).
 */
function refuseBombs(entries: readonly ZipEntry[], name: string): void {
  const total = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const inOrder = entries.filter((entry) => entry.packedBytes > 0).sort((a, b) => a.headerAt - b.headerAt);
  const overlap = inOrder.some((entry, index) => {
    const next = inOrder[index + 1];
    return next !== undefined && entry.headerAt + LOCAL_BYTES + entry.packedBytes > next.headerAt;
  });
  const swollen = entries.some(({ bytes, packedBytes }) => isSwollen(bytes, packedBytes));
  if (total > LIMITS.inflatedBytes || overlap || swollen) throw refused('opening_refused_inflated', { name });
}

/** Whether bytes have inflated further than text of orders does. */
export function isSwollen(bytes: number, packedBytes: number): boolean {
  return bytes > LIMITS.ratioFreeBytes && bytes > packedBytes * LIMITS.inflationRatio;
}

/** The packed bytes of an entry. Throws `Refused` for a password, a method that is not known, and damage. */
export async function packedPart(zip: Zip, entry: ZipEntry): Promise<Blob> {
  const name = said([...zip.path, entry.name]);
  if (entry.encrypted) throw refused('opening_refused_password_archive', { name });
  if (entry.method !== 0 && entry.method !== 8) throw refused('opening_refused_method', { name });
  const header = await viewOf(zip.blob, entry.headerAt, entry.headerAt + LOCAL_BYTES);
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) {
    throw refused('opening_refused_damaged', { name });
  }
  const start = entry.headerAt + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (!(start + entry.packedBytes <= zip.blob.size)) throw refused('opening_refused_damaged', { name });
  return zip.blob.slice(start, start + entry.packedBytes);
}

async function viewOf(blob: Blob, from: number, to: number): Promise<DataView> {
  return new DataView(await bytesAt(blob, from, to));
}
