import { transfer, wrap } from 'comlink';
import type { Locked, PassphraseApi } from '../sharing/passphrase';
import PassphraseWorker from '../worker/passphrase.worker.ts?worker&inline';

/**
 * Locks and opens files in a worker of its own for each, which is ended with it: deriving the key would hold the page
 * for a second, and its 128 MB go back. Every call settles, also where the worker dies; `signal` ends it as wrong.
 */
export async function inPassphraseWorker(
  work: (api: PassphraseApi) => Promise<Locked>,
  signal?: AbortSignal,
): Promise<Locked> {
  const worker = new PassphraseWorker();
  // A worker that dies has most often run out of memory: the browser gives no reason.
  const lost: Locked = { ok: false, wrong: false, reason: { key: 'sharing_passphrase_memory' } };
  const cancelled: Locked = { ok: false, wrong: true, reason: { key: 'state_cancelled' } };
  try {
    return await new Promise<Locked>((resolve, reject) => {
      worker.addEventListener('error', () => resolve(lost));
      worker.addEventListener('messageerror', () => resolve(lost));
      signal?.addEventListener('abort', () => resolve(cancelled));
      const remote = wrap<PassphraseApi>(worker);
      work({
        lock: (bytes, passphrase) => remote.lock(transfer(bytes, [bytes.buffer]), passphrase),
        unlock: (bytes, passphrase) => remote.unlock(transfer(bytes, [bytes.buffer]), passphrase),
      }).then(resolve, (error: unknown) => {
        if (error instanceof RangeError) resolve(lost);
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  } finally {
    worker.terminate();
  }
}

/** A file locked with a passphrase. The bytes are given away: they are empty afterwards. */
export const lockBytes = (bytes: Uint8Array, passphrase: string, signal?: AbortSignal): Promise<Locked> =>
  inPassphraseWorker((api) => api.lock(bytes, passphrase), signal);

export const unlockBytes = (bytes: Uint8Array, passphrase: string, signal?: AbortSignal): Promise<Locked> =>
  inPassphraseWorker((api) => api.unlock(bytes, passphrase), signal);
