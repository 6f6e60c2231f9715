const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SLICE = 8_388_608;

/**
 * Lines of a file that are not blank, counted from its bytes: what is read must add up to them. Zero for a file whose
 * lines end in a carriage return alone. Read in slices, beside the engine, which has a worker of its own.
 */
export async function countPhysicalLines(file: Blob): Promise<number> {
  let lines = 0;
  /** Bytes of the line that the slice before left open, up to two: more do not matter. */
  let open: number[] = [];
  let sawLineFeed = false;
  for (let start = 0; start < file.size; start += SLICE) {
    const bytes = new Uint8Array(await file.slice(start, start + SLICE).arrayBuffer());
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      sawLineFeed = true;
      if (!isBlank(open, bytes, from, end)) lines += 1;
      open = [];
      from = end + 1;
    }
    open = [...open, ...bytes.subarray(from, from + 2)].slice(0, 2);
  }
  if (!sawLineFeed) return 0;
  return isBlank(open, new Uint8Array(), 0, 0) ? lines : lines + 1;
}

function isBlank(open: readonly number[], bytes: Uint8Array, from: number, end: number): boolean {
  const length = open.length + end - from;
  if (length === 0) return true;
  return length === 1 && (open[0] ?? bytes[from]) === CARRIAGE_RETURN;
}
