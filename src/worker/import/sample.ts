const HEAD_BYTES = 1_048_576;
const SLICE_BYTES = 131_072;
const SLICES = 7;

/** The first mebibyte of a file. */
export async function headOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
}

/**
 * Whole lines from places spread evenly over the rest of a file: what the head does not show (a later month, another
 * format) is seen before anything is decided. Empty for a file that its head covers.
 */
export async function spreadSample(file: File): Promise<string> {
  if (file.size <= HEAD_BYTES + SLICE_BYTES) return '';
  const decoder = new TextDecoder('utf-8');
  const step = (file.size - HEAD_BYTES - SLICE_BYTES) / SLICES;
  const slices: string[] = [];
  for (let index = 1; index <= SLICES; index += 1) {
    const start = Math.floor(HEAD_BYTES + step * index);
    const text = decoder.decode(await file.slice(start, start + SLICE_BYTES).arrayBuffer());
    slices.push(text.slice(text.indexOf('\n') + 1, text.lastIndexOf('\n') + 1));
  }
  return slices.join('');
}

/** Text of the head, cut after its last line break where the file goes on. */
export function wholeLines(head: Uint8Array, fileBytes: number): string {
  const text = new TextDecoder('utf-8').decode(head, { stream: fileBytes > head.length });
  return fileBytes > head.length ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
}
