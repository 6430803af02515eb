import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';
import { violationsOf } from './violations.ts';

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
  ['/open-data', 200],
  ['/method', 200],
  ['/privacy', 200],
  ['/accessibility', 200],
  ['/about', 200],
  ['/report', 200],
  ['/method/profiles', 200],
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

  const cases = ['ja', 'en'].flatMap((lang) =>
    [...PATHS.map(([path, status]) => [`/${lang}${path}`, status] as const), ['/api', 200] as const].map(
      ([path, status]) => ({ lang, path, status }),
    ),
  );

  test.each(cases)(
    '$path in $lang',
    async ({ lang, path, status }) => {
      const context = await browser.newContext({ locale: lang === 'ja' ? 'ja-JP' : 'en-GB' });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      const response = await page.goto(server.origin + path);
      expect(response?.status()).toBe(status);
      expect(await page.getAttribute('html', 'lang')).toBe(lang);
      expect(await complaintsOf(page)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
      // Every operation of the API on one page takes axe half a minute on a quiet machine.
    },
    240_000,
  );

  test.each(['light', 'dark'] as const)(
    'the menu of a phone opens and closes by keyboard, %s',
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, viewport: { width: 320, height: 640 } });
      const page = await context.newPage();
      await page.goto(`${server.origin}/en/isp`);
      const entry = page.locator('.main-nav').getByRole('link', { name: 'Regions' });
      expect(await entry.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Menu' }).focus();
      await page.keyboard.press('Enter');
      await entry.waitFor({ state: 'visible' });
      expect(await violationsOf(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await entry.waitFor({ state: 'hidden' });
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Menu');
      await page.keyboard.press('Enter');
      await entry.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL('**/en/region');
      await page.setViewportSize({ width: 1280, height: 640 });
      expect(await entry.isVisible()).toBe(true);
      expect(await page.getByRole('button', { name: 'Menu' }).isVisible()).toBe(false);
      await context.close();
    },
  );

  test('the menu needs no script', async () => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 320, height: 640 },
    });
    const page = await context.newPage();
    await page.goto(`${server.origin}/ja/isp?period=r30`);
    await page.getByRole('button', { name: 'メニュー' }).click();
    await page.locator('.main-nav').getByRole('link', { name: '地域' }).click();
    await page.waitForURL('**/ja/region');
    expect(await page.locator('h1').innerText()).toBe('地域');
    await context.close();
  });

  test('the other language is of the same question', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/en/region/JP?period=r30`);
    await page.getByRole('link', { name: '日本語' }).click();
    await page.waitForURL('**/ja/region/JP?period=r30');
    expect(await page.getAttribute('html', 'lang')).toBe('ja');
    await page.close();
  });
});
