import scriptUrl from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import moduleUrl from 'virtual:engine-module-url';
import type { EngineAssets } from './protocol';

/** About what the engine weighs, for the progress of servers that do not say. */
const USUAL_BYTES = 7_700_000;

/**
 * Downloads the engine from the page's own origin: the last connection the page makes. Rejects with a TypeError when it
 * cannot be had.
 *
 * @param onProgress share of the download, 0…1
 */
export async function downloadEngine(onProgress: (share: number) => void): Promise<EngineAssets> {
  const [module, script] = await Promise.all([bytesOf(moduleUrl, onProgress), textOf(scriptUrl)]);
  return { module, script };
}

async function bytesOf(url: string, onProgress: (share: number) => void): Promise<ArrayBuffer> {
  const response = await successful(url);
  if (!response.body) return response.arrayBuffer();
  const total = Number(response.headers.get('content-length')) || USUAL_BYTES;
  const reader = response.body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    received += value.length;
    onProgress(Math.min(1, received / total));
  }
  return new Blob(chunks).arrayBuffer();
}

async function textOf(url: string): Promise<string> {
  return (await successful(url)).text();
}

async function successful(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`${url}: ${response.status}`);
  return response;
}
