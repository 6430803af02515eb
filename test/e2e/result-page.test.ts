import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { plainText } from '../fixtures/plain-text.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';

const TOKYO = { asn: 4713, asName: 'NTT DOCOMO BUSINESS Inc.', countryCode: 'JP', subdivisionCode: 'JP-13' };

const HEADINGS = {
  ja: ['同じような回線の中での位置', '統計に含まれます', '署名と控えの照合', '記録として使う'],
  en: [
    'Among lines like this one',
    'Counts in the statistics',
    'Signatures and receipts',
    'Use it as a record',
  ],
} as const;

/** One result that a person measured, and who else may open it. */
describe.skipIf(CHROMIUM === null)('the page of a result', () => {
  let server: Server;
  let browser: Browser;
  let measuring: BrowserContext;
  let result: ResultDocument;

  /** A test as a person runs it, in the context that keeps its delete token. */
  async function measure(context: BrowserContext): Promise<ResultDocument> {
    const page = await context.newPage();
    await page.goto(`${server.origin}/ja/`);
    await page.getByTestId('start').click();
    const link = page.locator('a[data-testid="result-link"]');
    await link.waitFor({ state: 'visible', timeout: 60_000 });
    const id = (await link.getAttribute('href'))?.split('/').at(-1) ?? '';
    await page.close();
    return resultSchema.parse(await (await fetch(`${server.origin}${API_PATHS.results}/${id}`)).json());
  }

  const addressOf = (lang: 'ja' | 'en') => `${server.origin}/${lang}/r/${result.measurementId}`;

  beforeAll(async () => {
    [server, browser] = await Promise.all([
      startServer({ NETWORK_OVERRIDE: JSON.stringify(TOKYO) }),
      launchChromium(),
    ]);
    measuring = await browser.newContext({ locale: 'ja-JP' });
    result = await measure(measuring);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await server.end('SIGTERM');
    await removeData(server);
  });

  test.each(['ja', 'en'] as const)(
    'has nothing that axe finds and no width that scrolls sideways, in %s',
    async (lang) => {
      const page = await measuring.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(addressOf(lang));
      for (const summary of await page.locator('details > summary').all()) await summary.click();
      expect(await complaintsOf(page)).toEqual([]);
      expect(faults).toEqual([]);
      await page.close();
    },
    120_000,
  );

  test.each(['ja', 'en'] as const)('is complete without a script, in %s', async (lang) => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const response = await page.goto(addressOf(lang));
    expect(response?.headers()['x-robots-tag']).toBe('noindex');
    expect(await page.getAttribute('meta[name="robots"]', 'content')).toBe('noindex');

    // The rate as the document has it, to the figures that are shown.
    const tile = plainText(await page.locator('.tiles dd').first().innerText());
    const shownMbps =
      Number(/[\d,.]+/.exec(tile)?.[0].replaceAll(',', '')) * (tile.includes('Gbps') ? 1e3 : 1);
    const measuredMbps = (result.download?.goodputBps ?? Number.NaN) / 1e6;
    expect(shownMbps / measuredMbps).toBeCloseTo(1, 1);
    expect(await page.locator('.tiles dd').count()).toBe(5);

    expect(await page.locator('.grades li').count()).toBe(5);
    const headings = await page.locator('h2').allInnerTexts();
    for (const heading of HEADINGS[lang]) expect(headings.join('\n')).toContain(heading);
    // One line is not among 30: a reason stands where the place would.
    expect((await page.locator('.standing p').innerText()).length).toBeGreaterThan(20);

    const checks = await page.locator('table[aria-labelledby="checks"] tbody tr').allInnerTexts();
    expect(checks.length).toBeGreaterThanOrEqual(3);
    const holds = lang === 'ja' ? '一致しました' : 'Holds';
    for (const check of checks) expect(check).toContain(holds);

    await page.locator('details.snippets summary').click();
    for (const format of ['html', 'markdown', 'bbcode'])
      expect(await page.inputValue(`#snippet-${format}`)).toContain(addressOf(lang));
    expect(await page.inputValue('#snippet-link')).toBe(addressOf(lang));
    // What only a script can do is not offered.
    expect(await page.locator('button[data-action]:visible').count()).toBe(0);
    await context.close();
  });

  test.each(['ja', 'en'] as const)('prints as a record of three pages at most, in %s', async (lang) => {
    const page = await browser.newPage();
    await page.goto(addressOf(lang));
    await page.emulateMedia({ media: 'print' });
    for (const selector of [
      '.site-header',
      '.site-footer',
      '.share',
      '.removal',
      'main button',
      '.downloads',
    ])
      expect(await page.locator(`${selector}:visible`).count(), selector).toBe(0);
    const printed = await page.locator('main').innerText();
    expect(printed).toContain(result.measurementId);
    expect(printed).toContain(addressOf(lang));
    const pdf = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b/g)?.length ?? 0).toBeGreaterThan(0);
    expect(pdf.match(/\/Type \/Page\b/g)?.length ?? 0).toBeLessThanOrEqual(3);
    await page.close();
  });

  test('copies what it offers', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(addressOf('en'));
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await page.locator('[data-action="copy"][data-of="snippet-link"]').click();
    await expect.poll(() => page.locator('[data-slot="copy-status"]').innerText()).toBe('Copied.');
    expect(await clipboard()).toBe(addressOf('en'));
    await page.locator('details.snippets summary').click();
    await page.locator('[data-action="copy"][data-of="snippet-markdown"]').click();
    await expect.poll(clipboard).toBe(await page.inputValue('#snippet-markdown'));
    await context.close();
  });

  test.each(['ja', 'en'] as const)('has a picture that other sites show, in %s', async (lang) => {
    const page = await browser.newPage();
    await page.goto(addressOf(lang));
    const image = await page.getAttribute('meta[property="og:image"]', 'content');
    expect(image).toBe(`${addressOf(lang)}/card.png`);
    const size = await page.evaluate(async (address) => {
      const { width, height } = await createImageBitmap(await (await fetch(address)).blob());
      return { width, height };
    }, image ?? '');
    expect(size).toEqual({ width: 1200, height: 630 });
    await page.close();
  });

  test('is deleted from the browser that measured it, and from no other', async () => {
    const context = await browser.newContext();
    const other = await context.newPage();
    await other.goto(addressOf('en'));
    expect(await other.locator('[data-slot="removal-other"]').isVisible()).toBe(true);
    expect(await other.locator('[data-action="delete-result"]').isVisible()).toBe(false);
    expect(await deletedWith(other, 'x'.repeat(43))).toBe(false);

    const page = await measuring.newPage();
    await page.goto(addressOf('ja'));
    page.once('dialog', (dialog) => void dialog.dismiss());
    await page.locator('[data-action="delete-result"]').click();
    expect((await fetch(addressOf('ja'))).status).toBe(200);

    page.once('dialog', (dialog) => void dialog.accept());
    await page.locator('[data-action="delete-result"]').click();
    await expect
      .poll(() => page.locator('[data-slot="removal-status"]').innerText())
      .toContain('削除しました');
    const again = await page.reload();
    expect(again?.status()).toBe(410);
    expect(await page.locator('h1').innerText()).toContain('削除');
    expect((await fetch(`${server.origin}${API_PATHS.results}/${result.measurementId}`)).status).toBe(410);
    await context.close();
  });

  /** Whether a token that somebody made up deletes the result. */
  function deletedWith(page: Page, token: string): Promise<boolean> {
    return page.evaluate(
      async ([path, guess]) => {
        const headers = { authorization: `Bearer ${guess}` };
        return (await fetch(path ?? '', { method: 'DELETE', headers })).ok;
      },
      [`${API_PATHS.results}/${result.measurementId}`, token],
    );
  }
});
