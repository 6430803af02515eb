import { readFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { HistoryRun } from '../../web/islands/history/run-schema.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';

const RUN: HistoryRun = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  at: '2026-10-24T03:00:00.000Z',
  downloadBps: 1_000_000,
  downloadIntervalBps: [900_000, 1_100_000],
  uploadBps: 1_000_000,
  uploadIntervalBps: [900_000, 1_100_000],
  idleRttMs: 8.4,
  workingRttDownloadMs: 30,
  workingRttUploadMs: null,
  lossRatio: 0,
  medium: 'wifi',
  valid: true,
};

/** A day later and three times as fast, beyond both intervals. */
const FASTER: HistoryRun = {
  ...RUN,
  id: 'G'.repeat(22),
  at: '2026-10-25T03:00:00.000Z',
  downloadBps: 3_000_000,
  downloadIntervalBps: [2_900_000, 3_100_000],
};

describe.skipIf(CHROMIUM === null)('the history of this device', () => {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.end('SIGTERM');
    await removeData(server);
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'ja-JP', viewport: { width: 320, height: 700 } });
    page = await context.newPage();
  });
  afterEach(() => context.close());

  const file = (runs: readonly unknown[]) => ({
    name: 'history.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify({ format: 'jissoku.history', version: 1, runs })),
  });

  const complaints = () => complaintsOf(page);

  test('keeps a test, compares it with another, and deletes what was published', async () => {
    await page.goto(`${server.origin}/ja/`);
    await page.getByTestId('start').click();
    const link = page.getByTestId('result-link');
    await link.waitFor({ state: 'visible', timeout: 60_000 });
    const id = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';

    await page.goto(`${server.origin}/ja/history`);
    await expect.poll(() => page.locator('[data-slot="runs"] li').count()).toBe(1);
    await page.locator('[data-slot="import"]').setInputFiles(file([RUN, FASTER]));
    await expect.poll(() => page.locator('[data-slot="runs"] li').count()).toBe(3);
    // The same file again changes nothing.
    await page.locator('[data-slot="import"]').setInputFiles(file([RUN, FASTER]));
    await expect.poll(() => page.locator('[data-slot="status"]').innerText()).toContain('2件');
    expect(await page.locator('[data-slot="runs"] li').count()).toBe(3);

    // The test just made is the first; how exact it is depends on what else the machine does.
    const boxes = page.locator('[data-slot="runs"] input');
    for (const index of [1, 2]) await boxes.nth(index).check();
    const comparison = page.locator('[data-slot="compare"]');
    await comparison.waitFor({ state: 'visible' });
    expect(await comparison.innerText()).toContain('+200%');
    expect(await complaints()).toEqual([]);

    page.on('dialog', (dialog) => void dialog.accept());
    await page.locator('[data-action="clear-published"]').click();
    await expect.poll(() => page.locator('[data-slot="runs"] li').count()).toBe(2);
    expect((await fetch(`${server.origin}${API_PATHS.results}/${id}`)).status).toBe(410);
    await page.locator('[data-action="clear"]').click();
    await page.locator('[data-slot="empty"]').waitFor({ state: 'visible' });
    expect(await complaints()).toEqual([]);
  });

  test('is saved as a file that it reads again, and a bad file changes nothing', async () => {
    await page.goto(`${server.origin}/ja/history`);
    await page.locator('[data-slot="import"]').setInputFiles(file([RUN, { ...RUN, id: 'B'.repeat(22) }]));
    await expect.poll(() => page.locator('[data-slot="runs"] li').count()).toBe(2);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('[data-action="export-json"]').click(),
    ]);
    const saved = await readFile(await download.path(), 'utf8');
    expect((JSON.parse(saved) as { runs: HistoryRun[] }).runs).toContainEqual(RUN);

    await page
      .locator('[data-slot="import"]')
      .setInputFiles(file([{ ...RUN, id: 'C'.repeat(22) }, { id: 'x' }]));
    await expect.poll(() => page.locator('[data-slot="status"]').innerText()).toContain('2件目');
    expect(await page.locator('[data-slot="runs"] li').count()).toBe(2);
    await page.locator('[data-slot="runs"] button').first().click();
    await expect.poll(() => page.locator('[data-slot="status"]').innerText()).toContain('履歴から消しました');
    await expect.poll(() => page.locator('[data-slot="runs"] li').count()).toBe(1);
  });

  test('takes one run out, and out of the server where its owner wants that', async () => {
    const ids = ['D', 'E', 'F'].map((letter) => letter.repeat(22));
    const deletions: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'DELETE') deletions.push(request.url());
    });
    await page.goto(`${server.origin}/ja/history`);
    await page.evaluate(
      (own) => {
        localStorage.setItem('jissoku.results', JSON.stringify(own));
      },
      ids.slice(1).map((id) => ({ id, deleteToken: 'not-the-token', at: RUN.at })),
    );
    const runs = ids.map((id, index) => ({ ...RUN, id, at: `2026-10-0${index + 1}T03:00:00.000Z` }));
    await page.locator('[data-slot="import"]').setInputFiles(file(runs));
    const items = page.locator('[data-slot="runs"] li');
    await expect.poll(() => items.count()).toBe(3);
    const question = page.getByRole('dialog', { name: '2026/10/3' });
    const status = page.locator('[data-slot="status"]');
    const before = await status.innerText();

    // Newest first. Whoever changes their mind keeps everything, and Escape is a change of mind.
    for (const leave of [
      () => page.keyboard.press('Escape'),
      () => page.keyboard.press('Enter'),
      () => question.getByRole('button', { name: '消さない' }).click(),
    ]) {
      await items.first().getByRole('button').click();
      await question.waitFor({ state: 'visible' });
      await leave();
      await question.waitFor({ state: 'hidden' });
      expect(await items.count()).toBe(3);
      expect(await status.innerText()).toBe(before);
    }
    await items.first().getByRole('button').click();
    expect(await complaints()).toEqual([]);

    // Only the history: the server is not asked.
    await question.getByRole('button', { name: '履歴からだけ消す' }).click();
    await expect.poll(() => items.count()).toBe(2);
    expect(deletions).toEqual([]);

    // A server that cannot be reached deletes nothing, and nothing is forgotten.
    await context.setOffline(true);
    await items.first().getByRole('button').click();
    await page.getByRole('dialog').getByRole('button', { name: 'サーバーからも消す' }).click();
    await expect.poll(() => status.innerText()).toContain('消せませんでした');
    expect(await items.count()).toBe(2);
    expect(deletions).toHaveLength(1);
    await context.setOffline(false);

    // What this device holds no token of is only its own to forget.
    await items.last().getByRole('button').click();
    await expect.poll(() => items.count()).toBe(1);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(deletions).toHaveLength(1);
  });

  test('offers only what has something to act on', async () => {
    const acts = () =>
      page
        .locator('[data-slot="keep"] button:visible')
        .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('data-action')));
    const open = async () => {
      await page.goto(`${server.origin}/ja/history`);
      await page.locator('[data-slot="import"]').waitFor({ state: 'visible' });
    };
    await open();
    expect(await acts()).toEqual([]);
    await page.locator('[data-slot="import"]').setInputFiles(file([RUN]));
    await expect.poll(acts).toEqual(['export-json', 'export-csv', 'clear']);
    // Published results outlive the history: they can still be deleted.
    await page.evaluate((id) => {
      localStorage.setItem('jissoku.results', JSON.stringify([{ id, deleteToken: 'not-the-token', at: '' }]));
    }, RUN.id);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.locator('[data-action="clear"]').click();
    await expect.poll(acts).toEqual(['clear-published']);
  });

  test('a browser that refuses to keep anything says so, and tests all the same', async () => {
    await context.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', { value: undefined });
    });
    await page.goto(`${server.origin}/ja/history`);
    await page.locator('[data-slot="refused"]').waitFor({ state: 'visible' });
    expect(await complaints()).toEqual([]);
    await page.goto(`${server.origin}/ja/`);
    await page.getByTestId('start').click();
    await page.getByTestId('result-link').waitFor({ state: 'visible', timeout: 60_000 });
    await page.locator('[data-slot="not-kept"]').waitFor({ state: 'visible' });
  });
});
