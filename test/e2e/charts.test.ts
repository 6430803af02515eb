import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLang, type Lang } from '../../web/format/language.ts';
import { type Assets, assetsFrom, type BuildManifest } from '../../web/pages/assets.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { pageSamples } from '../fixtures/pages.tsx';
import { RESULT_DOCUMENT } from '../fixtures/result-document.ts';
import { TEXTS } from '../fixtures/texts.ts';
import { ROOT, removeData, type Server, startServer } from '../server.ts';
import { violationsOf } from './violations.ts';

const RESULT_PATH = `/r/${RESULT_DOCUMENT.measurementId}`;

/** Pages with charts, the sample that is shown in their place, and how many charts it has. */
const PAGES = [[RESULT_PATH, 'result', 2]] as const;

async function readManifest(): Promise<
  BuildManifest & Record<string, { imports?: string[]; assets?: string[] }>
> {
  const file = path.join(ROOT, 'dist/web/assets/manifest.json');
  return JSON.parse(await readFile(file, 'utf8')) as BuildManifest;
}

describe('the bundles', () => {
  test('keep the chart library away from the start page', async () => {
    const manifest = await readManifest();
    const withImports = (entry: string): string[] => [
      entry,
      ...(manifest[entry]?.imports ?? []).flatMap(withImports),
    ];
    const sourcesOf = (files: readonly string[]) =>
      Promise.all(files.map((file) => readFile(path.join(ROOT, 'dist/web', file), 'utf8')));
    const filesOf = (entry: string) =>
      [...new Set(withImports(entry))].map((name) => manifest[name]?.file ?? '');
    // A method of the chart library's platform, which no minifier renames.
    expect((await sourcesOf(filesOf('web/islands/charts.ts'))).join('\n')).toContain('acquireContext');
    const runner = 'web/islands/test-ja.ts';
    const start = await sourcesOf([
      ...filesOf(runner),
      ...(manifest[runner]?.assets ?? []),
      ...filesOf('web/styles/site.css'),
    ]);
    expect(start.join('\n')).not.toContain('acquireContext');
    // What a first visit may weigh, less 5 kB for the page itself.
    const gzipped = start.reduce((sum, source) => sum + gzipSync(source).length, 0);
    expect(gzipped).toBeLessThan(55_000);
  });
});

/** Thirty lines take a month to come together, so the server answers with its own headers and a sample as its page. */
describe.skipIf(CHROMIUM === null)('charts', () => {
  let server: Server;
  let browser: Browser;
  let assets: Assets;
  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    assets = assetsFrom(await readManifest());
  });
  afterAll(async () => {
    await browser.close();
    await server.end('SIGTERM');
    await removeData(server);
  });

  interface Shown {
    page: Page;
    complaints: string[];
  }

  async function show(address: string, options: BrowserContextOptions = {}): Promise<Shown> {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    const [, lang = '', ...rest] = address.split('/');
    const sample = PAGES.find(([each]) => each === `/${rest.join('/')}`)?.[1] ?? '';
    if (!isLang(lang)) throw new TypeError(`no language in ${address}`);
    const body = pageSamples(lang satisfies Lang, TEXTS, assets)[sample];
    if (body === undefined) throw new TypeError(`no sample for ${address}`);
    await page.route(server.origin + address, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, status: 200, body });
    });
    await page.goto(server.origin + address);
    return { page, complaints };
  }

  const cases = (['light', 'dark'] as const).flatMap((colorScheme) =>
    ['ja', 'en'].flatMap((lang) =>
      PAGES.map(([at, , charts]) => ({ colorScheme, address: `/${lang}${at}`, charts })),
    ),
  );

  test.each(cases)('$address is interactive and accessible, $colorScheme', async (each) => {
    const { page, complaints } = await show(each.address, { colorScheme: each.colorScheme });
    await expect.poll(() => page.locator('figure[data-interactive] canvas').count()).toBe(each.charts);
    expect(await page.locator('figure[data-chart] > svg:visible').count()).toBe(0);
    for (const canvas of await page.getByRole('img').all())
      expect(await canvas.getAttribute('aria-label')).toMatch(/\S/);
    expect(await violationsOf(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, 'scrolls sideways').toBe(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each(PAGES)('%s is whole without JavaScript', async (at, _, charts) => {
    const { page } = await show(`/ja${at}`, { javaScriptEnabled: false });
    expect(await page.locator('figure[data-chart] > svg:visible').count()).toBe(charts);
    expect(await page.locator('canvas').count()).toBe(0);
    await page.context().close();
  });

  test('paper gets the drawings', async () => {
    const { page } = await show(`/en${RESULT_PATH}`);
    await page.locator('figure[data-interactive]').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('figure[data-chart] > svg:visible').count()).toBe(2);
    expect(await page.locator('canvas:visible').count()).toBe(0);
    await page.context().close();
  });

  test('a canvas that cannot be drawn on leaves the drawings', async () => {
    const { page } = await show(`/en${RESULT_PATH}`);
    await page.addInitScript(() => {
      HTMLCanvasElement.prototype.getContext = () => {
        throw new Error('no canvas here');
      };
    });
    await page.reload();
    expect(await page.locator('figure[data-chart] > svg:visible').count()).toBe(2);
    expect(await page.locator('canvas').count()).toBe(0);
    await page.context().close();
  });

  /** A canvas's pixels, as an address that is the same for the same picture. */
  const picture = (page: Page) =>
    page
      .locator('canvas')
      .first()
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());

  test('the pointer brings up values, and a change of colours or width is followed', async () => {
    const { page, complaints } = await show(`/en${RESULT_PATH}`, {
      colorScheme: 'light',
      reducedMotion: 'reduce',
      viewport: { width: 1100, height: 900 },
    });
    await page.locator('figure[data-interactive]').first().waitFor();
    const calm = await picture(page);
    await page.locator('canvas').first().hover();
    await expect.poll(() => picture(page)).not.toBe(calm);
    await page.mouse.move(0, 0);
    await expect.poll(() => picture(page)).toBe(calm);

    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => picture(page)).not.toBe(calm);
    await page.setViewportSize({ width: 360, height: 740 });
    const room = await page.locator('.chart-canvas').first().boundingBox();
    await expect
      .poll(async () => (await page.locator('canvas').first().boundingBox())?.width)
      .toBe(room?.width);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('forced colours keep the drawings, which take them', async () => {
    const { page } = await show(`/ja${RESULT_PATH}`, { forcedColors: 'active' });
    expect(await page.locator('figure[data-chart] > svg:visible').count()).toBe(2);
    expect(await page.locator('canvas').count()).toBe(0);
    await page.context().close();
  });
});
