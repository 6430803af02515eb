import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { COTURN, type Coturn, freeUdpPort, startCoturn } from '../coturn.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { runAgent } from './agent.ts';

async function agentDocument(origin: string): Promise<ResultDocument> {
  const run = runAgent(['test', origin, '--json']);
  expect(await run.exited, run.stderr()).toBe(0);
  const { url: _url, ...document } = JSON.parse(run.stdout()) as { url: string };
  return resultSchema.parse(document);
}

async function browserDocument(origin: string): Promise<ResultDocument> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${origin}/en/`);
    await page.getByTestId('start').click();
    const link = page.locator('a[data-testid="result-link"]');
    await link.waitFor({ state: 'visible', timeout: 60_000 });
    expect(complaints).toEqual([]);
    const id = (await link.getAttribute('href'))?.split('/').at(-1);
    return resultSchema.parse(await (await fetch(`${origin}${API_PATHS.results}/${id}`)).json());
  } finally {
    await browser.close();
  }
}

/** node-datachannel is optional: it has no binary for every platform. */
const NODE_WEBRTC = await import('node-datachannel').then(
  () => true,
  () => false,
);

const WAYS = [
  ['the command-line agent', agentDocument, !NODE_WEBRTC],
  ['Chromium', browserDocument, CHROMIUM === null],
] as const;

describe.skipIf(COTURN === null)('through coturn on loopback', () => {
  let coturn: Coturn;
  let server: Server;
  beforeAll(async () => {
    coturn = await startCoturn();
    server = await startServer(coturn.env);
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await coturn.end();
    await removeData(server);
  });

  describe.each(WAYS)('%s', (_name, documentFrom, skipped) => {
    test.skipIf(skipped)('loses nothing on the idle line', async () => {
      const { loss, missing, verdict } = await documentFrom(server.origin);
      expect(missing.loss).toBeUndefined();
      expect(loss).toMatchObject({
        lossRatio: 0,
        lost: 0,
        lowRatio: 0,
        longestBurst: 0,
        meanBurst: null,
        path: 'loop',
        method: 'webrtc-turn-loop',
      });
      expect(loss?.sent).toBeGreaterThan(300);
      expect(loss?.highRatio).toBeLessThan(0.02);
      // Loopback has no line to load: what is lost then is the machine's.
      expect(loss?.working?.sent).toBeGreaterThan(50);
      expect(verdict.valid).toBe(true);
    });
  });
});

describe('with a TURN server that does not answer', () => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({
      TURN_URL: `turn:127.0.0.1:${await freeUdpPort()}`,
      TURN_SECRET: 'nobody',
    });
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await removeData(server);
  });

  test.skipIf(!NODE_WEBRTC)('the command-line agent says so and measures the rest', async () => {
    const { loss, missing, verdict, durationMs } = await agentDocument(server.origin);
    expect({ loss, reason: missing.loss }).toEqual({ loss: null, reason: 'udp-blocked' });
    expect(verdict.valid).toBe(true);
    expect(durationMs).toBeLessThan(25_000);
  });

  test.skipIf(CHROMIUM === null)('Chromium says so and measures the rest', async () => {
    const { loss, missing, verdict } = await browserDocument(server.origin);
    expect({ loss, reason: missing.loss }).toEqual({ loss: null, reason: 'udp-blocked' });
    expect(verdict.valid).toBe(true);
  });
});
