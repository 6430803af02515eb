import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { randomPayload } from '../random-payload.ts';
import { NodeWebSocket } from './node-web-socket.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A server of another make, which checks masks and frames itself. */
async function serve(onSocket: (socket: WebSocket) => void): Promise<number> {
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'one' });
  server.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, onSocket));
  ends.push(() => {
    for (const client of sockets.clients) client.terminate();
  });
  return listen(server);
}

/** A connection and what it said, in order. `until` waits for so many sayings. */
function connect(port: number, maxMessageBytes = 1024 * 1024) {
  const heard: unknown[] = [];
  let wake = () => {};
  const hear = (...what: unknown[]) => {
    heard.push(what);
    wake();
  };
  const socket = new NodeWebSocket(
    { url: new URL(`ws://127.0.0.1:${port}/path?query`), subprotocols: ['one', 'two'], maxMessageBytes },
    {
      onOpen: () => hear('open'),
      onText: (text) => hear('text', text),
      onBinary: (byteLength) => hear('binary', byteLength),
      onClosed: (code, reason) => hear('closed', code, reason),
      onFailed: (reason, detail) => hear('failed', reason, detail),
    },
  );
  ends.push(() => socket.destroy());
  const until = async (count: number) => {
    while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return heard;
  };
  return { socket, until };
}

test('carries text and payload both ways, whole', async () => {
  const port = await serve((peer) =>
    peer.on('message', (data: Buffer, isBinary) =>
      peer.send(isBinary ? data : `${data.toString()}!`, { binary: isBinary }),
    ),
  );
  const { socket, until } = connect(port);
  await until(1);
  const payload = randomPayload();
  socket.sendText('日本'.repeat(50));
  const sizes = [1, 125, 126, 65_535, 65_536, 1024 * 1024];
  for (const size of sizes) socket.sendRandom(payload(size));
  expect(await until(2 + sizes.length)).toEqual([
    ['open'],
    ['text', `${'日本'.repeat(50)}!`],
    ...sizes.map((size) => ['binary', size]),
  ]);
});

test('what is sent as payload arrives as it was', async () => {
  const arrived: Buffer[] = [];
  const port = await serve((peer) => peer.on('message', (data: Buffer) => arrived.push(data)));
  const { socket, until } = connect(port);
  await until(1);
  const bytes = randomPayload()(100_000);
  socket.sendRandom(bytes);
  await expect.poll(() => arrived.length).toBe(1);
  expect(arrived[0]?.equals(bytes)).toBe(true);
});

test('answers a ping', async () => {
  const port = await serve((peer) => {
    peer.ping('here?');
    peer.on('pong', (data) => peer.send(`pong ${data.toString()}`));
  });
  expect(await connect(port).until(2)).toEqual([['open'], ['text', 'pong here?']]);
});

test('tells the code and reason of a server that closes', async () => {
  const port = await serve((peer) => peer.close(4408, 'no message for too long'));
  expect(await connect(port).until(2)).toEqual([['open'], ['closed', 4408, 'no message for too long']]);
});

test('closes, and hears of it once', async () => {
  const codes: number[] = [];
  const port = await serve((peer) => peer.on('close', (code) => codes.push(code)));
  const { socket, until } = connect(port);
  await until(1);
  socket.close();
  socket.sendText('too late');
  expect(await until(2)).toEqual([['open'], ['closed', 1005, '']]);
  await expect.poll(() => codes).toEqual([1005]);
});

test('a connection that dies has code 1006', async () => {
  const port = await serve((peer) => peer.terminate());
  expect(await connect(port).until(2)).toEqual([['open'], ['closed', 1006, '']]);
});

test('ends a connection whose server sends more than was asked for', async () => {
  const port = await serve((peer) => peer.send(Buffer.alloc(2000)));
  expect(await connect(port, 1000).until(2)).toEqual([
    ['open'],
    ['closed', 1002, 'the server sent a message of 2000 bytes'],
  ]);
});

const ACCEPTED = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';
test.each([
  [
    'another status',
    'HTTP/1.1 426 Upgrade Required\r\n\r\n',
    'The server answered 426 instead of a WebSocket.',
  ],
  [
    'a wrong key',
    `${ACCEPTED}Sec-WebSocket-Accept: x\r\nSec-WebSocket-Protocol: one\r\n\r\n`,
    'The server did not agree on the WebSocket that was asked for.',
  ],
  ['no HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', 'The server did not answer in HTTP.'],
  ['an endless head', 'HTTP/1.1 101 x\r\n'.padEnd(20_000, 'x'), 'The server did not answer in HTTP.'],
])('is refused by %s', async (_name, answer, detail) => {
  const server = createTcpServer((peer) => {
    peer.on('error', () => {});
    peer.once('data', () => peer.write(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const heard = await connect((server.address() as AddressInfo).port).until(1);
  expect(heard).toEqual([['failed', 'refused', detail]]);
});

test('is unreachable where nobody listens', async () => {
  const server = createServer();
  const port = await listen(server);
  for (const end of ends.splice(0)) end();
  await once(server, 'close');
  expect(await connect(port).until(1)).toEqual([
    ['failed', 'unreachable', expect.stringContaining('ECONNREFUSED')],
  ]);
});

// Elsewhere only 127.0.0.1 is this machine.
test.skipIf(process.platform !== 'linux')('comes from the address that it is told', async () => {
  const server = createTcpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(() => server.close());
  const socket = new NodeWebSocket(
    {
      url: new URL(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/`),
      subprotocols: ['one'],
      maxMessageBytes: 1024,
      localAddress: '127.5.6.7',
    },
    { onOpen() {}, onText() {}, onBinary() {}, onClosed() {}, onFailed() {} },
  );
  const [accepted] = (await once(server, 'connection')) as [Socket];
  expect(accepted.remoteAddress).toBe('127.5.6.7');
  socket.destroy();
  accepted.destroy();
});

test('asks for what the caller named', async () => {
  let asked: IncomingMessage | null = null;
  const server = createServer();
  server.on('upgrade', (request, socket: Duplex) => {
    asked = request;
    socket.destroy();
  });
  const port = await listen(server);
  await connect(port).until(1);
  expect(asked).toMatchObject({
    url: '/path?query',
    headers: {
      host: `127.0.0.1:${port}`,
      'sec-websocket-protocol': 'one, two',
      'sec-websocket-version': '13',
    },
  });
});
