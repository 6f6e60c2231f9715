import { removeNetwork } from './guard';

/** The address DuckDB is told its module has. Never resolved: the guard answers it from memory. */
export const MODULE_ADDRESS = 'data:application/wasm,engine';

/** Only in workers, and so unknown to the library of the page and of tests. */
interface SyncReader {
  prototype: { readAsArrayBuffer(blob: Blob): ArrayBuffer };
}

/** First message to DuckDB's worker, before any of its own. */
export interface ModuleMessage {
  regularsModule: ArrayBuffer;
  /** Receives the number of bytes each file read took: the engine itself reports no progress. */
  reads: MessagePort;
}

/**
 * DuckDB's worker script with the guard in front: network removed, module taken from the first message,
 * file reads counted. Started from a blob, so that the page's CSP is inherited.
 */
export function guardedScript(duckdbScript: string): string {
  return [
    `const removeNetwork = ${removeNetwork.toString()};`,
    `(${installGuard.toString()})(removeNetwork, ${JSON.stringify(MODULE_ADDRESS)});`,
    duckdbScript,
  ].join('\n');
}

function installGuard(remove: typeof removeNetwork, moduleAddress: string): void {
  const guard = remove(globalThis, moduleAddress);
  const takeModule = (event: MessageEvent<ModuleMessage>) => {
    if (!event.data.regularsModule) return;
    event.stopImmediatePropagation();
    globalThis.removeEventListener('message', takeModule as EventListener);
    guard.provide(event.data.regularsModule);
    const reads = event.data.reads;
    const { prototype } = (globalThis as unknown as { FileReaderSync: SyncReader }).FileReaderSync;
    const readAsArrayBuffer = prototype.readAsArrayBuffer;
    prototype.readAsArrayBuffer = function (blob: Blob) {
      reads.postMessage(blob.size);
      return readAsArrayBuffer.call(this, blob);
    };
  };
  globalThis.addEventListener('message', takeModule as EventListener);
}
