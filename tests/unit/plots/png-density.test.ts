import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withDensity } from '../../../src/plots/png-density';

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** One grey pixel. */
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0])),
  chunk('IDAT', deflateSync(Buffer.from([0, 128]))),
  chunk('IEND', Buffer.alloc(0)),
]);

/** Type and data of each chunk, its checksum checked by zlib. */
function chunksOf(bytes: Buffer): { type: string; data: Buffer }[] {
  const chunks = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.push({ type: body.subarray(0, 4).toString('latin1'), data: body.subarray(4) });
    at += length + 12;
  }
  return chunks;
}

describe('the density of a PNG', () => {
  it('at two pixels to one is 192 dots an inch, and nothing else changes', async () => {
    const blob = await withDensity(new Blob([new Uint8Array(png)]), 2);
    expect(blob.type).toBe('image/png');
    const chunks = chunksOf(Buffer.from(await blob.arrayBuffer()));
    expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'pHYs', 'IDAT', 'IEND']);
    const { data } = chunks[1]!;
    expect([data.readUInt32BE(0), data.readUInt32BE(4), data[8]]).toEqual([7559, 7559, 1]);
    expect((data.readUInt32BE(0) * 0.0254).toFixed(0)).toBe('192');
    expect(chunksOf(png)).toEqual(chunks.filter(({ type }) => type !== 'pHYs'));
  });

  it('is not written into what is no PNG', async () => {
    await expect(withDensity(new Blob(['GIF89a']), 2)).rejects.toThrow(RangeError);
  });
});
