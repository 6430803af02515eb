import { once } from 'node:events';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import { resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { LANGS } from '../../web/format/language.ts';
import { messagesIn } from '../../web/messages/messages.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { COLOUR_RULES, violationsOf } from './violations.ts';

/** The least frame that the test is made for, CSS px. */
const FRAME = { width: 320, height: 420 };

/** The test on somebody else's site, which has another host than ours. */
describe.skipIf(CHROMIUM === null)('the test in a frame', () => {
  let server: Server;
  let elsewhere: HttpServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    elsewhere = createServer(({ url }, response) => {
      const { width, height } = FRAME;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        `<!doctype html><html lang="en"><title>Elsewhere</title><body style="margin:0">` +
          `<iframe src="${server.origin}${url}" title="Jissoku" width="${width}" height="${height}" style="border:0"></iframe>`,
      );
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
  });
  afterAll(async () => {
    await browser.close();
    elsewhere.close();
    await server.end('SIGTERM');
    await removeData(server);
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'ja-JP', viewport: FRAME });
    page = await context.newPage();
  });
  afterEach(async () => context.close());

  /** Opens somebody's page that frames `path` of ours. */
  async function framed(path: string): Promise<Frame> {
    await page.goto(`http://localhost:${(elsewhere.address() as AddressInfo).port}${path}`);
    const frame = page.frames().find((each) => each !== page.mainFrame());
    if (frame === undefined) throw new Error('The page has no frame.');
    return frame;
  }

  const finished = (frame: Frame) =>
    frame.getByTestId('result-link').waitFor({ state: 'visible', timeout: 90_000 });

  const overflowOf = (frame: Frame) =>
    frame.evaluate(() => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
      return [scrollWidth - clientWidth, scrollHeight - clientHeight];
    });

  async function complaintsOf(frame: Frame): Promise<string[]> {
    const complaints: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const found of await violationsOf(frame, colorScheme === 'light' ? undefined : COLOUR_RULES))
        complaints.push(`(${colorScheme}) ${found}`);
    }
    return complaints;
  }

  test.each(LANGS)(
    'fits its frame and has nothing that axe complains of in any state, %s',
    async (lang) => {
      // Looking at a page takes seconds: the test must not end meanwhile.
      await context.route('**/api/v1/sessions', async (route) => {
        const answer = await route.fetch();
        const session = (await answer.json()) as Session;
        const download = { ...session.plan.download, durationMs: 60_000, minWindowMs: 60_000 };
        await route.fulfill({ response: answer, json: { ...session, plan: { ...session.plan, download } } });
      });
      const frame = await framed(`/embed/test?lang=${lang}`);
      await frame.locator('[data-action="start"]:not([disabled])').first().waitFor();
      expect(await overflowOf(frame), 'ready').toEqual([0, 0]);
      expect(await complaintsOf(frame), 'ready').toEqual([]);
      await frame.getByTestId('start').focus();
      await page.keyboard.press('Enter');
      await frame.locator('[data-step="download"][aria-current="step"]').waitFor({ timeout: 60_000 });
      expect(await overflowOf(frame), 'running').toEqual([0, 0]);
      expect(await complaintsOf(frame), 'running').toEqual([]);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await finished(frame);
      expect((await overflowOf(frame))[0], 'done').toBe(0);
      expect(await complaintsOf(frame), 'done').toEqual([]);
      await context.setOffline(true);
      await frame.locator('[data-panel="done"] [data-action="start"]').click();
      await frame.locator('[data-panel="problem"]').waitFor({ state: 'visible' });
      expect(await overflowOf(frame), 'problem').toEqual([0, 0]);
      expect(await complaintsOf(frame), 'problem').toEqual([]);
    },
    300_000,
  );

  test('measures where a frame has no storage, shows the figures, and can delete them', async () => {
    const faults: string[] = [];
    page.on('pageerror', ({ message }) => faults.push(message));
    const frame = await framed('/embed/test');
    // A private window gives no storage to frames of others.
    const storage = await frame.evaluate(() => {
      try {
        return `${window.localStorage.length} kept`;
      } catch (fault) {
        return (fault as Error).name;
      }
    });
    expect(storage).toBe('SecurityError');
    expect(await frame.getAttribute('html', 'lang')).toBe('ja');
    await frame.getByTestId('start').click();
    await finished(frame);

    const link = frame.getByTestId('result-link');
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toBe('noopener');
    const href = (await link.getAttribute('href')) ?? '';
    expect(href).toMatch(/^\/ja\/r\/[A-Za-z0-9_-]{22}$/);
    const address = `${server.origin}${API_PATHS.results}/${href.split('/').at(-1)}`;
    const { download, idle } = resultSchema.parse(await (await fetch(address)).json());
    expect(download?.goodputBps).toBeGreaterThan(0);
    expect(idle?.rttMs.p50).toBeGreaterThan(0);
    const tile = (name: string) => frame.locator(`[data-slot="tile-${name}"] dd`).innerText();
    expect(await tile('download')).toMatch(/\d\s*[MG]bps/);
    expect(await tile('upload')).toMatch(/\d\s*[MG]bps/);
    expect(await tile('idle')).toMatch(/\d\s*ms/);
    expect(await frame.locator('h1:visible').innerText()).not.toBe(messagesIn('ja').home.doneHeading);

    await frame.locator('[data-action="delete-result"]').click();
    const status = frame.locator('[data-slot="removal-status"]');
    await expect.poll(() => status.innerText()).toBe(messagesIn('ja').share.test.removed);
    expect((await fetch(address)).status).toBe(410);
    expect(await link.isVisible()).toBe(false);
    expect(faults).toEqual([]);
  }, 180_000);

  test('keeps nothing where it could', async () => {
    await page.goto(`${server.origin}/embed/test?lang=en`);
    await page.locator('[data-slot="data-saver"]').check();
    await page.getByTestId('start').click();
    await finished(page.mainFrame());
    const kept = await page.evaluate(async () => [
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
    ]);
    expect(kept).toEqual([0, 0, 0]);
    expect(await context.cookies()).toEqual([]);
  }, 120_000);

  test('is complete without JavaScript, and out of search engines', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB' });
    const still = await plain.newPage();
    await still.goto(`${server.origin}/embed/test`);
    expect(await still.getByTestId('start').isVisible()).toBe(false);
    const text = await still.locator('main').innerText();
    expect(text).toContain('Testing in the browser needs JavaScript.');
    expect(text).toContain(`npm run -s agent -- test ${server.origin}`);
    expect(await still.locator('meta[name="robots"]').getAttribute('content')).toBe('noindex');
    await plain.close();
  });

  test('is the only test that others may frame', async () => {
    const refused: string[] = [];
    page.on('console', (message) => refused.push(message.text()));
    const frame = await framed('/ja/');
    await expect.poll(() => refused.some((text) => text.includes('frame-ancestors'))).toBe(true);
    expect(await frame.getByTestId('start').count()).toBe(0);
    const { status } = await fetch(`${server.origin}/embed/test?lang=fr`);
    expect(status).toBe(400);
  });
});
