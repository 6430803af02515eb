import { once } from 'node:events';
import { expect } from 'vitest';
import { type RawData, WebSocket } from 'ws';
import { frame, OPCODES, RawSocket } from '../hostile/raw-socket.ts';
import type { Server } from '../server.ts';
import type { Requirement } from './requirement.ts';

const SUBPROTOCOL = 'net.measurementlab.ndt.v7';
const KIB = 1024;

interface Measurement {
  AppInfo?: { ElapsedTime: number; NumBytes: number };
  ConnectionInfo?: { Client: string; Server: string; UUID?: string };
  Origin?: string;
  Test?: string;
}

/** Everything that came until the server closed. */
interface Received {
  sizes: number[];
  measurements: Measurement[];
  closeCode: number;
  firstBytes: Buffer;
}

function open({ origin }: Server, path: string): WebSocket {
  return new WebSocket(origin.replace('http', 'ws') + path, SUBPROTOCOL, { perMessageDeflate: true });
}

/** `ws` hands over messages as one buffer unless asked otherwise. */
const textOf = (data: RawData) => (data as Buffer).toString();

async function download(server: Server): Promise<Received> {
  const socket = open(server, '/ndt/v7/download?client_name=conformance');
  const received: Received = { sizes: [], measurements: [], closeCode: 0, firstBytes: Buffer.alloc(0) };
  socket.on('message', (data: RawData, isBinary) => {
    if (!isBinary) received.measurements.push(JSON.parse(textOf(data)) as Measurement);
    else {
      if (received.sizes.length === 0) received.firstBytes = Buffer.from(data as Buffer);
      received.sizes.push((data as Buffer).byteLength);
    }
  });
  [received.closeCode] = (await once(socket, 'close')) as [number];
  return received;
}

/** The same download for all who only look at it. */
let downloaded: Promise<Received> | null = null;
const once7 = (server: Server) => (downloaded ??= download(server));

async function statusOf(server: Server, path: string, headers: string): Promise<number | null> {
  const socket = await RawSocket.open(server.port);
  socket.send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`);
  await socket.answered(5000);
  socket.destroy();
  return socket.status;
}

const HANDSHAKE =
  'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: DOdm+5/Cm3WwvhfcAlhJoQ==\r\n';
const WITH_SUBPROTOCOL = `${HANDSHAKE}Sec-WebSocket-Protocol: ${SUBPROTOCOL}\r\n`;

/** ndt7 specification v0.11.0 (m-lab/ndt-server, spec/ndt7-protocol.md). */
export const NDT7: readonly Requirement[] = [
  {
    section: 'The WebSocket handshake',
    requirement: 'the answer selects the subprotocol',
    async check(server) {
      for (const path of ['/ndt/v7/download', '/ndt/v7/upload']) {
        const socket = open(server, path);
        await once(socket, 'open');
        expect(socket.protocol).toBe(SUBPROTOCOL);
        socket.terminate();
      }
    },
  },
  {
    section: 'The WebSocket handshake',
    requirement: 'a request without the subprotocol, or that is no upgrade, fails with 4xx',
    async check(server) {
      expect(await statusOf(server, '/ndt/v7/download', HANDSHAKE)).toBe(400);
      expect(await statusOf(server, '/ndt/v7/upload', HANDSHAKE)).toBe(400);
      expect(await statusOf(server, '/ndt/v7/download', '')).toBe(426);
    },
  },
  {
    section: 'The WebSocket handshake; Query string parameters',
    requirement: 'a query over 4096 bytes, of no UTF-8, or with another early_exit than 250 fails with 4xx',
    async check(server) {
      const ask = (query: string) => statusOf(server, `/ndt/v7/download?${query}`, WITH_SUBPROTOCOL);
      expect(await ask(`a=${'b'.repeat(4094)}`)).toBe(101);
      expect(await ask(`a=${'b'.repeat(4095)}`)).toBe(400);
      expect(await ask('a=%ff')).toBe(400);
      expect(await ask('early_exit=100')).toBe(400);
      expect(await ask('early_exit=250&a=1&a=2&b')).toBe(101);
    },
  },
  {
    section: 'WebSocket channel usage',
    requirement: 'binary messages are powers of two of 1 KiB to 16 MiB and begin with 8 KiB',
    async check(server) {
      const { sizes } = await once7(server);
      expect(sizes[0]).toBe(8 * KIB);
      expect(sizes.every((size) => Number.isInteger(Math.log2(size)))).toBe(true);
      expect(Math.max(...sizes)).toBe(1024 * KIB);
    },
  },
  {
    section: 'Appendix, Adapting binary message size',
    requirement: 'a message is no more than a sixteenth of what was sent before it, or 8 KiB',
    async check(server) {
      let sentBytes = 0;
      for (const size of (await once7(server)).sizes) {
        expect(size).toBeLessThanOrEqual(Math.max(8 * KIB, sentBytes / 8));
        sentBytes += size;
      }
    },
  },
  {
    section: 'WebSocket channel usage',
    requirement: 'load is random',
    async check(server) {
      expect(new Set((await once7(server)).firstBytes).size).toBeGreaterThan(250);
    },
  },
  {
    section: 'WebSocket channel usage',
    requirement: 'the server closes with a closing handshake, and sends ten texts a second at most',
    async check(server) {
      const { closeCode, measurements } = await once7(server);
      expect(closeCode).toBe(1000);
      expect(measurements.length).toBeGreaterThanOrEqual(2);
      expect(measurements.length).toBeLessThan(100);
    },
  },
  {
    section: 'Measurement message',
    requirement: 'ConnectionInfo comes exactly once; AppInfo counts application bytes in µs that only grow',
    async check(server) {
      const { measurements, sizes } = await once7(server);
      const connections = measurements.flatMap(({ ConnectionInfo }) => ConnectionInfo ?? []);
      expect(connections).toHaveLength(1);
      expect(connections[0]).toMatchObject({ Client: '127.0.0.1:0', Server: `127.0.0.1:${server.port}` });
      expect(connections[0]).not.toHaveProperty('UUID');
      const infos = measurements.flatMap(({ AppInfo }) => AppInfo ?? []);
      expect(infos.at(-1)?.NumBytes).toBe(sizes.reduce((sum, size) => sum + size, 0));
      for (const [index, info] of infos.entries()) {
        const before = infos[index - 1] ?? info;
        expect(info.ElapsedTime).toBeGreaterThanOrEqual(before.ElapsedTime);
        expect(info.NumBytes).toBeGreaterThanOrEqual(before.NumBytes);
        expect(Number.isInteger(info.ElapsedTime)).toBe(true);
      }
      expect(new Set(measurements.map(({ Origin, Test }) => `${Origin} ${Test}`))).toEqual(
        new Set(['server download']),
      );
    },
  },
  {
    section: 'WebSocket channel usage',
    requirement: 'text in a download is permitted; a binary message in it ends the connection',
    async check(server) {
      const socket = await RawSocket.open(server.port);
      socket.send(`GET /ndt/v7/download HTTP/1.1\r\nHost: localhost\r\n${WITH_SUBPROTOCOL}\r\n`);
      await socket.answered(5000);
      socket.send(frame({ opcode: OPCODES.text, payload: Buffer.from('{"AppInfo":{}}') }));
      const before = socket.received.byteLength;
      expect(await socket.until(() => socket.received.byteLength > before, 5000)).toBe(true);
      socket.send(frame({ opcode: OPCODES.binary, payload: Buffer.alloc(KIB) }));
      expect(await socket.until(() => socket.closed, 5000)).toBe(true);
    },
  },
  {
    section: 'WebSocket channel usage',
    requirement: 'an upload takes messages of 16 MiB and tells what has come',
    async check(server) {
      const socket = open(server, '/ndt/v7/upload');
      const counts: number[] = [];
      socket.on('message', (data: RawData) => {
        counts.push((JSON.parse(textOf(data)) as Measurement).AppInfo?.NumBytes ?? -1);
        if (counts.at(-1) === 16 * KIB * KIB + 8 * KIB) socket.close(1000);
      });
      await once(socket, 'open');
      socket.send(Buffer.alloc(8 * KIB));
      socket.send(Buffer.alloc(16 * KIB * KIB));
      const [code] = (await once(socket, 'close')) as [number];
      expect(code).toBe(1000);
      expect(counts[0]).toBe(0);
      expect(counts.at(-1)).toBe(16 * KIB * KIB + 8 * KIB);
    },
  },
  {
    section: 'locate USAGE.md, v2/nearest',
    requirement: 'Locate answers the URLs of both tests under their templates, to any page',
    async check({ origin }) {
      const answer = await fetch(`${origin}/v2/nearest/ndt/ndt7?client_name=conformance`);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      const base = origin.replace('http', 'ws');
      expect(await answer.json()).toEqual({
        results: [
          {
            machine: new URL(origin).host,
            urls: {
              'ws:///ndt/v7/download': `${base}/ndt/v7/download`,
              'ws:///ndt/v7/upload': `${base}/ndt/v7/upload`,
            },
          },
        ],
      });
    },
  },
];
