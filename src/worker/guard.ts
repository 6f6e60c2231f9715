/**
 * Takes the network away from a worker before anything else runs in it.
 *
 * Second of the seal's layers: the page's CSP, inherited because workers start from blobs, already refuses every
 * connection; this leaves nothing to refuse. Third is the engine's own lock (lock.sql).
 *
 * Written as one self-contained function because its text is also put in front of DuckDB's own worker script.
 *
 * @param scope the worker's global
 * @param moduleAddress the one address `fetch` answers, from memory: DuckDB asks for its WebAssembly module there
 */
export function removeNetwork(
  scope: typeof globalThis,
  moduleAddress: string | null,
): { provide(bytes: ArrayBuffer): void } {
  let module: ArrayBuffer | null = null;
  const refused = (name: string) => new Error(`Sealed: ${name} is not available to the engine`);
  const replacements: Record<string, unknown> = {
    fetch: (request: RequestInfo | URL) => {
      const address = request instanceof Request ? request.url : String(request);
      if (moduleAddress === null || address !== moduleAddress || module === null)
        return Promise.reject(refused('fetch'));
      const response = new Response(module, { headers: { 'content-type': 'application/wasm' } });
      module = null;
      return Promise.resolve(response);
    },
    importScripts: () => {
      throw refused('importScripts');
    },
  };
  for (const name of [
    'XMLHttpRequest',
    'WebSocket',
    'EventSource',
    'WebTransport',
    'RTCPeerConnection',
    'WebSocketStream',
  ]) {
    replacements[name] = class {
      constructor() {
        throw refused(name);
      }
    };
  }
  for (const [name, value] of Object.entries(replacements)) {
    Object.defineProperty(scope, name, { value, configurable: false, writable: false });
  }
  const navigator: object | undefined = scope.navigator;
  if (navigator && 'sendBeacon' in navigator) {
    Object.defineProperty(Object.getPrototypeOf(navigator), 'sendBeacon', {
      value: () => false,
      configurable: false,
    });
  }
  return {
    provide(bytes) {
      module = bytes;
    },
  };
}
