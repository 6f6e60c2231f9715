import { createServer } from 'vite';
import { ROOT } from '../tools/install.mjs';

/**
 * The project's own modules in Node, as Vite reads them: TypeScript, `?raw`, aliases. What is measured is what ships.
 *
 * @returns {Promise<{ load: (path: string) => Promise<any>, close: () => Promise<void> }>} `path` from the root: `/src/…`
 */
export async function openSource() {
  const server = await createServer({
    root: ROOT,
    // The page's plugins are not needed for it, and compiling all messages takes longer than a small import.
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  });
  return { load: (path) => server.ssrLoadModule(path), close: () => server.close() };
}
