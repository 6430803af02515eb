import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { COTURN, type Coturn, startCoturn } from '../coturn.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';

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
    expect(rows.slice(1).every((row) => /^\d{4}-.*,round-trip,[\d.]+,,,$/.test(row))).toBe(true);

    await page.locator('details summary').click();
    expect(await page.locator('[data-slot="minute-rows"] tr').count()).toBe(1);
    await expect
      .poll(() => page.locator('[data-slot="in-history"]').innerText())
      .toContain('履歴に残しました');
    expect(await complaintsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);

    await page.goto(`${server.origin}/ja/history`);
    const kept = page.locator('[data-slot="watches"] li');
    await expect.poll(() => kept.count()).toBe(1);
    expect(await kept.innerText()).toMatch(/中央値\s*[\d.]+\sms/);
    await kept.getByRole('button').click();
    await page.locator('[data-slot="empty"]').waitFor({ state: 'visible' });
    await context.close();
  });

  test('a device that sleeps is not blamed on the line', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(`${server.origin}/en/watch`);
    await page.locator('select[name="threshold"]').selectOption('500');
    await page.getByTestId('watch-start').click();
    const median = page.locator('[data-slot="tile-p50"] dd');
    await expect.poll(() => median.innerText(), { timeout: 15_000 }).toMatch(/ms/);
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    for (const pid of renderers) process.kill(pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    for (const pid of renderers) process.kill(pid, 'SIGCONT');
    await page.waitForTimeout(1_500);
    await page.getByTestId('watch-stop').click();
    const longest = await page.locator('[data-slot="tile-max"] dd').innerText();
    expect(Number(longest.replace(/[^\d.]/g, ''))).toBeLessThan(3_000);
    expect(await page.locator('[data-slot="verdict"]').innerText()).toMatch(/never passed|fell silent: 0\./);
    const asleep = /for (?<seconds>\d+) s/.exec(await page.locator('[data-slot="asleep"]').innerText());
    expect(Number(asleep?.groups?.seconds)).toBeGreaterThanOrEqual(3);
    expect(await complaintsOf(page)).toEqual([]);
    await page.close();
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

describe.skipIf(CHROMIUM === null || COTURN === null)('the stability watch where a relay is named', () => {
  let coturn: Coturn;
  let server: Server;
  let browser: Browser;
  beforeAll(async () => {
    coturn = await startCoturn();
    [server, browser] = await Promise.all([startServer(coturn.env), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.end('SIGTERM');
    await coturn.end();
    await removeData(server);
  });

  test('counts datagrams', async () => {
    const page = await browser.newPage({ locale: 'en-GB' });
    await page.goto(`${server.origin}/en/watch`);
    await page.getByTestId('watch-start').click();
    const loss = page.locator('[data-slot="loss-text"]');
    await loss.waitFor({ state: 'visible', timeout: 40_000 });
    expect(await loss.innerText()).toMatch(/^Packet loss 0% \(0 of \d+\)/);
    await page.close();
  });
});
