/**
 * One plain server that speaks what the rivals' own code asks for: the requests of Cloudflare's module, and ndt7 as its
 * specification describes it. `node bench/rivals/server.ts HOST PORT`.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { attachNdt7 } from './ndt7-server.ts';
import { pages } from './pages.ts';
import { moved, payload } from './traffic.ts';

const [host = '127.0.0.1', port = '8790'] = process.argv.slice(2);
const files = await pages();

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://server');
  // A module that measures with Resource Timing needs to see the times; its own server time is close to nothing.
  response.setHeader('timing-allow-origin', '*');
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('cache-control', 'no-store');
  response.setHeader('server-timing', 'cfRequestDuration;dur=0.1');
  const file = files.get(url.pathname);
  if (file !== undefined) response.setHeader('content-type', file.type).end(file.body);
  else if (url.pathname === '/__down') download(Number(url.searchParams.get('bytes') ?? 0), response);
  else if (url.pathname === '/__up') upload(request, response);
  else if (url.pathname === '/__moved') response.end(JSON.stringify(moved));
  else response.writeHead(404).end();
});
attachNdt7(server);
server.listen(Number(port), host, () => console.log('is ready'));

function download(bytes: number, response: ServerResponse): void {
  response.setHeader('content-type', 'application/octet-stream');
  response.setHeader('content-length', bytes);
  let left = bytes;
  const push = () => {
    while (left > 0) {
      const piece = payload(Math.min(left, 256 * 1024));
      left -= piece.byteLength;
      moved.download += piece.byteLength;
      if (!response.write(piece)) {
        response.once('drain', push);
        return;
      }
    }
    response.end();
  };
  push();
}

function upload(request: IncomingMessage, response: ServerResponse): void {
  request.on('data', (chunk: Buffer) => {
    moved.upload += chunk.byteLength;
  });
  request.once('end', () => response.end('ok'));
}
