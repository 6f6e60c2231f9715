import { finish, inSlices, type Work } from './slices';

export interface Task<Result> {
  /** What the result belongs to: while the next one of it is being made, the last one stands. */
  of: unknown;
  /** Few enough rows to be done at once. */
  few: boolean;
  begin: () => Work<Result>;
}

/** More rows than are handled within a frame. */
export const FEW_ROWS = 10_000;

/** The result of work over rows: at once for few rows, else in slices and with a share done. */
export class Sliced<Result> {
  private task: () => Task<Result> | null;
  private latest = $state.raw<{ of: unknown; result: Result } | null>(null);
  /** How much is done, 0…1; `null` while nothing is being done. */
  share = $state<number | null>(null);
  /** `undefined` until there is one. */
  readonly result = $derived.by(() => {
    const task = this.task();
    if (task?.few) return finish(task.begin());
    const { latest } = this;
    return task && latest && latest.of === task.of ? latest.result : undefined;
  });

  /** To be made while a component is: its effect ends with it. */
  constructor(task: () => Task<Result> | null) {
    this.task = task;
    $effect(() => {
      const current = task();
      if (!current || current.few) return;
      const stop = new AbortController();
      void this.work(current, stop.signal);
      return () => {
        stop.abort();
        this.share = null;
      };
    });
  }

  private async work(task: Task<Result>, signal: AbortSignal): Promise<void> {
    try {
      const result = await inSlices(task.begin(), { signal, onshare: (share) => (this.share = share) });
      if (!signal.aborted) this.latest = { of: task.of, result: result as Result };
    } finally {
      if (!signal.aborted) this.share = null;
    }
  }
}
