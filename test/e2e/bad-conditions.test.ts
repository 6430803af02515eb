import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { freeUdpPort } from '../coturn.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';
import { FAST, type Line, type LineOptions, startLine } from './line.ts';

/** What a person meets on a bad evening: each time the page says what happened and what to do. */
describe.skipIf(CHROMIUM === null)('a test', () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let line: Line | null = null;
  beforeAll(async () => {
    // A relay is named, so that loss is tried; nobody answers there.
    const turn = { TURN_URL: `turn:127.0.0.1:${await freeUdpPort()}`, TURN_SECRET: 'nobody' };
    [server, browser] = await Promise.all([startServer(turn), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.end('SIGTERM');
    await removeData(server);
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 390, height: 780 } });
    page = await context.newPage();
  });
  afterEach(async () => {
    await context.close();
    await line?.close();
    line = null;
  });

  const start = () => page.getByTestId('start').click();
  const heading = () => page.locator('h1:visible').first().innerText();
  const shown = () => page.locator('main').innerText();
  const resultLink = () => page.getByTestId('result-link');

  async function open(options: LineOptions = FAST, kind: { refusesUpgrades?: boolean } = {}): Promise<Line> {
    line = await startLine(server.port, options, kind);
    await page.goto(`${line.origin}/ja/`);
    return line;
  }

  /** The stored document that the result link leads to. */
  async function stored(): Promise<ResultDocument> {
    await resultLink().waitFor({ state: 'visible', timeout: 90_000 });
    const id = (await resultLink().getAttribute('href'))?.split('/').at(-1) ?? '';
    return resultSchema.parse(await (await fetch(`${server.origin}${API_PATHS.results}/${id}`)).json());
  }

  test('on a line of 1.6/0.75 Mbit/s at 150 ms ends with figures of that line', async () => {
    await open({ downBps: 1.6e6, upBps: 0.75e6, rttMs: 150 });
    await start();
    const { download, upload, idle } = await stored();
    expect(idle?.rttMs.min).toBeGreaterThan(149);
    expect(download?.goodputBps).toBeGreaterThan(0.8e6);
    expect(download?.goodputBps).toBeLessThan(1.7e6);
    expect(upload?.goodputBps).toBeGreaterThan(0.375e6);
    expect(upload?.goodputBps).toBeLessThan(0.8e6);
    expect(await shown()).toMatch(/不足/);
    expect(await complaintsOf(page)).toEqual([]);
  }, 180_000);

  test('without JavaScript says how to measure all the same', async () => {
    const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'ja-JP' });
    const still = await plain.newPage();
    await still.goto(`${server.origin}/ja/`);
    expect(await still.getByTestId('start').isVisible()).toBe(false);
    const text = await still.locator('main').innerText();
    expect(text).toContain('JavaScriptが必要です');
    expect(text).toContain(`npm run -s agent -- test ${server.origin}`);
    await plain.close();
  });

  test('where WebSocket is blocked says so, and what may block it', async () => {
    await open(FAST, { refusesUpgrades: true });
    await start();
    await expect.poll(heading, { timeout: 30_000 }).toBe('測定用の接続（WebSocket）が遮断されています');
    expect(await shown()).toContain('別のネットワークで試すか、拡張機能を止めてお試しください');
    expect(await complaintsOf(page)).toEqual([]);
  }, 120_000);

  test('where WebRTC is switched off measures all but loss, and says why', async () => {
    await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCPeerConnection'));
    await open();
    await start();
    const { missing, verdict } = await stored();
    expect(missing.loss).toBe('not-supported');
    expect(verdict.reasons.some(({ excludes }) => excludes)).toBe(false);
    expect(await page.locator('[data-slot="tile-loss"]').innerText()).toContain('WebRTCが使えないため');
  }, 120_000);

  test('where UDP does not get through measures all but loss, and says why', async () => {
    await open();
    await start();
    expect((await stored()).missing.loss).toBe('udp-blocked');
    expect(await page.locator('[data-slot="tile-loss"]').innerText()).toContain('UDPの通信が通らないため');
  }, 120_000);

  test('where IndexedDB is refused says that the history has no part of it', async () => {
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('not in this window', 'SecurityError');
      };
    });
    await open();
    await start();
    await stored();
    const notKept = page.locator('[data-slot="not-kept"]');
    await notKept.waitFor({ state: 'visible' });
    expect(await notKept.innerText()).toMatch(/履歴/);
  }, 120_000);

  test('whose tab is hidden meanwhile is not counted, and says to keep it in sight', async () => {
    await open();
    await start();
    await page.locator('[data-step="download"][aria-current="step"]').waitFor();
    const other = await context.newPage();
    await other.bringToFront();
    // A headless window never hides its tabs by itself.
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    const { verdict } = await stored();
    expect(verdict.reasons).toContainEqual({ code: 'tab-hidden', excludes: true });
    const text = await shown();
    expect(text).toContain('統計に含まれません');
    expect(text).toContain('画面が隠れました');
    expect(text).toContain('画面を表示したまま、もう一度測定してください');
  }, 120_000);

  test('whose network is lost says so, keeps its figures, and is stored once the network is back', async () => {
    const own = await open();
    await start();
    await page.locator('[data-step="download"][aria-current="step"]').waitFor();
    await page.waitForTimeout(1_000);
    await context.setOffline(true);
    own.cut();
    await page.locator('[data-panel="problem"]').waitFor({ state: 'visible', timeout: 60_000 });
    expect(await heading()).toBe('測定は終わりましたが、保存できませんでした');
    expect(await shown()).toContain('自動で送り直します');
    expect(await page.locator('[data-slot="tile-idle"]').innerText()).toMatch(/\d\s*ms/);
    expect(await complaintsOf(page)).toEqual([]);
    own.mend();
    await context.setOffline(false);
    const { verdict } = await stored();
    expect(verdict.reasons).toContainEqual({ code: 'connection-lost', excludes: true });
    expect(await shown()).toContain('接続が切れました');
  }, 180_000);
});
