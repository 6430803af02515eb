import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sendFrom } from './node.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function ask(answer: RequestListener) {
  server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return sendFrom(`http://127.0.0.1:${port}`, {})({ method: 'GET', path: '/' }, new AbortController().signal);
}

test('an answer is its status, its text, and when it was given', async () => {
  const response = await ask((_request, answer) => {
    answer.writeHead(503, { 'retry-after': '60', date: 'Tue, 10 Nov 2026 00:00:00 GMT' }).end('later');
  });
  expect(response).toEqual({
    status: 503,
    retryAfter: '60',
    dateMs: Date.parse('2026-11-10T00:00:00Z'),
    text: 'later',
  });
});

test('an answer without end is given up after 8 MiB', async () => {
  let sentBytes = 0;
  const chunk = Buffer.alloc(65_536, 'x');
  const answered = ask((_request, answer) => {
    const fill = () => {
      while (!answer.destroyed && answer.write(chunk)) sentBytes += chunk.length;
    };
    answer.on('drain', fill);
    fill();
  });
  await expect(answered).rejects.toThrow('more than 8388608 bytes');
  expect(sentBytes).toBeLessThan(64e6);
});

test('an answer that is cut off is none', async () => {
  const answered = ask((_request, answer) => {
    answer.writeHead(200, { 'content-length': '100' });
    answer.write('half');
    setTimeout(() => answer.destroy(), 20);
  });
  await expect(answered).rejects.toThrow();
});
