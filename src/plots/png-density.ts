/** CSS pixels of a metre, at 96 to the inch. */
const PIXELS_PER_METRE = 96 / 0.0254;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** The signature, then IHDR, which is always first: 4 of length, 4 of type, 13 of data, 4 of checksum. */
const AFTER_HEADER = SIGNATURE.length + 25;

/**
 * A PNG that says how many of its pixels make a CSS pixel (`pHYs`, PNG 3rd edition, 11.3.4.3), which is what word
 * processors size it by. Throws a RangeError on what is no PNG.
 */
export async function withDensity(png: Blob, scale: number): Promise<Blob> {
  const head = new Uint8Array(await png.slice(0, AFTER_HEADER).arrayBuffer());
  if (head.length < AFTER_HEADER || SIGNATURE.some((byte, index) => head[index] !== byte))
    throw new RangeError('Not a PNG');
  return new Blob([head, densityChunk(Math.round(PIXELS_PER_METRE * scale)), png.slice(AFTER_HEADER)], {
    type: 'image/png',
  });
}

/** Length, type, pixels per metre across and down, the unit (1, metre), checksum of type and data. */
function densityChunk(perMetre: number): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(21);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, 9);
  chunk.set(new TextEncoder().encode('pHYs'), 4);
  view.setUint32(8, perMetre);
  view.setUint32(12, perMetre);
  chunk[16] = 1;
  view.setUint32(17, crc32(chunk.subarray(4, 17)));
  return chunk;
}

/** CRC-32 as PNG has it, bit by bit: thirteen bytes need no table. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
