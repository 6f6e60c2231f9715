/** Bytes of a file by what the file itself says of places: what lies outside of it is not there. */
export async function bytesAt(blob: Blob, from: number, to: number): Promise<ArrayBuffer> {
  const isInside = from >= 0 && from <= blob.size && to >= from;
  return isInside ? blob.slice(from, Math.min(to, blob.size)).arrayBuffer() : new ArrayBuffer(0);
}
