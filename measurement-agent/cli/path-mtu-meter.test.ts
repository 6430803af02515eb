import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { expect, test } from 'vitest';
import type { SegmentSizes } from '../metrics/path-mtu.ts';
import { pathMtuMeter } from './path-mtu-meter.ts';
import { readSockets } from './ss.ts';

const sizes = (sentBytes: number, receivedBytes: number | null): SegmentSizes => ({
  ipVersion: 4,
  timestamps: true,
  sentBytes,
  receivedBytes,
});
const sample = (direction: 'download' | 'upload', atMs: number) =>
  ({ type: 'load-sample', direction, atMs, bps: 1, ofMs: 3_800 }) as const;

test('asks once a direction, for its own connections, and joins the answers', async () => {
  const questions: (readonly number[])[] = [];
  const meter = pathMtuMeter((ports) => {
    questions.push([...ports]);
    return Promise.resolve([questions.length === 1 ? sizes(1448, 1448) : sizes(1402, null)]);
  });
  meter.opened('echo', 1);
  meter.opened('download', 2);
  meter.onEvent(sample('download', 100));
  meter.opened('download', 3);
  meter.onEvent(sample('download', 600));
  meter.onEvent(sample('download', 700));
  meter.opened('upload', 4);
  meter.onEvent(sample('upload', 500));
  expect(questions).toEqual([[2, 3], [4]]);
  expect(await meter.result()).toBe(1454);
});

test('without an answer, or without load, the MTU is not known', async () => {
  expect(await pathMtuMeter(() => Promise.resolve([])).result()).toBeNull();
  const meter = pathMtuMeter(() => Promise.resolve([]));
  meter.opened('download', 2);
  meter.onEvent(sample('download', 600));
  expect(await meter.result()).toBeNull();
});

test('readSockets() finds a connection by its local port, or nothing where the system cannot tell', async () => {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(client, 'connect');
  const found = await readSockets([client.localPort ?? 0]);
  client.destroy();
  server.close();
  expect(found.length).toBeLessThanOrEqual(1);
  for (const socket of found) {
    expect(socket).toMatchObject({ ipVersion: 4, receivedBytes: null });
    expect(socket.sentBytes).toBeGreaterThan(536);
  }
});
