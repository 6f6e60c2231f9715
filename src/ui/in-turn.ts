/**
 * Does pieces of work one after another, each in a task of its own, so that a page full of cells is built without
 * holding input and painting until the last is there. Timers rather than frames: a page in the background has none.
 */
const waiting: (() => void)[] = [];
let started = false;

/** Queues a piece of work; the function returned takes it back. */
export function inTurn(work: () => void): () => void {
  waiting.push(work);
  if (!started) {
    started = true;
    setTimeout(next);
  }
  return () => {
    const place = waiting.indexOf(work);
    if (place >= 0) waiting.splice(place, 1);
  };
}

function next(): void {
  const work = waiting.shift();
  started = waiting.length > 0;
  if (started) setTimeout(next);
  work?.();
}
