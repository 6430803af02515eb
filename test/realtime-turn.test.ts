import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { realtimeTurn } from '../worker/routes/realtime-turn.ts';

const KEY = { id: 'key-id', apiToken: 'api-token' };
const NOW_MS = Date.parse('2026-11-23T00:00:00Z');
/** As the service's documentation shows it. */
const DOCUMENTED = {
  iceServers: [
    { urls: ['stun:stun.cloudflare.com:3478', 'stun:stun.cloudflare.com:53'] },
    {
      urls: [
        'turn:turn.cloudflare.com:3478?transport=udp',
        'turn:turn.cloudflare.com:53?transport=udp',
        'turn:turn.cloudflare.com:3478?transport=tcp',
        'turns:turn.cloudflare.com:443?transport=tcp',
      ],
      username: 'name',
      credential: 'word',
    },
  ],
};

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers like the service; `heard` is what it was asked. */
async function service(status: number, answer: string) {
  const heard: { url?: string; authorization?: string; body?: unknown } = {};
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      heard.url = request.url ?? '';
      heard.authorization = request.headers.authorization ?? '';
      heard.body = JSON.parse(text);
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { heard, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test('asks for credentials that live as long as the session, and takes those over UDP', async () => {
  const { heard, origin } = await service(201, JSON.stringify(DOCUMENTED));
  expect(await realtimeTurn(origin, KEY, NOW_MS, NOW_MS + 300_000)).toEqual({
    ok: true,
    value: {
      urls: ['turn:turn.cloudflare.com:3478?transport=udp'],
      username: 'name',
      credential: 'word',
      expiresAt: '2026-11-23T00:05:00.000Z',
    },
  });
  expect(heard).toEqual({
    url: '/v1/turn/keys/key-id/credentials/generate-ice-servers',
    authorization: 'Bearer api-token',
    body: { ttl: 300 },
  });
});

test.each([
  ['a refusal', 403, '{}', 'answered 403'],
  ['no JSON', 200, 'oops', 'did not answer'],
  ['another contract', 200, '{"ice":[]}', 'something else'],
  ['no relay', 200, '{"iceServers":[{"urls":["stun:a"]}]}', 'no server over UDP'],
])('%s is a sentence, not a fault', async (_name, status, answer, sentence) => {
  const { origin } = await service(status, answer);
  expect(await realtimeTurn(origin, KEY, NOW_MS, NOW_MS + 300_000)).toMatchObject({
    ok: false,
    error: { sentence: expect.stringContaining(sentence) },
  });
});

test('a service that is not there is a sentence too', async () => {
  expect(await realtimeTurn('http://127.0.0.1:9', KEY, NOW_MS, NOW_MS + 300_000)).toMatchObject({
    ok: false,
  });
});

test('a service that takes the question and stays silent is given up', async () => {
  server = createServer(() => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await realtimeTurn(origin, KEY, NOW_MS, NOW_MS + 300_000)).toMatchObject({
    ok: false,
    error: { sentence: expect.stringContaining('did not answer') },
  });
});
