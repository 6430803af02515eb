import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import { LANGS } from '../../web/format/language.ts';
import { messagesIn } from '../../web/messages/messages.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';
import { FAST, type Line, startLine } from './line.ts';

/** Weight of everything that a first visit loads, as it travels. */
const FIRST_VISIT_BYTES = 60_000;

/** Fast enough to end soon, slow enough to leave a small machine its time. */
const LINE = { downBps: 20e6, upBps: 5e6, rttMs: 10 };

describe.skipIf(CHROMIUM === null)('the test page', () => {
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.end('SIGTERM');
    await removeData(server);
  });

  async function onLine(
    use: (page: Page, line: Line, context: BrowserContext) => Promise<void>,
    options = LINE,
  ): Promise<void> {
    const line = await startLine(server.port, options);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    try {
      await use(await context.newPage(), line, context);
    } finally {
      await context.close();
      await line.close();
    }
  }

  const focused = (page: Page) =>
    page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.id || activeElement?.getAttribute('data-testid') || activeElement?.tagName;
    });

  /** Presses Tab until the focus is on what `selector` names. */
  async function tabTo(page: Page, selector: string): Promise<void> {
    for (let pressed = 0; pressed < 60; pressed += 1) {
      if (await page.evaluate((sought) => document.activeElement?.matches(sought) === true, selector)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab never reached ${selector}.`);
  }

  test('loads little, nothing from elsewhere, and nothing moves under the eye', async () => {
    await onLine(async (page, line, context) => {
      const requested: string[] = [];
      const weighed: Promise<number>[] = [];
      context.on('request', (request) => requested.push(request.url()));
      context.on('requestfinished', (request) => {
        weighed.push(
          request.sizes().then(
            (sizes) => sizes.responseBodySize + sizes.responseHeadersSize,
            () => 0,
          ),
        );
      });
      await page.addInitScript(() => {
        const shifts: string[] = [];
        Object.assign(window, { shifts });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries() as (PerformanceEntry & {
            hadRecentInput: boolean;
            sources: { node: Node | null }[];
          })[])
            if (!entry.hadRecentInput)
              shifts.push(
                ...entry.sources.map(({ node }) =>
                  (node?.parentElement ?? (node as Element)).outerHTML.slice(0, 200),
                ),
              );
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(`${line.origin}/ja/`, { waitUntil: 'networkidle' });
      expect(requested.some((url) => url.includes('measure.worker'))).toBe(true);
      const bytes = (await Promise.all(weighed)).reduce((sum, each) => sum + each, 0);
      expect(bytes).toBeGreaterThan(30_000);
      expect(bytes).toBeLessThanOrEqual(FIRST_VISIT_BYTES);

      await page.getByTestId('start').click();
      await page.getByTestId('result-link').waitFor({ state: 'visible', timeout: 60_000 });
      await page.waitForTimeout(1_000);
      expect(await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)).toEqual([]);
      expect([...new Set(requested.map((url) => new URL(url).host))]).toEqual([new URL(line.origin).host]);
    });
  }, 120_000);

  test('is used by keyboard alone, from the first key to the result', async () => {
    await onLine(async (page, line) => {
      await page.goto(`${line.origin}/en/`);
      await expect.poll(() => page.getByTestId('start').isEnabled(), { timeout: 20_000 }).toBe(true);
      await tabTo(page, '[data-slot="data-saver"]');
      await page.keyboard.press('Space');
      await page.keyboard.press('Space');
      await page.keyboard.press('Shift+Tab');
      expect(await focused(page)).toBe('start');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('stage');
      await page.keyboard.press('Tab');
      expect(await focused(page)).toBe('stop');
      await page.getByTestId('result-link').waitFor({ state: 'visible', timeout: 60_000 });
      expect(await focused(page)).toBe('done-title');
      await tabTo(page, '#declared-accessTechnology');
      await page.keyboard.press('ArrowDown');
      await tabTo(page, '#declared button[type="submit"]');
      await page.keyboard.press('Enter');
      const { recorded } = messagesIn('en').run;
      const status = page.locator('[data-slot="declared-status"]');
      await expect.poll(() => status.innerText(), { timeout: 20_000 }).toBe(recorded);
      for (let pressed = 0; pressed < 40 && (await focused(page)) !== 'result-link'; pressed += 1)
        await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/en\/r\/[A-Za-z0-9_-]{22}$/);
      expect(await page.locator('main').innerText()).toContain('Fibre to the home');
    });
  }, 120_000);

  test('speaks at changes of stage only', async () => {
    await onLine(async (page, line) => {
      await page.goto(`${line.origin}/en/`);
      await page.evaluate(() => {
        const spoken: string[] = [];
        Object.assign(window, { spoken });
        for (const region of document.querySelectorAll('[aria-live], [role="status"]'))
          new MutationObserver(() => spoken.push(region.textContent ?? '')).observe(region, {
            childList: true,
            characterData: true,
            subtree: true,
          });
      });
      await page.getByTestId('start').click();
      await page.getByTestId('result-link').waitFor({ state: 'visible', timeout: 60_000 });
      const { announce } = messagesIn('en').run;
      const spoken = await page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
      const stages = [announce.session, announce.idle, announce.download, announce.upload, announce.submit];
      expect(spoken).toEqual([...stages, announce.done]);
    });
  }, 120_000);

  test.each(LANGS)(
    'has nothing that axe or a narrow window complains of in any state, %s',
    async (lang) => {
      await onLine(async (page, line, context) => {
        // Looking at a page takes seconds: the test must not end meanwhile.
        await context.route('**/api/v1/sessions', async (route) => {
          const answer = await route.fetch();
          const session = (await answer.json()) as Session;
          const download = { ...session.plan.download, durationMs: 60_000, minWindowMs: 60_000 };
          await route.fulfill({
            response: answer,
            json: { ...session, plan: { ...session.plan, download } },
          });
        });
        await page.goto(`${line.origin}/${lang}/`);
        expect(await complaintsOf(page), 'ready').toEqual([]);
        await page.getByTestId('start').click();
        await page.locator('[data-step="download"][aria-current="step"]').waitFor();
        expect(await complaintsOf(page), 'running').toEqual([]);
        await page.getByTestId('stop').dispatchEvent('click');
        await page.getByTestId('result-link').waitFor({ state: 'visible', timeout: 60_000 });
        expect(await complaintsOf(page), 'done').toEqual([]);
        await context.setOffline(true);
        await page.locator('[data-panel="done"] [data-action="start"]').click();
        await page.locator('[data-panel="problem"]').waitFor({ state: 'visible' });
        expect(await complaintsOf(page), 'problem').toEqual([]);
      });
    },
    300_000,
  );

  test('over a fast line shows a rate while it runs, and all three plots share their axis', async () => {
    await onLine(async (page, line) => {
      await page.goto(`${line.origin}/en/`);
      await page.getByTestId('start').click();
      await page.locator('[data-step="upload"][aria-current="step"]').waitFor({ timeout: 60_000 });
      // At one moment: the panel may be left before another question.
      const { paths, saysNoLoss } = await page.evaluate(() => ({
        paths: ['rate', 'delay', 'loss'].map((plot) => ({
          line: document.querySelector(`[data-slot="line-${plot}"]`)?.getAttribute('d') ?? '',
          marks: document.querySelector(`[data-slot="marks-${plot}"]`)?.getAttribute('d') ?? '',
        })),
        saysNoLoss: document.querySelector<HTMLElement>('[data-slot="no-loss"]')?.hidden === false,
      }));
      const [rate, delay, loss] = paths;
      expect(rate?.line).toMatch(/^M[\d.]+,[\d.]+L/);
      expect(delay?.line).toMatch(/^(M[\d.]+,[\d.]+h0)+$/);
      expect(new Set(paths.map(({ marks }) => marks)).size).toBe(1);
      // Without a relay there is none to draw, and the plot says so.
      expect(loss?.line).toBe('');
      expect(saysNoLoss).toBe(true);
    }, FAST);
  }, 120_000);
});
