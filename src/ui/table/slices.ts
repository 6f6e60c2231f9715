/** Work that can be laid down between two steps; it yields the share done, from 0 to 1. */
export type Work<Result> = Generator<number, Result, void>;

/** Milliseconds of work before the page gets its turn: input and painting fit beside it in a frame. */
const SLICE_MS = 10;

/** All of it at once: for few rows, and where nobody waits. */
export function finish<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/**
 * In slices, each in a task of its own. Resolves to `null` once the signal is aborted. Messages rather than timers,
 * which browsers hold back by 4 ms each.
 */
export async function inSlices<Result>(
  work: Work<Result>,
  options: { signal: AbortSignal; onshare?: (share: number) => void },
): Promise<Result | null> {
  const channel = new MessageChannel();
  const turn = () =>
    new Promise<void>((resolve) => {
      channel.port1.onmessage = () => resolve();
      channel.port2.postMessage(null);
    });
  try {
    for (;;) {
      await turn();
      if (options.signal.aborted) return null;
      const end = performance.now() + SLICE_MS;
      let share = 0;
      do {
        const step = work.next();
        if (step.done) return step.value;
        share = step.value;
      } while (performance.now() < end);
      options.onshare?.(share);
    }
  } finally {
    channel.port1.close();
  }
}

/** A part of a longer work: its shares are mapped onto `from`…`to` of the whole. */
export function* part<Result>(work: Work<Result>, from: number, to: number): Work<Result> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}
