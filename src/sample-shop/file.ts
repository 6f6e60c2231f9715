import { sampleShopDays, type SampleShopOptions } from './generate';

/** Milliseconds of work after which the page is let do something else; a task of 50 is felt. */
const SLICE = 8;

/**
 * The sample shop as a file, to be imported like any other: about 6 MB, ready in a fifth of a second, made in slices so
 * that the page never stops answering.
 */
export async function sampleShopFile(options: SampleShopOptions = {}): Promise<File> {
  const encoder = new TextEncoder();
  // Bytes, because a File of texts would encode all of them in one go.
  const days: Uint8Array<ArrayBuffer>[] = [];
  let since = performance.now();
  for (const text of sampleShopDays(options)) {
    days.push(encoder.encode(text));
    if (performance.now() - since < SLICE) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    since = performance.now();
  }
  return new File(days, 'sample-shop.csv', { type: 'text/csv', lastModified: 0 });
}
