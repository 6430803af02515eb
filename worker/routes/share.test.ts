import { SELF } from 'cloudflare:test';
import { drizzle } from 'drizzle-orm/d1';
import { beforeAll, describe, expect, test } from 'vitest';
import { isps, results } from '../../db/schema.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { resultRow } from '../../test/worker/fixtures/result-rows.ts';
import { refreshAndPublish } from '../rollup/refresh-and-publish.ts';

let asker = 0;
async function get(path: string): Promise<Response> {
  asker += 1;
  return SELF.fetch(`https://jissoku.example${path}`, {
    headers: { 'cf-connecting-ip': `10.${asker >> 8}.${asker & 255}.1` },
  });
}

beforeAll(async () => {
  const db = drizzle(ENV.DB);
  const brands = Array.from({ length: 5_000 }, (_, index) => ({
    slug: `brand-${index}`,
    kind: 'fixed' as const,
    nameJa: `第${index}通信網株式会社`,
    nameEn: `Network ${index}`,
  }));
  const [many, ...more] = Array.from({ length: 250 }, (_, part) =>
    db.insert(isps).values(brands.slice(part * 20, (part + 1) * 20)),
  );
  if (many !== undefined) await db.batch([many, ...more]);
  const [first, ...others] = Array.from({ length: 60 }, (_, line) =>
    db.insert(results).values(resultRow(line)),
  );
  if (first !== undefined) await db.batch([first, ...others]);
  await refreshAndPublish(ENV, Date.parse('2026-11-23T00:00:00Z'));
});

describe('a badge', () => {
  test.each([
    ['ja', '実測 下り中央値（過去90日）'],
    ['en', 'measured download median (Past 90 days)'],
  ])('tells the median and its period in %s', async (lang, label) => {
    const response = await get(`/badge/ocn.svg?lang=${lang}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('image/svg+xml');
    expect(response.headers.get('cache-control')).toContain('max-age=3600');
    const svg = await response.text();
    expect(svg).toContain(`>${label}</text>`);
    // Lines have 1 to 60 Mbit/s.
    expect(svg).toMatch(/>30\.5\sMbps<\/text>/);
    expect(svg).toMatch(/<title>[^<]*(?:第1版|version 1)[^<]*<\/title>/);
    expect(svg.length).toBeLessThan(1_600);
  });

  test('of an ISP without figures says so', async () => {
    expect(await (await get('/badge/iij.svg')).text()).toContain('>no data</text>');
    expect(await (await get('/badge/iij.svg?lang=ja')).text()).toContain('>値なし</text>');
  });

  test('is none of what nobody knows', async () => {
    expect((await get('/badge/nobody.svg')).status).toBe(404);
    expect((await get('/badge/ocn.svg?lang=fr')).status).toBe(400);
    expect((await get('/badge/ocn.svg?colour=red')).status).toBe(400);
  });
});

describe('search engines', () => {
  test('are told where everything is, and that of the API only open data is for them', async () => {
    expect(await (await get('/robots.txt')).text()).toBe(
      'User-agent: *\nAllow: /api/v1/open-data\nDisallow: /api/v1/\nDisallow: /m/\n\nSitemap: https://jissoku.example/sitemap.xml\n',
    );
  });

  test('find every page that has something to find, in parts as there are thousands of ISPs, and no result', async () => {
    const index = await (await get('/sitemap.xml')).text();
    const addresses = [...index.matchAll(/<loc>https:\/\/jissoku\.example([^<]*)<\/loc>/g)].map(
      ([, at]) => at ?? '',
    );
    expect(addresses).toEqual(['/sitemap-1.xml', '/sitemap-2.xml']);
    const xml = (await Promise.all(addresses.map(async (at) => (await get(at)).text()))).join('');
    for (const path of [
      '/',
      '/isp',
      '/isp/ocn',
      '/region/JP',
      '/region/JP-kanto',
      '/region/JP-13',
      '/report',
    ])
      expect(xml).toContain(`<loc>https://jissoku.example/ja${path}</loc>`);
    expect(xml.match(/<loc>[^<]*\/ja\/isp\/brand-\d+<\/loc>/g)).toHaveLength(5_000);
    expect(xml).not.toMatch(/\/r\/|\/history|\/region\/AT/);
    expect((await get('/sitemap-3.xml')).status).toBe(404);
  });
});
