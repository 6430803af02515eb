import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';

const PATHS = [
  ['/', 200],
  ['/isp', 200],
  ['/isp/ocn', 200],
  ['/isp/as64500', 404],
  ['/region', 200],
  ['/region/JP', 200],
  ['/region/JP-kanto', 200],
  ['/region/JP-13', 200],
  ['/region/ZZ', 404],
  ['/r/AAAAAAAAAAAAAAAAAAAAAA', 404],
  ['/history', 200],
  ['/watch', 200],
  ['/method', 200],
  ['/nothing-here', 404],
] as const;

/** Every page as it is served, with an empty database; pages with many results are rendered in web/pages tests. */
describe.skipIf(CHROMIUM === null)('every page that is served', () => {
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

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source);
    const { violations: found } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document),
    );
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  const cases = (['light', 'dark'] as const).flatMap((colorScheme) =>
    ['ja', 'en'].flatMap((lang) =>
      [...PATHS.map(([path, status]) => [`/${lang}${path}`, status] as const), ['/api', 200] as const].map(
        ([path, status]) => ({ colorScheme, lang, path, status }),
      ),
    ),
  );

  test.each(cases)('$path in $lang, $colorScheme', async ({ colorScheme, lang, path, status }) => {
    const context = await browser.newContext({
      colorScheme,
      locale: lang === 'ja' ? 'ja-JP' : 'en-GB',
      viewport: { width: 360, height: 740 },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    const response = await page.goto(server.origin + path);
    expect(response?.status()).toBe(status);
    expect(await page.getAttribute('html', 'lang')).toBe(lang);
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'scrolls sideways').toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test.each(['light', 'dark'] as const)(
    'a test while it runs and when it has ended, %s',
    async (colorScheme) => {
      const context = await browser.newContext({
        colorScheme,
        locale: 'ja-JP',
        viewport: { width: 360, height: 740 },
      });
      // Looking at a page takes seconds: the test must not end meanwhile.
      await context.route('**/api/v1/sessions', async (route) => {
        const answer = await route.fetch();
        const session = (await answer.json()) as Session;
        const slow = { ...session.plan.download, durationMs: 60_000, minWindowMs: 60_000 };
        await route.fulfill({
          response: answer,
          json: { ...session, plan: { ...session.plan, download: slow } },
        });
      });
      const page = await context.newPage();
      await page.goto(server.origin);
      await page.getByTestId('start').click();
      await page.locator('[data-step="download"][aria-current="step"]').waitFor();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('stage');
      expect(await violations(page)).toEqual([]);
      // Not by the mouse: the load leaves a small machine no frame in which a button stands still.
      await page.getByTestId('stop').dispatchEvent('click');
      await page.getByTestId('result-link').waitFor({ state: 'visible' });
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('done-title');
      expect(await violations(page)).toEqual([]);
      await context.setOffline(true);
      await page.locator('[data-panel="done"] [data-action="start"]').click();
      await page.locator('[data-panel="problem"]').waitFor({ state: 'visible' });
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('problem-title');
      expect(await violations(page)).toEqual([]);
      await context.close();
    },
    120_000,
  );
});
