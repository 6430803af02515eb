import type { Server as PageServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inQuietChromium } from '../../bench/quiet-chromium.ts';
import type { RivalOutcome } from '../../bench/rivals/outcome.ts';
import { servePages } from '../../bench/rivals/page-server.ts';
import { type Submission, submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { askFrom } from '../ask-from.ts';
import { runAgent } from '../e2e/agent.ts';
import { RawSocket } from '../hostile/raw-socket.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { CLOUDFLARE } from './cloudflare.ts';
import { LIBRESPEED } from './librespeed.ts';
import { NDT7 } from './ndt7.ts';
import { RESPONSIVENESS } from './responsiveness.ts';
import { librespeedPage, networkQuality } from './spec-clients.ts';

/** Both take some 15 s on a quiet machine. */
const CLIENT_WITHIN_MS = 90_000;

let server: Server;
let pages: PageServer;

beforeAll(async () => {
  [server, pages] = await Promise.all([startServer(), servePages('127.0.0.1', 0)]);
});
afterAll(async () => {
  pages.close();
  await server.end('SIGTERM');
  await removeData(server);
});

describe.each([
  ['ndt7', NDT7],
  ['responsiveness', RESPONSIVENESS],
  ['Cloudflare', CLOUDFLARE],
  ['LibreSpeed', LIBRESPEED],
])('%s', (_, requirements) => {
  test.each(requirements)('$section: $requirement', async ({ check }) => {
    await expect(check(server)).resolves.toBeUndefined();
  });
});

describe('real clients in Chromium, against npm start', () => {
  async function measured(page: string): Promise<RivalOutcome> {
    const { port } = pages.address() as AddressInfo;
    // Of another origin than the server, as the pages of others are.
    const url = `http://localhost:${port}/${page}?api=${encodeURIComponent(server.origin)}&largest=25000000`;
    return inQuietChromium(
      url,
      [],
      async (opened) =>
        JSON.parse(
          String(await opened.until('JSON.stringify(window.outcome)', CLIENT_WITHIN_MS)),
        ) as RivalOutcome,
    );
  }

  test.each(['ndt7.html', 'cloudflare.html'])(
    '%s ends without an error and with figures',
    { timeout: 2 * CLIENT_WITHIN_MS },
    async (page) => {
      const outcome = await measured(page);
      expect(outcome.failure).toBeUndefined();
      expect(outcome.downloadBps).toBeGreaterThan(0);
      expect(outcome.uploadBps).toBeGreaterThan(0);
    },
  );
});

describe('clients written from the specification', () => {
  test("LibreSpeed's page", async () => {
    const { processedString, downloadBytes, uploadBytes } = await librespeedPage(server.origin, 1000);
    expect(processedString).toBe('127.0.0.1');
    expect(downloadBytes).toBeGreaterThan(0);
    expect(uploadBytes).toBeGreaterThan(0);
  });

  test('networkQuality', async () => {
    const { download, upload, probes, rpm } = await networkQuality(server.origin, 1000);
    expect(download).toBeGreaterThan(0);
    expect(upload).toBeGreaterThan(0);
    expect(probes).toBeGreaterThan(0);
    expect(rpm).toBeGreaterThan(0);
  });
});

describe('our agent as a client', () => {
  test('measures with ndt7 where Locate sends it, and stores nothing', async () => {
    const run = runAgent(['test', '--locate', `${server.origin}/v2/nearest/ndt/ndt7`, '--json']);
    // Loopback is no line: what comes at once may have no rate.
    expect([0, 4], run.stderr()).toContain(await run.exited);
    const { url, cohort, ...document } = JSON.parse(run.stdout()) as Submission & { url: string | null };
    expect([url, cohort, document.protocol]).toEqual([null, 'foreign-protocol', 'ndt7']);
    expect(submissionSchema.safeParse(document).success).toBe(true);
    expect(document.bytes.download).toBeGreaterThan(0);
    // Told by the server all along, also while messages come without a pause.
    expect(document.upload?.goodputBps).toBeGreaterThan(0);
    expect(document.upload?.series.length).toBeGreaterThan(80);
    expect(document.missing).toMatchObject({ idle: 'not-measured', loss: 'not-measured' });
  });

  test.each([
    [['--protocol', 'ndt7'], 'answered 404'],
    [['--locate'], 'answered 404'],
  ])('says what a server without ndt7 answers, %s', async (args, words) => {
    const { port } = pages.address() as AddressInfo;
    const at = `http://127.0.0.1:${port}`;
    const run = runAgent(args.length === 1 ? ['test', ...args, at] : ['test', at, ...args]);
    expect([3, 7]).toContain(await run.exited);
    expect(run.stderr()).toContain(words);
    expect(run.stdout()).toBe('');
  });
});

describe.skipIf(process.platform !== 'linux')('whoever wants too much', { retry: 1 }, () => {
  test('a prefix that opens load again and again is refused, its neighbours are not', async () => {
    const ask = (localAddress: string) =>
      askFrom(`${server.origin}/ndt/v7/upload`, { method: 'GET', localAddress, headers: {} });
    let refused = 0;
    for (let asked = 0; asked < 1300 && refused === 0; asked += 20) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask('127.0.9.1')));
      refused = answers.filter(
        ({ status, headers }) => status === 429 && headers['retry-after'] === '60',
      ).length;
    }
    expect(refused).toBeGreaterThan(0);
    expect((await ask('127.0.10.1')).status).toBe(426);
  });

  test('whoever reads no download holds a limited part of the memory', async () => {
    const sockets = await Promise.all(Array.from({ length: 6 }, () => RawSocket.open(server.port)));
    try {
      for (const each of sockets) {
        each.socket.pause();
        each.send(
          'GET /ndt/v7/download HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
            'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: DOdm+5/Cm3WwvhfcAlhJoQ==\r\n' +
            'Sec-WebSocket-Protocol: net.measurementlab.ndt.v7\r\n\r\n',
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 1500));
      for (const each of sockets) each.socket.resume();
      await Promise.all(sockets.map((each) => each.answered(5000)));
      expect(sockets.filter(({ status }) => status === 429)).toHaveLength(1);
      expect(sockets.filter(({ status }) => status === 101)).toHaveLength(5);
    } finally {
      for (const each of sockets) each.destroy();
    }
  });
});
