import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** One thing that reached the canary. `tls` is the first packet of an encrypted call, which needs no certificate to count. */
export interface Caught {
  kind: 'request' | 'websocket' | 'tls';
  method: string;
  /** As asked: path and query, which is where data would be smuggled. */
  url: string;
  headers: IncomingMessage['headers'];
}

/** A server on another origin that answers everyone, allows every origin, and remembers all who came. */
export interface Canary {
  readonly port: number;
  /** `http://127.0.0.1:<port>`: another origin than the page's. */
  readonly origin: string;
  readonly log: readonly Caught[];
  clear(): void;
  close(): Promise<void>;
}

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
  'access-control-expose-headers': '*',
};

const TLS_HANDSHAKE = 0x16;

/** What a curious engine would be glad to get: a small table, whole or by byte range. */
const BODY = 'a,b\n1,2\n';

export async function startCanary(): Promise<Canary> {
  const log: Caught[] = [];
  const sockets = new Set<Socket>();
  const remember = (
    kind: Caught['kind'],
    { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  ) => log.push({ kind, method: method ?? '', url: url ?? '', headers });

  const server = createServer((request, response) => {
    remember('request', request);
    request.resume();
    response.writeHead(200, { ...CORS, 'content-type': 'text/csv', 'content-length': BODY.length });
    response.end(request.method === 'HEAD' ? undefined : BODY);
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    remember('websocket', request);
    socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
  });
  server.on('clientError', (error: Error & { rawPacket?: Buffer }, socket: Duplex) => {
    if (error.rawPacket?.[0] === TLS_HANDSHAKE)
      remember('tls', { method: '', url: serverName(error.rawPacket), headers: {} });
    socket.destroy();
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    log,
    clear: () => void log.splice(0),
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** The host name in a TLS greeting stands there as plain text: extension 0, a list of one, type 0, length, name. */
function serverName(packet: Buffer): string {
  for (let at = packet.indexOf('\0\0'); at >= 0; at = packet.indexOf('\0\0', at + 1)) {
    if (at + 9 > packet.length) break;
    const length = packet.readUInt16BE(at + 7);
    const isName = packet.readUInt16BE(at + 2) === length + 5 && packet.readUInt16BE(at + 4) === length + 3;
    if (isName && packet[at + 6] === 0) return packet.toString('latin1', at + 9, at + 9 + length);
  }
  return '';
}
