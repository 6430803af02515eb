import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Suppression } from '../../measurement-agent/protocol/quality.ts';
import { METRICS } from '../../measurement-agent/protocol/statistics.ts';
import { messagesIn } from '../../web/messages/messages.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';
import { toldFigures, unescaped, unsaid } from './told-figures.ts';

/** As few as still tell figures of the country, of areas, and hide those of most prefectures. */
const RESULTS = '6000';
const MOST_BYTES = 120_000;
/** Pages have the same figures in both languages; of so many one is looked at in Japanese, too. */
const JAPANESE_EVERY = 5;

let dataDir: string;
let server: Server;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-cells-'));
  server = await startServer({ DEMO_RESULTS: RESULTS, DATA_DIR: dataDir, TRUST_PROXY: '1' }, undefined, [
    'demo',
  ]);
}, 180_000);
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

/** Each asker has a few hundred requests a minute; these come from as many networks as are needed. */
let asker = 0;
async function get(address: string): Promise<Response> {
  asker += 1;
  return fetch(server.origin + address, {
    headers: { 'x-forwarded-for': `10.${(asker >> 8) & 255}.${asker & 255}.1` },
  });
}

/** What stands at a pointer of a JSON document (RFC 6901, of names without special characters). */
function standsAt(answer: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], answer);
}

interface SketchAnswer {
  bins: [bin: number, lines: number][];
}

const answers = new Map<string, Promise<unknown>>();
async function answerOf(source: string): Promise<unknown> {
  const known = answers.get(source) ?? get(source).then((response) => response.json());
  answers.set(source, known);
  return known;
}

/** Figures of a page that are not the API's, or that its words do not say. */
async function strays(html: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const figure of toldFigures(html)) {
    const { source, values, bins, text } = figure;
    const answer = await answerOf(source);
    for (const [at, value] of values) {
      const told = standsAt(answer, at);
      if (told !== value) wrong.push(`${source} ${at}: ${value}, not ${String(told)}`);
    }
    if (bins !== null) {
      const { lines, first, last } = bins;
      const told = (answer as SketchAnswer).bins
        .filter(([bin]) => bin >= first && bin <= last)
        .reduce((sum, [, count]) => sum + count, 0);
      if (told !== lines) wrong.push(`${source} ${first}–${last}: ${lines}, not ${told}`);
    }
    for (const value of unsaid(figure)) wrong.push(`${source} “${text}” does not say ${value}`);
  }
  return wrong;
}

/** Links of a page to others of its kind. */
function linksOf(html: string): string[] {
  const paths = [...html.matchAll(/href="(\/en\/(?:isp|region)\/[^"?#]+)"/g)].map(([, to]) => to ?? '');
  return [...new Set(paths.map(unescaped))];
}

describe('pages of ISPs and regions, and reports', () => {
  test('every figure of every page is the API’s for the same question', async () => {
    const pages = new Map<string, string>();
    let figures = 0;
    let next = ['/en/isp', '/en/region'];
    while (next.length > 0) {
      const found: string[] = [];
      for (const address of next) {
        const response = await get(address);
        expect(response.status, address).toBe(200);
        const html = await response.text();
        pages.set(address, html);
        figures += toldFigures(html).length;
        expect(await strays(html), address).toEqual([]);
        found.push(...linksOf(html));
      }
      next = [...new Set(found)].filter((address) => !pages.has(address));
    }
    const some = [...pages].filter((_, index) => index % JAPANESE_EVERY === 0);
    for (const [address, html] of some) {
      const japanese = await (await get(address.replace('/en/', '/ja/'))).text();
      expect(toldFigures(japanese), address).toHaveLength(toldFigures(html).length);
      expect(await strays(japanese), address).toEqual([]);
    }
    // 22 brands and some shared networks, 59 regions, and the brands in their regions.
    expect(pages.size).toBeGreaterThan(300);
    expect(figures).toBeGreaterThan(2_000);
    const hidden = [...pages.values()].filter((html) => !html.includes('class="box"'));
    expect(hidden.length).toBeGreaterThan(100);
    for (const html of pages.values()) expect(gzipSync(html).length).toBeLessThan(40_000);
  }, 300_000);

  test.each(['r30', 'r365', '2026-10', '2026-Q3'])('over %s, too', async (period) => {
    for (const at of ['/isp/kaku-hikari', '/isp/kaku-hikari/JP-kanto', '/region/JP', '/region/JP-13']) {
      const response = await get(`/en${at}?period=${period}`);
      expect(response.status, at).toBe(200);
      expect(await strays(await response.text()), at).toEqual([]);
    }
  });

  test('so is every figure of reports: of each edition’s month, of regions of each level, and live', async () => {
    const { editions } = (await answerOf('/api/v1/reports')) as { editions: { name: string }[] };
    expect(editions).toHaveLength(13);
    let figures = 0;
    for (const [number, region] of ['JP', 'JP-kanto', 'JP-13', 'JP-31', 'AT'].entries())
      for (const period of [`edition=${editions[number]?.name}`, 'period=r90', '']) {
        const address = `/en/report?region=${region}&${period}&metrics=downloadBps,lossRatio,rpm`;
        const response = await get(address);
        expect(response.status, address).toBe(200);
        const html = await response.text();
        figures += toldFigures(html).length;
        expect(await strays(html), address).toEqual([]);
        expect(gzipSync(html).length).toBeLessThan(40_000);
      }
    expect(figures).toBeGreaterThan(400);
    expect((await get('/en/report?edition=2019-01')).status).toBe(404);
    expect((await get('/en/report?edition=2026-10&period=r30')).status).toBe(400);
  }, 300_000);

  test('every figure of rankings, comparisons and maps is the API’s', async () => {
    const regions = ['JP', 'JP-kanto', 'JP-13', 'JP-31'];
    const rankings = ['fixed', 'fvno', 'catv', 'mno', 'mvno', 'satellite'].flatMap((kind) => [
      `/ranking?kind=${kind}&period=r365`,
      `/ranking?kind=${kind}&period=r365&metric=idleRttMs&region=JP-kanto`,
      `/ranking?kind=${kind}&region=JP-13`,
    ]);
    const three = 'isp=kaku-hikari&isp=mihon-net&isp=kasumi-sim';
    const comparisons = regions.flatMap((region) => [
      `/compare?${three}&region=${region}`,
      `/compare?${three}&region=${region}&metric=uploadBps&period=2026-Q3`,
      `/compare?isp=kaku-hikari&isp=yumeji-fiber&region=${region}&metric=lossRatio&period=r30`,
    ]);
    const maps = METRICS.flatMap((metric) => [
      `/map?metric=${metric}`,
      `/map?metric=${metric}&area=world`,
      `/map?metric=${metric}&period=2026-10`,
    ]);
    let figures = 0;
    for (const address of [...rankings, ...comparisons, ...maps, '/compare', '/compare?isp=kaku-hikari']) {
      const response = await get(`/en${address}`);
      expect(response.status, address).toBe(200);
      const html = await response.text();
      figures += toldFigures(html).length;
      expect(await strays(html), address).toEqual([]);
      expect(gzipSync(html).length, address).toBeLessThan(40_000);
    }
    expect(figures).toBeGreaterThan(350);
  }, 300_000);

  test('a map tells of a hidden prefecture that it is, and of one not measured', async () => {
    const html = await (await get('/en/map?period=2026-10')).text();
    const { cells } = (await answerOf(
      '/api/v1/quality?period=2026-10&groupBy=subdivision&metrics=downloadBps&limit=1000',
    )) as { cells: { place: { subdivision: string }; suppressed: Suppression; figures: unknown }[] };
    const hidden = cells.filter(({ figures }) => figures === null);
    expect(hidden.length).toBeGreaterThan(5);
    const reasons = messagesIn('en').overviews.map.hiddenBecause;
    for (const { place, suppressed } of hidden)
      expect(html).toMatch(
        new RegExp(`href="/en/region/${place.subdivision}" aria-label="[^":]*: ${reasons[suppressed]}"`),
      );
    expect([...html.matchAll(/<a href="\/en\/region\/JP-\d\d" aria-label=/g)]).toHaveLength(47);
  });

  test('the ranking’s CSV is of the same view', async () => {
    const html = await (await get('/en/ranking?kind=fvno&period=r365')).text();
    const href = unescaped(/href="([^"]*format=csv)"/.exec(html)?.[1] ?? '');
    expect(href).toContain('region=JP&metric=downloadBps&period=r365&kind=fvno');
    // Nobody has the hundred lines of a rank in so small a demo (quality.test.ts has a CSV with ranks).
    const csv = await get(href);
    expect(csv.status).toBe(200);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const [head, ...rows] = (await csv.text()).trim().split('\r\n');
    expect(head).toMatch(/^isp,rankFrom,rankTo,median,low,high,lines,results,excluded,unranked,/);
    for (const row of rows)
      expect(row).toMatch(/,(?:too-few-lines,JP,fvno|no-ranked-kind,JP,),downloadBps,r365,default,1,/);
    expect(rows.length).toBeGreaterThan(2);
    expect(html.split('fewer than 100 lines').length).toBeGreaterThan(3);
  });

  test('so is every figure of a card for other sites, which they may frame, and nothing else', async () => {
    const card = await get('/embed/isp/kaku-hikari?lang=ja');
    expect(card.headers.get('content-security-policy')).toContain('frame-ancestors *');
    const html = await card.text();
    expect(toldFigures(html)).toHaveLength(6);
    expect(await strays(html)).toEqual([]);
    expect(await (await get('/embed/isp/kaku-hikari?period=2019-01')).text()).toContain('Too few lines');
    expect((await get('/embed/isp/nobody')).status).toBe(404);
    for (const other of ['/en/isp/kaku-hikari', '/badge/kaku-hikari.svg', '/api/v1/health'])
      expect((await get(other)).headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test('every page of the sitemap is there', async () => {
    const xml = await (await get('/sitemap.xml')).text();
    const addresses = [...xml.matchAll(/<loc>([^<]*)<\/loc>/g)].map(
      ([, to]) => new URL(unescaped(to ?? '')).pathname,
    );
    expect(addresses.length).toBeGreaterThan(150);
    expect(addresses).toContain('/ja/isp/kaku-hikari/JP-kanto');
    for (const address of addresses) expect((await get(address)).status, address).toBe(200);
  });

  test('what search engines and previews are told leads to what there is', async () => {
    const pages: [address: string, isDataset: boolean][] = [
      ['/en/isp/kaku-hikari', true],
      ['/en/isp/kaku-hikari?period=r30', true],
      ['/ja/region/JP', true],
      ['/en/isp/kaku-hikari/JP', true],
      ['/ja/map', true],
      ['/ja/map?area=world&metric=uploadBps', true],
      // Nobody has the hundred lines of a rank in so small a demo.
      ['/ja/ranking', false],
      ['/ja/compare', false],
      ['/ja/isp', false],
      ['/ja/region', false],
      ['/ja/report', false],
    ];
    for (const [page, isDataset] of pages) {
      const html = await (await get(page)).text();
      const canonical = unescaped(/<link rel="canonical" href="([^"]+)"/.exec(html)?.[1] ?? '');
      expect(canonical.replace(server.origin, '')).toContain(page);
      const data = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/g)].map(
        ([, text]) => text ?? '',
      );
      const dataset = data.find((text) => text.includes('"Dataset"'));
      expect(dataset !== undefined, page).toBe(isDataset);
      expect(dataset === undefined || dataset.includes(`"url":"${canonical}"`), dataset).toBe(true);
      const addresses = [...data.join('').matchAll(/"(?:item|url|contentUrl)":"([^"]+)"/g)].map(
        ([, to]) => to ?? '',
      );
      expect(addresses.length, page).toBeGreaterThan(0);
      for (const address of addresses) {
        expect(address.startsWith(`${server.origin}/`), address).toBe(true);
        expect((await get(address.slice(server.origin.length))).status, address).toBe(200);
      }
    }
    for (const lang of ['ja', 'en']) {
      const picture = await get(`/preview-${lang}.png`);
      expect(picture.headers.get('content-type')).toBe('image/png');
    }
  });

  test('lists count as the API counts', async () => {
    const html = await (await get('/en/isp/kaku-hikari')).text();
    const rows = [
      ...html.matchAll(/\/isp\/kaku-hikari\/(JP-[a-z]+)">[^<]*<\/a><\/th><td>([^<]*)<\/td><td>([^<]*)</g),
    ];
    expect(rows.length).toBeGreaterThan(5);
    const { cells } = (await answerOf(
      '/api/v1/quality?isp=kaku-hikari&period=r90&groupBy=area&metrics=downloadBps',
    )) as { cells: { place: { area: string }; lines: number | null; results: number | null }[] };
    const said = (count: number | null | undefined) =>
      typeof count === 'number' ? count.toLocaleString('en') : 'fewer than 10';
    for (const [, area, lines, results] of rows) {
      const cell = cells.find(({ place }) => place.area === area);
      expect([area, lines, results]).toEqual([area, said(cell?.lines), said(cell?.results)]);
    }
  });

  test('a region that nobody measured, an ISP without results, and periods that are not kept', async () => {
    expect((await get('/en/region/AT')).status).toBe(200);
    expect((await get('/en/isp/kaku-hikari/JP-13?period=r365')).status).toBe(422);
    expect((await get('/en/isp/kaku-hikari?period=soon')).status).toBe(400);
    expect((await get('/en/isp/kaku-hikari/XX')).status).toBe(404);
  });
});

/** With margins of a centimetre, at 96 px an inch. */
const A4_WITHIN_MARGINS = { width: 718, height: 1_047 } as const;

const LOOKED_AT = [
  '/isp',
  '/region',
  '/open-data',
  '/method/profiles',
  '/isp/kaku-hikari',
  '/isp/kaku-hikari/JP-kanto',
  '/isp/kamei-net/JP-31',
  '/isp/kaku-hikari?period=2026-09',
  '/region/JP',
  '/region/JP?period=2026-10',
  '/region/AT',
  '/report',
  '/report?region=JP-kanto&period=r90&metrics=workingRttDownloadMs&metrics=rpm',
  '/report?region=JP&profile=mic-2024',
  '/report?region=AT',
  '/ranking?kind=fvno&period=r365',
  '/ranking?kind=mvno&region=JP-31',
  '/compare',
  '/compare?isp=kaku-hikari&isp=mihon-net&isp=reiji-com&isp=kasumi-sim',
  '/compare?isp=kaku-hikari&isp=mihon-net&region=JP-13',
  '/map',
  '/map?area=world&metric=idleRttMs',
  '/method',
  '/privacy',
  '/accessibility',
  '/about',
];

describe.skipIf(CHROMIUM === null)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const cases = ['ja', 'en'].flatMap((lang) => LOOKED_AT.map((at) => ({ lang, address: `/${lang}${at}` })));

  test.each(cases)('$address is accessible at every width, light and dark', async ({ lang, address }) => {
    const context = await browser.newContext({
      locale: lang,
      extraHTTPHeaders: { 'x-forwarded-for': `10.200.${(asker += 1) & 255}.1` },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(server.origin + address);
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    expect(await complaintsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });

  test.each(LOOKED_AT)('%s is small, and whole without JavaScript', async (at) => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'ja' });
    const page = await context.newPage();
    let bytes = 0;
    const bodies: Promise<void>[] = [];
    // What is asked for once the page is there (its icon) may still be on its way when the page is closed.
    let loaded = false;
    page.on('response', (response) => {
      if (loaded) return;
      bodies.push(
        response.body().then((body) => {
          bytes += gzipSync(body).length;
        }),
      );
    });
    await page.goto(`${server.origin}/ja${at}`, { waitUntil: 'networkidle' });
    loaded = true;
    // A script that would be loaded counts, too.
    for (const script of await page.locator('script[src]').all()) {
      const body = await (await get((await script.getAttribute('src')) ?? '')).arrayBuffer();
      bytes += gzipSync(new Uint8Array(body)).length;
    }
    await Promise.all(bodies);
    expect(bytes).toBeLessThan(MOST_BYTES);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('canvas').count()).toBe(0);
    await context.close();
  });

  test.each(LOOKED_AT)('%s can be read on paper: nothing is cut off, folded away or dark', async (at) => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      colorScheme: 'dark',
      extraHTTPHeaders: { 'x-forwarded-for': `10.202.${(asker += 1) & 255}.1` },
    });
    const page = await context.newPage();
    await page.goto(`${server.origin}/en${at}`);
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.setViewportSize(A4_WITHIN_MARGINS);
    const cut = await page.evaluate(() => {
      const wide = [...document.querySelectorAll('html, .scroll')].filter(
        ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1,
      );
      const edge = document.documentElement.clientWidth + 1;
      const beyond = [...document.querySelectorAll('main td, main th, main p')].filter(
        (element) => element.getBoundingClientRect().right > edge,
      );
      const folded = [...document.querySelectorAll('details > :not(summary)')].filter(
        // Of a menu only the choice counts, which the page names.
        (element) => element.closest('nav') === null && !element.checkVisibility(),
      );
      return [...wide, ...beyond, ...folded].map(({ outerHTML }) => outerHTML.slice(0, 200));
    });
    expect(cut).toEqual([]);
    expect(await page.locator('html').evaluate((html) => getComputedStyle(html).backgroundColor)).toBe(
      'rgb(255, 255, 255)',
    );
    expect(await page.locator('form:visible, header:visible, footer:visible').count()).toBe(0);
    await context.close();
  });

  test('a choice is made by keyboard and without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${server.origin}/en/ranking`);
    await page.getByLabel('Region').focus();
    await page.keyboard.type('Tokyo');
    await page.getByLabel('Figure').selectOption({ label: 'Upload' });
    await page.getByRole('button', { name: 'Show' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/ranking?kind=fixed&region=JP-13&metric=uploadBps&period=r90');
    expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe('Upload, Tokyo');
    await context.close();
  });

  test('providers are compared, and a report is asked for, by keyboard alone', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/en/compare`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    // From the skip link on: the four providers, the region, the figure, the period, the button.
    for (const typed of ['Kaku', 'Mihon', '', '', 'Kanto']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(typed);
    }
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/compare?isp=kaku-hikari&isp=mihon-net&isp=&isp=&region=JP-kanto**');
    expect(await page.locator('h2').first().textContent()).toContain('Kanto');
    await page.goto(`${server.origin}/en/report`);
    await page.getByLabel('Region').focus();
    await page.keyboard.type('Tokyo');
    await page.getByRole('button', { name: 'Show' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/report?**region=JP-13**');
    expect(await page.locator('h1').textContent()).toContain('Tokyo');
    await page.close();
  });

  test('a prefecture of the map is a link with its value, by keyboard', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/en/map?period=r365`);
    const tokyo = page.locator('.map').getByRole('link', { name: /^Tokyo: .*Mbps$/ });
    await tokyo.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/en/region/JP-13');
    expect(await page.locator('h1').textContent()).toBe('Tokyo');
    await page.close();
  });

  test('another period is a link away by keyboard', async () => {
    const page = await browser.newPage();
    await page.goto(`${server.origin}/en/isp/kaku-hikari`);
    await page.locator('.periods a').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/isp/kaku-hikari?period=r30');
    expect(await page.locator('.periods a[aria-current]').textContent()).toBe('Past 30 days');
    await page.close();
  });
});
