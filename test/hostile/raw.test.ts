/**
 * What no client of ours would ever send, over TCP to the product as it is served. It answers or closes, goes on serving others,
 * and gives its memory back.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import {
  API_PATHS,
  IDLE_CLOSE_MS,
  MAX_BODY_BYTES,
  MAX_CREDIT_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_TEXT_MESSAGE_BYTES,
  MEASURE_PATHS,
  MEASURE_SUBPROTOCOL,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '../../measurement-agent/protocol/spec.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { honestRun, post, problemOf, storedOf, submitted } from './honest-run.ts';
import { type Frame, frame, OPCODES, RawSocket, textOf } from './raw-socket.ts';

/** An answer takes milliseconds; a loaded machine is not what is tested. */
const PATIENCE_MS = 10_000;

let server: Server;

beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.end('SIGTERM');
  await removeData(server);
});

/** Resident memory of the workerd processes of the server. */
function residentBytes(): number {
  const children = new Map<number, number[]>();
  const names = new Map<number, { name: string; bytes: number }>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${entry}/status`, 'utf8');
      const field = (name: string) => new RegExp(`^${name}:\\s+(\\S+)`, 'm').exec(status)?.[1] ?? '';
      const parent = Number(field('PPid'));
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
      names.set(Number(entry), { name: field('Name'), bytes: Number(field('VmRSS') || 0) * 1024 });
    } catch {
      // It ended meanwhile.
    }
  }
  const all = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(all)];
  return all(server.process.pid ?? 0)
    .map((pid) => names.get(pid))
    .filter((each) => each?.name === 'workerd')
    .reduce((sum, each) => sum + (each?.bytes ?? 0), 0);
}

async function openSession(): Promise<Session> {
  const response = await fetch(server.origin + API_PATHS.sessions, { method: 'POST' });
  if (response.status !== 201) throw new Error(await response.text());
  return (await response.json()) as Session;
}

async function serves(): Promise<void> {
  expect((await fetch(server.origin + API_PATHS.health)).status).toBe(200);
}

const HOST = 'Host: 127.0.0.1\r\n';
const post_ = (headers: string, body: string) =>
  `POST ${API_PATHS.sessions} HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${headers}\r\n${body}`;

describe('HTTP that is none', () => {
  test.each<[string, string | Uint8Array]>([
    ['noise', Uint8Array.from({ length: 4096 }, (_, index) => (index * 37) % 256)],
    ['a request line without a version', 'GET /\r\n\r\n'],
    ['a version of another day', `GET / HTTP/9.9\r\n${HOST}\r\n`],
    ['a TLS hello', Uint8Array.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a path of 64 kB', `GET /${'a'.repeat(65_536)} HTTP/1.1\r\n${HOST}\r\n`],
    ['a header of 256 kB', `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(262_144)}\r\n\r\n`],
    ['ten thousand headers', `GET / HTTP/1.1\r\n${HOST}${'X: 1\r\n'.repeat(10_000)}\r\n`],
    ['a header with a zero in it', `GET / HTTP/1.1\r\n${HOST}X: a\0b\r\n\r\n`],
    ['a header without a colon', `GET / HTTP/1.1\r\n${HOST}nonsense\r\n\r\n`],
    ['a bare line feed in a header', `GET / HTTP/1.1\r\n${HOST}X: a\nSet-Cookie: b\r\n\r\n`],
    ['two lengths', post_('Content-Length: 2\r\nContent-Length: 3\r\n', '{}')],
    [
      'a length and chunks',
      post_('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '2\r\n{}\r\n0\r\n\r\n'),
    ],
    ['a negative length', post_('Content-Length: -1\r\n', '{}')],
    ['a length beyond all numbers', post_('Content-Length: 99999999999999999999999\r\n', '{}')],
    ['a chunk that is no number', post_('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n')],
    ['a chunk of 2^64', post_('Transfer-Encoding: chunked\r\n', 'ffffffffffffffff\r\n{}\r\n0\r\n\r\n')],
    ['a method of its own', `SMASH / HTTP/1.1\r\n${HOST}\r\n`],
    ['no host', 'GET / HTTP/1.1\r\n\r\n'],
    ['the absolute form of another host', `GET http://elsewhere.example/ HTTP/1.1\r\n${HOST}\r\n`],
    ['up and out of the root', `GET /../../../../etc/passwd HTTP/1.1\r\n${HOST}\r\n`],
    ['the same, encoded', `GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${HOST}\r\n`],
    ['a zero in the path', `GET /api/v1/results/%00 HTTP/1.1\r\n${HOST}\r\n`],
    ['an encoding that breaks off', `GET /api/v1/results/%E0%A4%A HTTP/1.1\r\n${HOST}\r\n`],
    ['another origin as a path', `GET //elsewhere.example/ja/ HTTP/1.1\r\n${HOST}\r\n`],
    ['a line break in the path', `GET /ja/%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\n${HOST}\r\n`],
    ['a line break in the host', `GET /ja/ HTTP/1.1\r\nHost: a%0d%0ab\r\n\r\n`],
  ])('%s is answered or closed', async (_name, bytes) => {
    const raw = await RawSocket.open(server.port);
    raw.send(bytes);
    // Half a request is waited for: the end of what we send is said.
    raw.socket.end();
    expect(await raw.answered(PATIENCE_MS)).toBe(true);
    expect(raw.text).not.toMatch(/root:|^Set-Cookie/im);
    expect(raw.status ?? 400).toSatisfy((status: number) => status !== 500);
    raw.destroy();
    await serves();
  });
});

describe('bodies', () => {
  test.each<[string, string | Uint8Array, Record<string, string>, number]>([
    ['one byte too many', ' '.repeat(MAX_BODY_BYTES + 1), {}, 413],
    ['a deflate bomb', gzipSync(Buffer.alloc(8 * 1024 * 1024)), { 'content-encoding': 'gzip' }, 415],
    ['half a megabyte of brackets', '['.repeat(MAX_BODY_BYTES), {}, 400],
    ['objects in objects', `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, {}, 400],
    ['a number beyond all numbers', '{"groupId":1e999999}', {}, 400],
    ['a key twice, and __proto__', '{"groupId":null,"groupId":5,"__proto__":{"a":1}}', {}, 400],
    ['bytes that are no UTF-8', Uint8Array.from([0x22, 0xff, 0xfe, 0x22]), {}, 400],
    ['another type', '{}', { 'content-type': 'text/plain' }, 415],
  ])('%s', async (_name, body, headers, status) => {
    const response = await fetch(server.origin + API_PATHS.sessions, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body as BodyInit,
    });
    expect(response.status).toBe(status);
    await problemOf(response);
    await serves();
  });

  test('SQL in every text field is text', async () => {
    const evil = "x'); DROP TABLE results; --";
    const { session, submission } = await honestRun(server.origin);
    const refused = await post(server.origin, session.token, {
      ...submission,
      declared: { ...submission.declared, isp: evil, subdivisionCode: evil },
    });
    expect(refused.status).toBe(400);
    await submitted(server.origin, session.token, {
      ...submission,
      agent: { ...submission.agent, name: evil, version: evil },
    });
    const { agent } = await storedOf(server.origin, session.sessionId);
    expect(agent.name).toBe(evil);
    const id = encodeURIComponent(evil);
    for (const path of [`/api/v1/results/${id}`, `/ja/isp/${id}`, `/ja/region/${id}`, `/ja/r/${id}?x=${id}`])
      expect((await fetch(server.origin + path)).status).toBe(404);
    await honestRun(server.origin);
  });
});

/** The handshake of a measurement connection, with what is wrong in it. */
function handshake(path: string, token: string, changes: Record<string, string | null> = {}): string {
  const headers: Record<string, string | null> = {
    Host: '127.0.0.1',
    Upgrade: 'websocket',
    Connection: 'Upgrade',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': `${MEASURE_SUBPROTOCOL}, ${TOKEN_SUBPROTOCOL_PREFIX}${token}`,
    'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
    ...changes,
  };
  const lines = Object.entries(headers).flatMap(([name, value]) =>
    value === null ? [] : [`${name}: ${value}`],
  );
  return `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

async function connected(path: string): Promise<RawSocket> {
  const { token } = await openSession();
  const raw = await RawSocket.open(server.port);
  raw.send(handshake(path, token));
  await raw.until(() => raw.text.includes('\r\n\r\n'), PATIENCE_MS);
  expect(raw.status).toBe(101);
  // Random load does not compress, and a bomb needs a compressor.
  expect(raw.text).not.toMatch(/permessage-deflate/i);
  return raw;
}

describe('WebSocket handshakes that are none', () => {
  test.each<[string, Record<string, string | null>]>([
    ['another version', { 'Sec-WebSocket-Version': '8' }],
    ['no key', { 'Sec-WebSocket-Key': null }],
    ['no subprotocol', { 'Sec-WebSocket-Protocol': null }],
    ['no token', { 'Sec-WebSocket-Protocol': MEASURE_SUBPROTOCOL }],
    [
      'garbage for a token',
      { 'Sec-WebSocket-Protocol': `${MEASURE_SUBPROTOCOL}, ${TOKEN_SUBPROTOCOL_PREFIX}a.b.c.d.e` },
    ],
    [
      'a token of 60 kB',
      {
        'Sec-WebSocket-Protocol': `${MEASURE_SUBPROTOCOL}, ${TOKEN_SUBPROTOCOL_PREFIX}${'a'.repeat(60_000)}`,
      },
    ],
    ['no upgrade', { Upgrade: null, Connection: null }],
  ])('%s', async (_name, changes) => {
    const { token } = await openSession();
    const raw = await RawSocket.open(server.port);
    raw.send(handshake(MEASURE_PATHS.echo, token, changes));
    expect(await raw.answered(PATIENCE_MS)).toBe(true);
    expect(raw.status).not.toBe(101);
    expect(raw.status).not.toBe(500);
    raw.destroy();
    await serves();
  });
});

/** What came behind the handshake begins with a close frame, or has one behind others. */
function hasCloseFrame(raw: RawSocket): boolean {
  const begin = raw.received.indexOf('\r\n\r\n') + 4;
  return raw.received.subarray(begin).includes(0x88);
}

const FRAMES: [string, Frame[]][] = [
  ['without a mask', [{ opcode: OPCODES.text, masked: false, payload: textOf('{}') }]],
  ['with reserved bits', [{ opcode: OPCODES.text, reserved: 7, payload: textOf('{}') }]],
  ['with a reserved opcode', [{ opcode: 3, payload: textOf('{}') }]],
  ['with a reserved control opcode', [{ opcode: 11 }]],
  ['that goes on with nothing', [{ opcode: OPCODES.continuation, payload: textOf('{}') }]],
  [
    'in the middle of another message',
    [
      { opcode: OPCODES.text, fin: false },
      { opcode: OPCODES.binary, payload: textOf('a') },
    ],
  ],
  ['of control over 125 bytes', [{ opcode: OPCODES.ping, payload: new Uint8Array(126) }, { opcode: 3 }]],
  ['of control in pieces', [{ opcode: OPCODES.ping, fin: false }]],
  ['of 2^63 bytes', [{ opcode: OPCODES.binary, announcedLength: 2n ** 63n, payload: new Uint8Array(64) }]],
  ['that is no UTF-8', [{ opcode: OPCODES.text, payload: Uint8Array.from([0xff, 0xfe]) }]],
  ['of too much text', [{ opcode: OPCODES.text, payload: textOf('a'.repeat(MAX_TEXT_MESSAGE_BYTES + 1)) }]],
  ['of too many bytes', [{ opcode: OPCODES.binary, payload: new Uint8Array(MAX_MESSAGE_BYTES + 1) }]],
  ['of bytes where none belong', [{ opcode: OPCODES.binary, payload: new Uint8Array(10) }]],
  ['of no contract', [{ opcode: OPCODES.text, payload: textOf('{"type":"hello"}') }]],
  ['of JSON in JSON', [{ opcode: OPCODES.text, payload: textOf('['.repeat(1000)) }]],
  ['that closes with a code of its own', [{ opcode: OPCODES.close, payload: Uint8Array.from([0xff, 0xff]) }]],
  ['that closes with half a code', [{ opcode: OPCODES.close, payload: Uint8Array.from([3]) }]],
];

describe('WebSocket frames', () => {
  // workerd answers a ping that is too long; the reserved opcode behind it ends that one.
  test.each(FRAMES)('%s end the connection', async (_name, frames) => {
    const raw = await connected(MEASURE_PATHS.echo);
    for (const each of frames) raw.send(frame(each));
    expect(await raw.until(() => hasCloseFrame(raw), PATIENCE_MS)).toBe(true);
    raw.destroy();
    await serves();
  });

  test('cut off in the middle and half closed leave nothing behind', async () => {
    const raws = await Promise.all(Object.values(MEASURE_PATHS).map((path) => connected(path)));
    for (const raw of raws) {
      raw.send(frame({ opcode: OPCODES.binary, announcedLength: 1000n, payload: new Uint8Array(10) }));
      raw.socket.end();
    }
    for (const raw of raws) expect(await raw.until(() => false, PATIENCE_MS + IDLE_CLOSE_MS)).toBe(true);
    await serves();
  });
});

describe('slow and many', () => {
  test('a byte a second, a thousand idle sockets, and others are served meanwhile', async () => {
    const slow = await Promise.all([
      RawSocket.open(server.port),
      RawSocket.open(server.port),
      connected(MEASURE_PATHS.upload),
      connected(MEASURE_PATHS.echo),
      connected(MEASURE_PATHS.upload),
    ]);
    const [headers, body, upload, , messages] = slow;
    body?.send(
      `POST ${API_PATHS.sessions} HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
    );
    upload?.send(frame({ opcode: OPCODES.binary, announcedLength: 100_000n }));
    const dribble = setInterval(() => {
      headers?.send('G');
      body?.send(' ');
      upload?.send(Uint8Array.of(0));
      // Whole messages, a byte and a probe in turn: never silent.
      messages?.send(frame({ opcode: OPCODES.binary, payload: Uint8Array.of(0) }));
      messages?.send(frame({ opcode: OPCODES.text, payload: textOf('{"type":"probe","id":1}') }));
    }, 1_000);
    const idle = await Promise.all(Array.from({ length: 1_000 }, () => RawSocket.open(server.port)));
    const { session, submission } = await honestRun(server.origin);
    await submitted(server.origin, session.token, submission);
    await serves();
    const patienceMs = 2 * IDLE_CLOSE_MS;
    // A message of which only a piece is there is no message: the endpoint hears nothing.
    for (const raw of slow.slice(1))
      expect(await raw.until(() => raw.status === 408 || hasCloseFrame(raw), patienceMs)).toBe(true);
    clearInterval(dribble);
    expect(messages?.text).toContain('too slow');
    for (const raw of [...slow, ...idle]) raw.destroy();
    await serves();
  });

  test('who opens a download and reads nothing is given no more than its credit, time and again', async () => {
    const credit = JSON.stringify({
      type: 'credit',
      receivedBytes: 0,
      limitBytes: MAX_CREDIT_BYTES,
      messageBytes: 65_536,
    });
    const levels: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
      const raws = await Promise.all(Array.from({ length: 8 }, () => connected(MEASURE_PATHS.download)));
      for (const raw of raws) {
        raw.socket.pause();
        raw.send(frame({ opcode: OPCODES.text, payload: textOf(credit) }));
      }
      await honestRun(server.origin);
      if (round >= WARM_UP) levels.push(residentBytes());
      for (const raw of raws) raw.destroy();
      await serves();
    }
    // A round in which the last one's sockets are not yet swept up may stand out: halves are compared by their medians.
    const half = ROUNDS / 2;
    const [earlier, later] = [median(levels.slice(0, half)), median(levels.slice(half))];
    expect(later, levels.map((bytes) => Math.round(bytes / 1e6)).join(' MB, ')).toBeLessThan(1.2 * earlier);
  }, 240_000);
});

const ROUNDS = 10;
/** Rounds before these: what a server of a few minutes takes more and more of until its heap is first swept is no leak. */
const WARM_UP = 6;

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
