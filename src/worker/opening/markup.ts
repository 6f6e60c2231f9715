import { decoderOf } from '../../intake/decoder';
import { findEncoding } from '../../intake/encoding';
import { ENCODINGS, type Encoding } from '../../intake/types';

/** Bytes of a page in which it may say its encoding; browsers look at the first 1,024. */
const LOOK = 65_536;

/**
 * The encoding of a page or an XML file: a mark, else what it says itself where its bytes are that, else by the bytes.
 */
export async function markupEncoding(blob: Blob): Promise<Encoding> {
  const head = new Uint8Array(await blob.slice(0, LOOK).arrayBuffer());
  const isCut = blob.size > LOOK;
  const { encoding } = findEncoding([head], isCut);
  if (encoding.startsWith('utf-')) return encoding;
  const told = toldEncoding(decoderOf('windows-1252').decode(head.subarray(0, 4096), true));
  if (told === null || told.startsWith('utf-')) return encoding;
  const text = decoderOf(told).decode(head, !isCut);
  return text.includes('\ufffd') ? encoding : told;
}

/** `charset=gb2312` and `encoding="GBK"` by the names of the Encoding Standard; null for one that is none of ours. */
function toldEncoding(head: string): Encoding | null {
  const label = /(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)/i.exec(head)?.[1];
  if (label === undefined) return null;
  try {
    const name = new TextDecoder(label).encoding;
    const found = name === 'gbk' ? 'gb18030' : name;
    return ENCODINGS.find((encoding) => encoding === found) ?? null;
  } catch (error) {
    // A label that no browser knows.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
