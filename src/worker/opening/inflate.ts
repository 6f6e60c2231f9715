import { Gunzip } from 'fflate';
import { Refused } from '../failures';
import { crc32 } from './crc32';
import { LIMITS } from './limits';
import { refused, said } from './reasons';
import { isSwollen, packedPart, type Zip, type ZipEntry } from './zip';

/** Packed bytes handed to the inflater at a time. */
const SLICE = 262_144;
/** Inflated bytes that become one part of a blob: the browser keeps parts outside the heap, on disk where they are many. */
const PART = 8_388_608;

type Bytes = Uint8Array<ArrayBuffer>;

/** What one drop has inflated so far, all its files together. */
export class Inflated {
  private bytes = 0;

  /** Throws `Refused` where the drop inflates beyond the limit. */
  add(bytes: number, name: string): void {
    this.bytes += bytes;
    if (this.bytes > LIMITS.inflatedBytes) throw refused('opening_refused_inflated', { name });
  }
}

/**
 * The bytes of an archive's entry, as they are inflated. Throws `Refused` as soon as there are more than were declared,
 * and at the end where bytes are missing or their checksum is not the declared one.
 */
export async function* entryBytes(
  zip: Zip,
  entry: ZipEntry,
  inflated: Inflated,
  onPacked?: (bytes: number) => void,
): AsyncGenerator<Bytes> {
  const name = said([...zip.path, entry.name]);
  const packed = await packedPart(zip, entry);
  let bytes = 0;
  let crc = 0;
  const source = slices(packed, onPacked);
  for await (const chunk of entry.method === 0 ? source : through('deflate-raw', source, name)) {
    bytes += chunk.length;
    if (bytes > entry.bytes) throw refused('opening_refused_inflated', { name });
    inflated.add(chunk.length, name);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (bytes !== entry.bytes || crc !== entry.crc) throw refused('opening_refused_damaged', { name });
}

/**
 * The bytes of a gzip file, all its members one after the other. The browser's inflater is three times as fast but fails
 * behind the first member (Compression Streams, “additional input”): then another one begins again.
 */
export async function gunzipped(
  blob: Blob,
  path: readonly string[],
  inflated: Inflated,
  onPacked?: (bytes: number) => void,
): Promise<Blob> {
  const name = said(path);
  const inflate = (chunks: AsyncIterable<Bytes>) => collect(watched(chunks, blob.size, inflated, name));
  try {
    return await inflate(through('gzip', slices(blob, onPacked), name));
  } catch (error) {
    if (!(error instanceof Refused) || error.reason.key !== 'opening_refused_damaged') throw error;
    return inflate(gzipMembers(blob, name));
  }
}

async function* watched(
  chunks: AsyncIterable<Bytes>,
  packedBytes: number,
  inflated: Inflated,
  name: string,
): AsyncGenerator<Bytes> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (isSwollen(bytes, packedBytes)) throw refused('opening_refused_inflated', { name });
    inflated.add(chunk.length, name);
    yield chunk;
  }
}

/** Chunks as a blob, so that they need not stay in memory. */
export async function collect(chunks: AsyncIterable<Bytes>): Promise<Blob> {
  const parts: Blob[] = [];
  let waiting: Bytes[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < PART) continue;
    parts.push(new Blob(waiting));
    waiting = [];
    bytes = 0;
  }
  return new Blob([...parts, ...waiting]);
}

async function* slices(blob: Blob, onPacked?: (bytes: number) => void): AsyncGenerator<Bytes> {
  for (let at = 0; at < blob.size; at += SLICE) {
    yield new Uint8Array(await blob.slice(at, at + SLICE).arrayBuffer());
    onPacked?.(Math.min(at + SLICE, blob.size));
  }
}

async function* through(
  format: 'gzip' | 'deflate-raw',
  source: AsyncGenerator<Bytes>,
  name: string,
): AsyncGenerator<Bytes> {
  const inflater = new DecompressionStream(format);
  const reader = (inflater.readable as ReadableStream<Bytes>).getReader();
  const fed = feed(inflater, source);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    const broken = await fed;
    if (broken) throw broken;
  } catch (error) {
    // The inflater says nothing but that the bytes are wrong; a file that can no longer be read says so itself.
    const broken = await fed;
    if (broken instanceof DOMException) throw broken;
    if (error instanceof TypeError || isZlibError(error)) throw refused('opening_refused_damaged', { name });
    throw error;
  } finally {
    // Also where nobody wants the rest: the source would wait for ever. An inflater that failed has told so already.
    await reader.cancel().catch(() => undefined);
  }
}

/** Writes all of the source. Returns what went wrong: the reading side is told by the stream itself. */
async function feed(inflater: DecompressionStream, source: AsyncGenerator<Bytes>): Promise<unknown> {
  const writer = inflater.writable.getWriter();
  // The stream's end is told by what is written and read.
  writer.closed.catch(() => undefined);
  try {
    for await (const slice of source) {
      await writer.ready;
      await writer.write(slice);
    }
    await writer.close();
    return null;
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    return error;
  }
}

/** Node throws zlib's own errors where browsers throw TypeErrors. */
function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(Z_|ERR_)/.test(String(error.code));
}

/** All members of a gzip file, each held to its checksum and length (RFC 1952). Throws `Refused` where they differ. */
export async function* gzipMembers(blob: Blob, name: string): AsyncGenerator<Bytes> {
  const damaged = () => refused('opening_refused_damaged', { name });
  // What came out, and after each member where the next one begins: its checksum stands before that.
  let out: (Bytes | number)[] = [];
  const inflater = new Gunzip((chunk) => out.push(chunk as Bytes));
  inflater.onmember = (offset) => out.push(offset);
  const member = { crc: 0, bytes: 0 };
  const checkMember = async (end: number) => {
    const trailer = new DataView(await blob.slice(Math.max(0, end - 8), end).arrayBuffer());
    const isWhole =
      trailer.byteLength === 8 &&
      trailer.getUint32(0, true) === member.crc &&
      trailer.getUint32(4, true) === member.bytes % 2 ** 32;
    if (!isWhole) throw damaged();
    Object.assign(member, { crc: 0, bytes: 0 });
  };
  let at = 0;
  for await (const slice of slices(blob)) {
    at += slice.length;
    try {
      inflater.push(slice, at === blob.size);
    } catch {
      // Its errors say which rule of deflate was broken.
      throw damaged();
    }
    for (const piece of out) {
      if (typeof piece === 'number') await checkMember(piece);
      else {
        member.crc = crc32(piece, member.crc);
        member.bytes += piece.length;
        yield piece;
      }
    }
    out = [];
  }
  await checkMember(blob.size);
}
