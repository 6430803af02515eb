import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { runAgent } from './agent.ts';
import { complaintsOf } from './complaints.ts';

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

    await page.getByTestId('start').click();
    const link = page.locator('a[data-testid="result-link"]');
    await link.waitFor({ state: 'visible', timeout: 60_000 });
    await link.click();
    await page.waitForURL(/\/ja\/r\/[A-Za-z0-9_-]{22}$/);
    expect(await page.locator('main').innerText()).toMatch(/下り/);
    // A server without a relay measures no loss: the third plot says so.
    const plots = page.locator('.run-chart .run-plot');
    await expect.poll(() => plots.count()).toBe(2);
    for (const plot of await plots.all()) expect((await plot.boundingBox())?.height).toBeGreaterThan(100);
    expect(await page.locator('.run-chart').innerText()).toContain('測定していません：');
    expect(await page.locator('.run-stages li').count()).toBe(3);
    expect(await complaintsOf(page)).toEqual([]);

    expect(complaints).toEqual([]);
    // One line is told to nobody, not even that it is there.
    for (const path of ['/ja/isp/ocn', '/ja/region/JP-13']) {
      const html = await (await fetch(server.origin + path)).text();
      expect(html).toContain('測定された回線はまだ10未満です');
    }
  });

  describe('who meets trouble', () => {
    let context: BrowserContext;
    let page: Page;
    beforeEach(async () => {
      context = await browser.newContext({ locale: 'en-GB' });
      page = await context.newPage();
      await page.goto(server.origin);
    });
    afterEach(() => context.close());

    const heading = () => page.locator('h1:visible').first();
    const resultLink = () => page.getByTestId('result-link');

    /** The stored document that the result link leads to. */
    async function stored(): Promise<ResultDocument> {
      await resultLink().waitFor({ state: 'visible', timeout: 60_000 });
      const id = (await resultLink().getAttribute('href'))?.split('/').at(-1) ?? '';
      return resultSchema.parse(await (await fetch(`${server.origin}${API_PATHS.results}/${id}`)).json());
    }

    test('stops within a second, and what was measured is kept as unfinished', async () => {
      await page.getByTestId('start').click();
      await page.locator('[data-step="download"][aria-current="step"]').waitFor();
      await page.waitForTimeout(1_000);
      await page.getByTestId('stop').click();
      await page.locator('[data-panel="running"]').waitFor({ state: 'hidden', timeout: 3_000 });
      const { verdict, idle, upload } = await stored();
      expect(verdict).toMatchObject({ valid: false });
      expect(verdict.reasons).toContainEqual({ code: 'stopped', excludes: true });
      expect(idle).not.toBeNull();
      expect(upload).toBeNull();
      expect(await page.locator('[data-slot="counted"]').innerText()).toContain('You stopped the test');
    });

    test('hides the tab, and the result does not count', async () => {
      await page.getByTestId('start').click();
      await page.locator('[data-step="idle"][aria-current="step"]').waitFor();
      await page.evaluate(() => {
        Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      const { verdict } = await stored();
      expect(verdict.valid).toBe(false);
      expect(verdict.reasons).toContainEqual({ code: 'tab-hidden', excludes: true });
    });

    test('cannot reach the server, and is told so', async () => {
      await context.route(`**${API_PATHS.sessions}`, (route) => route.abort());
      await page.getByTestId('start').click();
      await expect.poll(() => heading().innerText()).toBe('The measurement server cannot be reached');
      await context.unroute(`**${API_PATHS.sessions}`);
      await page.locator('[data-panel="problem"] [data-action="start"]').click();
      expect((await stored()).verdict.valid).toBe(true);
    });

    test('cannot save the result, sends it again, and it is the same', async () => {
      await context.route(`**${API_PATHS.results}`, (route) => route.abort());
      await page.getByTestId('start').click();
      const again = page.locator('[data-action="send-again"]');
      await again.waitFor({ state: 'visible', timeout: 60_000 });
      expect(await resultLink().isVisible()).toBe(false);
      const shown = await page.locator('[data-slot="tile-download"]').innerText();
      await context.unroute(`**${API_PATHS.results}`);
      await again.click();
      expect((await stored()).verdict.valid).toBe(true);
      expect(await page.locator('[data-slot="tile-download"]').innerText()).toBe(shown);
    });

    test('answers about the line once, and the next test carries it', async () => {
      await page.getByTestId('start').click();
      await stored();
      await page.selectOption('#declared-accessTechnology', 'ftth');
      await page.selectOption('#declared-subdivisionCode', 'JP-14');
      await page.getByRole('button', { name: 'Add to this result' }).click();
      await page.reload();
      expect(await page.locator('[data-slot="remembered"]').innerText()).toContain('Kanagawa');
      await page.getByTestId('start').click();
      expect((await stored()).declared).toMatchObject({
        accessTechnology: 'ftth',
        subdivisionCode: 'JP-14',
        // Suggested by the network, and sent with the form.
        isp: 'ocn',
      });
    });
  });
});
