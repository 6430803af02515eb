import { exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import {
  encodeMessage,
  parseWorkerMessage,
  type WorkerMessage,
} from '../../measurement-agent/protocol/messages.ts';
import { type Network, UNKNOWN_NETWORK } from '../../measurement-agent/protocol/network.ts';
import { receiptFaults } from '../../measurement-agent/protocol/receipts.ts';
import {
  CLOSE_CODES,
  COUNTER_INTERVAL_BYTES,
  MAX_CREDIT_BYTES,
  MAX_LOAD_CONNECTIONS,
  MAX_MESSAGE_BYTES,
  MEASURE_PATHS,
  MEASURE_SUBPROTOCOL,
  MIN_MESSAGE_BYTES,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '../../measurement-agent/protocol/spec.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { anonymityPrefix, parseAddress } from '../domain/address.ts';
import { prefixTag } from '../domain/prefix-tag.ts';
import { type SessionClaims, sealSession } from '../domain/session-token.ts';
import { signingKeyOf } from '../domain/signing-key.ts';

const ADDRESS = '192.0.2.10';
const worker = (exports as unknown as { default: Fetcher }).default;
let serial = 0;

async function token(changes: Partial<SessionClaims> & { seen?: Partial<Network> } = {}): Promise<string> {
  const { seen, ...claims } = changes;
  serial += 1;
  const address = parseAddress(ADDRESS);
  return sealSession(
    {
      sessionId: `session${String(serial).padStart(15, '0')}`,
      groupId: null,
      issuedAtMs: Date.now(),
      expiresAtMs: Date.now() + 60_000,
      submitByMs: Date.now() + 120_000,
      byteBudget: 64 * 1024 * 1024,
      network: { ...UNKNOWN_NETWORK, ipVersion: 4, ...seen },
      subscriberKey: null,
      prefixKey: null,
      prefixTag: address && (await prefixTag(anonymityPrefix(address), TEST_KEYS.TOKEN_KEY)),
      ...claims,
    },
    TEST_KEYS.TOKEN_KEY,
  );
}

function request(path: string, sealed: string, headers: Record<string, string> = {}): Promise<Response> {
  return worker.fetch(`http://edge${path}`, {
    headers: {
      upgrade: 'websocket',
      'sec-websocket-protocol': `${MEASURE_SUBPROTOCOL}, ${TOKEN_SUBPROTOCOL_PREFIX}${sealed}`,
      'cf-connecting-ip': ADDRESS,
      ...headers,
    },
  });
}

/** The agent's end of a connection: keeps what arrived and lets a test wait for it. */
class Peer {
  readonly messages: WorkerMessage[] = [];
  /** Nonces of the marks in a download. */
  readonly marks: string[] = [];
  receivedBytes = 0;
  payloadSizes: number[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly socket: WebSocket;
  #wake: () => void = () => {};

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.accept();
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') {
        const parsed = parseWorkerMessage(data);
        if (!parsed.ok) throw new Error(`not in the contract: ${data}`);
        if (parsed.value.type === 'mark') this.marks.push(parsed.value.nonce);
        else this.messages.push(parsed.value);
      } else {
        this.receivedBytes += (data as ArrayBuffer).byteLength;
        this.payloadSizes.push((data as ArrayBuffer).byteLength);
      }
      this.#wake();
    });
    socket.addEventListener('close', ({ code, reason }) => {
      this.closed = { code, reason };
      this.#wake();
    });
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

async function connect(path: string, sealed: string, headers: Record<string, string> = {}): Promise<Peer> {
  const response = await request(path, sealed, headers);
  expect(response.status).toBe(101);
  expect(response.headers.get('sec-websocket-protocol')).toBe(MEASURE_SUBPROTOCOL);
  return new Peer(response.webSocket!);
}

describe('download', () => {
  test('sends nothing without credit, exactly the credit with it, and says so at the end', async () => {
    const peer = await connect(MEASURE_PATHS.download, await token());
    expect(peer.receivedBytes).toBe(0);
    peer.socket.send(
      encodeMessage({ type: 'credit', receivedBytes: 0, limitBytes: 100_000, messageBytes: 16_384 }),
    );
    await peer.until(() => peer.receivedBytes >= 100_000);
    expect(peer.payloadSizes).toEqual([16_384, 16_384, 16_384, 16_384, 16_384, 16_384, 1_696]);
    peer.socket.send(encodeMessage({ type: 'finish' }));
    await peer.until(() => peer.closed !== null);
    expect(peer.messages).toEqual([{ type: 'finished', bytes: 100_000 }]);
    expect(peer.closed?.code).toBe(CLOSE_CODES.done);
  });

  test.each([
    [
      'credit beyond the bound',
      { type: 'credit', receivedBytes: 0, limitBytes: MAX_CREDIT_BYTES + 1, messageBytes: 16_384 },
    ],
    [
      'credit for bytes never sent',
      { type: 'credit', receivedBytes: 5, limitBytes: 5, messageBytes: 16_384 },
    ],
    [
      'a message size under the floor',
      { type: 'credit', receivedBytes: 0, limitBytes: 5, messageBytes: MIN_MESSAGE_BYTES - 1 },
    ],
    ['the end of a phase', { type: 'close-phase', direction: 'download', bytes: 0 }],
    ['an unknown type', { type: 'hello' }],
    ['an extra field', { type: 'finish', now: true }],
  ])('closes on %s', async (_name, message) => {
    const peer = await connect(MEASURE_PATHS.download, await token());
    peer.socket.send(JSON.stringify(message));
    await peer.until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(CLOSE_CODES.badMessage);
    expect(peer.receivedBytes).toBe(0);
  });

  test('gives no more than may be under way to who does not prove that it arrived', async () => {
    const peer = await connect(MEASURE_PATHS.download, await token());
    const credit = (receivedBytes: number, mark?: string) =>
      peer.socket.send(
        encodeMessage({
          type: 'credit',
          receivedBytes,
          limitBytes: receivedBytes + MAX_CREDIT_BYTES,
          messageBytes: MAX_MESSAGE_BYTES,
          ...(mark !== undefined && { mark }),
        }),
      );
    credit(0);
    await peer.until(() => peer.receivedBytes === MAX_CREDIT_BYTES);
    // With proof the same number of bytes is given again.
    credit(MAX_CREDIT_BYTES, peer.marks.at(-1));
    await peer.until(() => peer.receivedBytes === 2 * MAX_CREDIT_BYTES);
    // A number alone proves nothing.
    credit(2 * MAX_CREDIT_BYTES);
    await peer.until(() => peer.closed !== null);
    expect(peer.closed).toEqual({
      code: CLOSE_CODES.badMessage,
      reason: 'prove with marks what has been received',
    });
    expect(peer.receivedBytes).toBe(2 * MAX_CREDIT_BYTES);
  });

  test.each([
    ['that was never sent', () => 'AAAAAAAAAAAA'],
    ['older than one that came back', (marks: readonly string[]) => marks[0] ?? ''],
  ])('closes on a mark %s', async (_name, markOf) => {
    const peer = await connect(MEASURE_PATHS.download, await token());
    const credit = (limitBytes: number, mark?: string) =>
      peer.socket.send(
        encodeMessage({
          type: 'credit',
          receivedBytes: 0,
          limitBytes,
          messageBytes: 10_000,
          ...(mark && { mark }),
        }),
      );
    credit(10_000);
    await peer.until(() => peer.marks.length === 1);
    credit(20_000, peer.marks[0]);
    await peer.until(() => peer.marks.length === 2);
    credit(30_000, peer.marks[1]);
    await peer.until(() => peer.marks.length === 3);
    credit(40_000, markOf(peer.marks));
    await peer.until(() => peer.closed !== null);
    expect(peer.closed).toEqual({ code: CLOSE_CODES.badMessage, reason: 'a mark that was not sent' });
  });

  test('answers a probe behind the payload', async () => {
    const peer = await connect(MEASURE_PATHS.download, await token());
    peer.socket.send(
      encodeMessage({ type: 'credit', receivedBytes: 0, limitBytes: 100_000, messageBytes: 10_000 }),
    );
    peer.socket.send(encodeMessage({ type: 'probe', id: 3 }));
    await peer.until(() => peer.messages.length > 0);
    expect(peer.messages).toEqual([{ type: 'probe', id: 3 }]);
    expect(peer.receivedBytes).toBe(100_000);
  });

  test('payload does not compress', async () => {
    const sealed = await token();
    const response = await request(MEASURE_PATHS.download, sealed);
    const socket = response.webSocket!;
    socket.binaryType = 'arraybuffer';
    socket.accept();
    const parts: ArrayBuffer[] = [];
    await new Promise<void>((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        parts.push(data as ArrayBuffer);
        if (parts.length === 16) resolve();
      });
      socket.send(
        encodeMessage({ type: 'credit', receivedBytes: 0, limitBytes: 16 * 65_536, messageBytes: 65_536 }),
      );
    });
    const compressed = await new Response(
      new Blob(parts).stream().pipeThrough(new CompressionStream('gzip')),
    ).arrayBuffer();
    expect(compressed.byteLength).toBeGreaterThan(16 * 65_536);
  });

  test('stops at the byte budget of the session', async () => {
    const peer = await connect(MEASURE_PATHS.download, await token({ byteBudget: 100_000 }));
    peer.socket.send(
      encodeMessage({ type: 'credit', receivedBytes: 0, limitBytes: 1_000_000, messageBytes: 16_384 }),
    );
    await peer.until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(CLOSE_CODES.overBudget);
    expect(peer.receivedBytes).toBeLessThanOrEqual(100_000 + 16_384);
  });
});

describe('upload', () => {
  test('counts complete messages and reports them in-band', async () => {
    const peer = await connect(MEASURE_PATHS.upload, await token());
    for (let i = 0; i < 10; i += 1) peer.socket.send(new Uint8Array(10_000));
    await peer.until(() => peer.messages.some((m) => m.type === 'counter' && m.receivedBytes === 100_000));
    peer.socket.send(encodeMessage({ type: 'finish' }));
    await peer.until(() => peer.closed !== null);
    expect(peer.messages.at(-1)).toEqual({ type: 'finished', bytes: 100_000 });
    const counts = peer.messages.flatMap((m) => (m.type === 'counter' ? [m.receivedBytes] : []));
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  test('answers a probe behind the payload, and says at once what has arrived', async () => {
    const peer = await connect(MEASURE_PATHS.upload, await token());
    for (let i = 0; i < 10; i += 1) peer.socket.send(new Uint8Array(10_000));
    peer.socket.send(encodeMessage({ type: 'probe', id: 3 }));
    await peer.until(() => peer.messages.some((m) => m.type === 'counter' && m.receivedBytes === 100_000));
    expect(peer.messages).toContainEqual({ type: 'probe', id: 3 });
  });

  test('reports a fast upload after so many bytes, however soon they came', async () => {
    const peer = await connect(MEASURE_PATHS.upload, await token());
    const pieces = 4;
    for (let i = 0; i < pieces * (COUNTER_INTERVAL_BYTES / MAX_MESSAGE_BYTES); i += 1)
      peer.socket.send(new Uint8Array(MAX_MESSAGE_BYTES));
    peer.socket.send(encodeMessage({ type: 'finish' }));
    await peer.until(() => peer.closed !== null);
    const counts = peer.messages.flatMap((m) => (m.type === 'counter' ? [m.receivedBytes] : []));
    expect(counts).toEqual(
      expect.arrayContaining(Array.from({ length: pieces }, (_, i) => (i + 1) * COUNTER_INTERVAL_BYTES)),
    );
  });

  test('closes on a message over the bound', async () => {
    const peer = await connect(MEASURE_PATHS.upload, await token());
    peer.socket.send(new Uint8Array(MAX_MESSAGE_BYTES + 1));
    await peer.until(() => peer.closed !== null);
    expect(peer.closed?.code).toBe(CLOSE_CODES.badMessage);
  });
});

describe('echo', () => {
  test('ends with its session, while that of the next one answers: what a watch of an hour rests on', async () => {
    const first = await connect(MEASURE_PATHS.echo, await token({ expiresAtMs: Date.now() + 1_500 }));
    const next = await connect(MEASURE_PATHS.echo, await token());
    const probe = encodeMessage({ type: 'probe', id: 1 });
    for (const { socket } of [first, next]) socket.send(probe);
    await first.until(() => first.messages.length === 1);
    await first.until(() => first.closed !== null);
    expect(first.closed?.code).toBe(CLOSE_CODES.expired);
    next.socket.send(encodeMessage({ type: 'probe', id: 2 }));
    await next.until(() => next.messages.length === 2);
    expect(next.messages).toEqual([
      { type: 'probe', id: 1 },
      { type: 'probe', id: 2 },
    ]);
    expect(next.closed).toBeNull();
    next.socket.close();
  });

  test('sends a probe straight back and sums a direction over its connections', async () => {
    const sealed = await token();
    const echo = await connect(MEASURE_PATHS.echo, sealed);
    echo.socket.send(encodeMessage({ type: 'probe', id: 7 }));
    await echo.until(() => echo.messages.length === 1);
    expect(echo.messages).toEqual([{ type: 'probe', id: 7 }]);

    for (const bytes of [40_000, 2_000]) {
      const upload = await connect(MEASURE_PATHS.upload, sealed);
      upload.socket.send(new Uint8Array(bytes));
      upload.socket.send(encodeMessage({ type: 'finish' }));
      await upload.until(() => upload.closed !== null);
    }
    echo.socket.send(encodeMessage({ type: 'close-phase', direction: 'upload', bytes: 41_999 }));
    await echo.until(() => echo.messages.length === 2);
    expect(echo.messages[1]).toMatchObject({
      type: 'summary',
      summary: {
        direction: 'upload',
        bytes: 42_000,
        agentBytes: 41_999,
        connections: 2,
        prefixChanged: false,
        // Whether a timer came due in so short a load is chance; a share it must be.
        lateShare: expect.toSatisfy(
          (share: unknown) => share === null || (Number(share) >= 0 && Number(share) <= 1),
        ),
      },
    });
  });

  test('signs what it saw of a phase once, with when the bytes arrived', async () => {
    const sealed = await token();
    const download = await connect(MEASURE_PATHS.download, sealed);
    download.socket.send(
      encodeMessage({ type: 'credit', receivedBytes: 0, limitBytes: 200_000, messageBytes: 10_000 }),
    );
    await download.until(() => download.marks.length === 1);
    download.socket.send(encodeMessage({ type: 'finish', mark: download.marks[0] ?? '' }));
    await download.until(() => download.closed !== null);
    const echo = await connect(MEASURE_PATHS.echo, sealed);
    const close = { type: 'close-phase', direction: 'download', bytes: 200_000 } as const;
    echo.socket.send(encodeMessage(close));
    echo.socket.send(encodeMessage({ ...close, bytes: 1 }));
    await echo.until(() => echo.messages.length === 2);
    const [first, second] = echo.messages.map((message) =>
      message.type === 'summary' ? message.summary : null,
    );
    expect(second).toEqual(first);
    if (!first) throw new Error('no summary');
    const arrived = first.curve?.bytes.reduce((sum, bytes) => sum + bytes, 0);
    expect(arrived).toBe(200_000);
    const { publicKey } = await signingKeyOf(TEST_KEYS.SIGNING_KEY);
    const faults = await receiptFaults(
      { measurementId: first.sessionId, summaries: [first] },
      { keys: [publicKey] },
    );
    expect(faults).toEqual([null]);
    expect(first.prefixHash).toMatch(/^[\w-]{12}$/);
  });

  test('a connection that dies is still in the sum', async () => {
    const sessionId = 'session-that-dies-0000';
    const sealed = await token({ sessionId });
    const upload = await connect(MEASURE_PATHS.upload, sealed);
    upload.socket.send(new Uint8Array(5_000));
    await upload.until(() => upload.messages.length > 0);
    upload.socket.close(1001, 'gone');
    const echo = await connect(MEASURE_PATHS.echo, sealed);
    // What a phase was is said once: not before the dead connection is known to be.
    const ledger = ENV.SESSION_LEDGER.get(ENV.SESSION_LEDGER.idFromName(sessionId));
    const nothing = {
      direction: 'upload',
      bytes: 0,
      firstByteAtMs: null,
      lastByteAtMs: null,
      closed: false,
    } as const;
    await expect.poll(() => ledger.report(nothing, 5_000)).toBe(0);
    echo.socket.send(encodeMessage({ type: 'close-phase', direction: 'upload', bytes: 5_000 }));
    await echo.until(() => echo.messages.length > 0);
    expect(echo.messages[0]).toMatchObject({ type: 'summary', summary: { bytes: 5_000 } });
  });
});

describe('admission', () => {
  const path = MEASURE_PATHS.download;
  test.each([
    ['no upgrade', async () => worker.fetch(`http://edge${path}`), 426, 'upgrade-required'],
    ['no such endpoint', async () => request('/m/v1/nothing', await token()), 404, 'not-found'],
    [
      'a token of another server',
      async () => request(path, await sealSession({} as SessionClaims, TEST_KEYS.PREFIX_KEY)),
      401,
      'bad-token',
    ],
    [
      'no token',
      async () =>
        worker.fetch(`http://edge${path}`, {
          headers: { upgrade: 'websocket', 'sec-websocket-protocol': MEASURE_SUBPROTOCOL },
        }),
      401,
      'bad-token',
    ],
    [
      'an expired token',
      async () => request(path, await token({ expiresAtMs: Date.now() - 1 })),
      401,
      'token-expired',
    ],
    [
      'another IP version',
      async () => request(path, await token(), { 'cf-connecting-ip': '2001:db8::1' }),
      403,
      'wrong-network',
    ],
    ['another AS', async () => request(path, await token({ seen: { asn: 64500 } })), 403, 'wrong-network'],
    ['a spent budget', async () => request(path, await token({ byteBudget: 0 })), 429, 'over-budget'],
  ])('refuses %s', async (_name, send, status, reason) => {
    const response = await send();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ type: `/problems/${reason}`, status });
  });

  test('serves another prefix of the same AS and notes it', async () => {
    const sealed = await token();
    const upload = await connect(MEASURE_PATHS.upload, sealed, { 'cf-connecting-ip': '198.51.100.1' });
    upload.socket.send(encodeMessage({ type: 'finish' }));
    await upload.until(() => upload.closed !== null);
    const echo = await connect(MEASURE_PATHS.echo, sealed);
    echo.socket.send(encodeMessage({ type: 'close-phase', direction: 'upload', bytes: 0 }));
    await echo.until(() => echo.messages.length === 1);
    expect(echo.messages[0]).toMatchObject({ summary: { prefixChanged: true } });
  });

  test('refuses one load connection more than allowed', async () => {
    const sealed = await token();
    for (let i = 0; i < MAX_LOAD_CONNECTIONS; i += 1) await connect(path, sealed);
    expect((await request(path, sealed)).status).toBe(429);
  });
});
