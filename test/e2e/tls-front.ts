import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import net, { type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { ROOT } from '../server.ts';

/** A front with TLS and HTTP/2 before the product, as an edge is; it remembers how each connection was used. */
export interface TlsFront {
  origin: string;
  /** Transport connections that ever carried a WebSocket, by the path asked for. */
  webSockets: { path: string; socket: Socket }[];
  http2Sessions: number;
  /** WebSockets asked for inside an HTTP/2 connection (RFC 8441). */
  extendedConnects: number;
  close(): Promise<void>;
}

export async function startTlsFront(workerPort: number): Promise<TlsFront> {
  const file = (name: string) => readFileSync(path.join(ROOT, 'test/fixtures/tls', name));
  const front: TlsFront = { origin: '', webSockets: [], http2Sessions: 0, extendedConnects: 0, close };
  const server = http2.createSecureServer({ key: file('key.pem'), cert: file('cert.pem'), allowHTTP1: true });

  server.on('session', () => (front.http2Sessions += 1));
  server.on('request', (request, response) => {
    if (request.method === 'CONNECT') front.extendedConnects += 1;
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !name.startsWith(':') && name !== 'connection'),
    );
    const forward = http.request(
      {
        port: workerPort,
        method: request.method,
        path: request.url,
        headers: { ...headers, host: request.headers[':authority'] ?? request.headers.host },
      },
      (answer) => {
        const { connection: _c, 'transfer-encoding': _t, 'keep-alive': _k, ...passed } = answer.headers;
        response.writeHead(answer.statusCode ?? 502, passed);
        answer.pipe(response);
      },
    );
    request.pipe(forward);
  });
  server.on('upgrade', (request: http.IncomingMessage, socket: TLSSocket, head: Buffer) => {
    front.webSockets.push({ path: request.url ?? '', socket });
    const worker = net.connect(workerPort, '127.0.0.1', () => {
      const lines = request.rawHeaders.flatMap((name, i) =>
        i % 2 === 0 ? [`${name}: ${request.rawHeaders[i + 1]}`] : [],
      );
      worker.write(`GET ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
      worker.write(head);
      socket.pipe(worker).pipe(socket);
    });
    for (const end of [socket, worker])
      end.on('error', () => [socket, worker].forEach((other) => other.destroy()));
  });

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  front.origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  return front;

  async function close(): Promise<void> {
    for (const { socket } of front.webSockets) socket.destroy();
    server.close();
  }
}
