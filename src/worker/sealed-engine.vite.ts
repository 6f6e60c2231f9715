import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const MODULE_ID = 'virtual:engine-module-url';
const DEV_PATH = '/@engine/duckdb-eh.bin';

/**
 * What the page may do. `connect-src` is closed altogether once the engine is in (src/engine/seal.ts); workers start
 * from blobs and so inherit all of it.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  'img-src data: blob:',
  "font-src 'self'",
  "connect-src 'self'",
  'worker-src blob:',
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
  "frame-src 'none'",
].join('; ');

/**
 * Ships DuckDB's WebAssembly module as one gzip file with a neutral ending.
 *
 * 34 MB raw is refused by hosts that cap a file at 25 MiB; `.gz` is inflated once already by some servers;
 * `.wasm` needs a MIME type others lack. The page inflates it itself, whatever the server did.
 */
export function sealedEngine(): Plugin {
  const path = createRequire(import.meta.url).resolve('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm');
  let packed: Promise<Buffer> | undefined;
  let building = false;
  const pack = () =>
    (packed ??= readFile(path).then((bytes) => gzipSync(bytes, { level: building ? 9 : 1 })));
  return {
    name: 'regulars:sealed-engine',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId: (id) => (id === MODULE_ID ? `\0${MODULE_ID}` : undefined),
    async load(id) {
      if (id !== `\0${MODULE_ID}`) return;
      if (!building) return `export default ${JSON.stringify(DEV_PATH)}`;
      const reference = this.emitFile({ type: 'asset', name: 'duckdb-eh.bin', source: await pack() });
      return `export default import.meta.ROLLUP_FILE_URL_${reference}`;
    },
    transformIndexHtml: () =>
      // Vite's own development client needs connections and inline styles: the policy is for what is served to people.
      building
        ? [
            {
              tag: 'meta',
              injectTo: 'head-prepend',
              attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
            },
          ]
        : [],
    configureServer(server) {
      server.middlewares.use(DEV_PATH, (_request, response) => {
        void pack().then((bytes) => response.end(bytes));
      });
    },
  };
}
