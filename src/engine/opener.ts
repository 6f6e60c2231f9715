import { proxy, wrap, type Remote } from 'comlink';
import OpeningWorker from '../worker/opening.worker.ts?worker&inline';
import type { OpenChoices, Opened, OpeningApi, OpeningProgress } from './opening-protocol';
import type { Failure, Outcome } from './protocol';

/** A worker started ahead of the next drop, which need not wait for it; null where it was taken, or died. */
let prepared: Opening | null = null;

/** A worker is called through one remote only: comlink closes the worker's ear when a remote of it is forgotten. */
interface Opening {
  worker: Worker;
  remote: Remote<OpeningApi>;
}

function newOpening(): Opening {
  const worker = new OpeningWorker();
  return { worker, remote: wrap<OpeningApi>(worker) };
}

type TableRead = Awaited<ReturnType<OpeningApi['readTable']>>;

/**
 * Opens what was dropped, in a worker of its own for each drop: a hostile file can cost no more than that worker, and
 * to cancel is to end it. Every call settles, also where the worker dies.
 */
export class Opener {
  private readonly running = new Set<(failure: Failure) => void>();

  /** Starts a worker for the next drop, and has it open `example` so that its code has run; null where it does not. */
  static prepare(example: File): Promise<Opened | null> {
    const opening = newOpening();
    const { worker, remote } = opening;
    return new Promise((resolve) => {
      let isGone = false;
      const gone = () => {
        isGone = true;
        worker.terminate();
        if (prepared === opening) prepared = null;
        resolve(null);
      };
      worker.addEventListener('error', gone);
      worker.addEventListener('messageerror', gone);
      const silent = proxy(() => undefined);
      remote.open([example], {}, silent).then((outcome) => {
        if (isGone) return;
        prepared?.worker.terminate();
        prepared = opening;
        resolve(outcome.ok ? outcome.value : null);
      }, gone);
    });
  }

  open(
    files: File[],
    choices: OpenChoices,
    onProgress: (progress: OpeningProgress) => void,
  ): Promise<Outcome<Opened>> {
    return this.inWorker((remote) => remote.open(files, choices, proxy(onProgress)));
  }

  /** Rows as the dropped files have them. */
  rawTexts(files: File[], wanted: Parameters<OpeningApi['rawTexts']>[1]): ReturnType<OpeningApi['rawTexts']> {
    return this.inWorker((remote) => remote.rawTexts(files, wanted));
  }

  /** Every row of a file's first table. */
  readTable(file: File, read?: Parameters<OpeningApi['readTable']>[1]): Promise<TableRead> {
    return this.inWorker((remote) => remote.readTable(file, read));
  }

  /** Ends whatever is under way; its calls settle as cancelled. */
  cancel(): void {
    for (const end of [...this.running]) end({ kind: 'cancelled' });
  }

  private inWorker<T>(call: (remote: Remote<OpeningApi>) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const { worker, remote } = prepared ?? newOpening();
    prepared = null;
    return new Promise((resolve, reject) => {
      const finish = () => {
        worker.terminate();
        this.running.delete(end);
      };
      const end = (failure: Failure) => {
        finish();
        resolve({ ok: false, failure });
      };
      this.running.add(end);
      worker.addEventListener('error', (event) => end(lost(event.message)));
      worker.addEventListener('messageerror', () => end(lost('unreadable message')));
      call(remote).then(
        (outcome) => {
          finish();
          resolve(outcome);
        },
        (error: unknown) => {
          finish();
          reject(error);
        },
      );
    });
  }
}

/** A worker that dies has most often run out of memory: the browser gives no reason. */
function lost(message: string): Failure {
  return { kind: 'out-of-memory', message };
}
