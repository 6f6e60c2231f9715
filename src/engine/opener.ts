import { proxy, wrap, type Remote } from 'comlink';
import OpeningWorker from '../worker/opening.worker.ts?worker&inline';
import type { OpenChoices, Opened, OpeningApi, OpeningProgress } from './opening-protocol';
import type { Failure, Outcome } from './protocol';

type TableRead = Awaited<ReturnType<OpeningApi['readTable']>>;

/**
 * Opens what was dropped, in a worker of its own for each drop: a hostile file can cost no more than that worker, and
 * to cancel is to end it. Every call settles, also where the worker dies.
 */
export class Opener {
  private readonly running = new Set<(failure: Failure) => void>();

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
    const worker = new OpeningWorker();
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
      call(wrap<OpeningApi>(worker)).then(
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
