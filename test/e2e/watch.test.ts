import { readFile } from 'node:fs/promises';
import axe from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';

describe.skipIf(CHROMIUM === null)('the stability watch', () => {
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

  test('watches until it is stopped, and saves what it saw', async () => {
    const context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 320, height: 700 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${server.origin}/ja/watch`);
    await page.locator('select[name="threshold"]').selectOption('500');
    await page.keyboard.press('Tab');
    await page.getByTestId('watch-start').press('Enter');
    const median = page.locator('[data-slot="tile-p50"] dd');
    await expect.poll(() => median.innerText(), { timeout: 15_000 }).toMatch(/ms/);
    await expect.poll(() => page.locator('[data-slot="line"]').getAttribute('d')).toMatch(/^M/);
    await page.getByTestId('watch-stop').click();
    expect(await page.locator('[data-slot="heading"]').innerText()).toBe('見守りの結果');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-action="save"]').click(),
    ]);
    const rows = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.slice(1).every((row) => /^\d{4}-.*,round-trip,[\d.]+,$/.test(row))).toBe(true);

    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(document),
    );
    expect(violations.map(({ id }) => id)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'scrolls sideways').toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('says that the server cannot be reached, and can be tried again', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(`${server.origin}/en/watch`);
    await page.context().setOffline(true);
    await page.getByTestId('watch-start').click();
    await page.locator('[data-slot="failed"]').waitFor({ state: 'visible', timeout: 30_000 });
    expect(await page.getByTestId('watch-start').isEnabled()).toBe(true);
    await page.close();
  });
});
