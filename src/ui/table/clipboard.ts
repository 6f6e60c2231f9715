import { inSlices, type Work } from './slices';

/**
 * Puts text on the clipboard that is still to be made. The promise is handed over at once, inside the reader's own
 * gesture: browsers refuse what is asked for later. False where they refuse it all the same.
 */
export async function copyText(work: Work<string>): Promise<boolean> {
  const text = inSlices(work, { signal: new AbortController().signal }).then(
    (made) => new Blob([made ?? ''], { type: 'text/plain' }),
  );
  if (!('clipboard' in navigator)) return false;
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}
