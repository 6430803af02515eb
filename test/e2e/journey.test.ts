import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { runAgent } from './agent.ts';

const TOKYO = { asn: 4713, asName: 'NTT DOCOMO BUSINESS Inc.', countryCode: 'JP', subdivisionCode: 'JP-13' };

let server: Server;
beforeAll(async () => {
  server = await startServer({ NETWORK_OVERRIDE: JSON.stringify(TOKYO) });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await removeData(server);
});

describe('the command-line agent', () => {
  test('prints one line, the stored document and its address, and exits with 0', async () => {
    const run = runAgent(['test', server.origin, '--json']);
    expect(await run.exited, run.stderr()).toBe(0);
    expect(run.stdout().trimEnd().split('\n')).toHaveLength(1);
    const { url, ...document } = JSON.parse(run.stdout()) as { url: string };
    expect(resultSchema.parse(document)).toMatchObject({
      cohort: 'independent-agent',
      network: { asn: 4713, isp: { slug: 'ocn' }, subdivisionCode: 'JP-13', ipVersion: 4 },
      verdict: { valid: true },
    });
    const { measurementId } = document as unknown as { measurementId: string };
    const stored = await fetch(`${server.origin}${API_PATHS.results}/${measurementId}`);
    expect(await stored.json()).toEqual(document);
    expect((await fetch(url)).status).toBe(200);
  });
});

describe.skipIf(CHROMIUM === null)('a person in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('starts a test, reads the result, and finds it counted', async () => {
    const page = await browser.newPage({ locale: 'ja-JP' });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.origin);
    expect(new URL(page.url()).pathname).toBe('/ja/');
    const before = await counted('/ja/isp/ocn');

    await page.getByTestId('start').click();
    const link = page.locator('a[data-testid="result-link"]');
    await link.waitFor({ state: 'visible', timeout: 60_000 });
    await link.click();
    await page.waitForURL(/\/ja\/r\/[A-Za-z0-9_-]{22}$/);
    expect(await page.locator('main').innerText()).toMatch(/下り/);

    expect(await counted('/ja/isp/ocn')).toBe(before + 1);
    expect(await counted('/ja/region/JP-13')).toBe(before + 1);
    expect(complaints).toEqual([]);
    const isp = await (await fetch(`${server.origin}/ja/isp/ocn`)).text();
    expect(isp).toContain('件数が少ないため表示していません（30回線以上で表示）');
  });
});

/** Counted results of the last 30 days, as the page tells them to a machine. */
async function counted(path: string): Promise<number> {
  const html = await (await fetch(server.origin + path)).text();
  const figure = /data-results-30="(\d+)"/.exec(html)?.[1];
  if (figure === undefined) throw new Error(`no count on ${path}`);
  return Number(figure);
}
