import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../measurement-agent/protocol/fallible.ts';
import { REPORT_METRICS } from '../../measurement-agent/protocol/reports.ts';
import { FEW, MANY, ZERO } from '../../test/fixtures/cell-content.ts';
import { SOME_OPEN_DATA } from '../../test/fixtures/open-data-content.ts';
import { COMPARE_NOTHING, DIVERGENCE, MAP_JAPAN, rankingWith } from '../../test/fixtures/overview-content.ts';
import { CHECKS, frameOf, JAPAN, KANTO, OCN, TOKYO } from '../../test/fixtures/pages.tsx';
import { EMPTY_REPORT, FULL_REPORT } from '../../test/fixtures/report-content.ts';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { STANDING } from '../../test/fixtures/standing.ts';
import { LANGS, messagesIn } from '../../web/messages/messages.ts';
import type { Operator } from '../../web/pages/text-content.ts';
import { catalogOf } from '../domain/open-data/catalog.ts';
import type { PageSource } from '../domain/page-source.ts';
import { pageRoutes } from './pages.tsx';

const ID = RESULT_DOCUMENT.measurementId;
const DELETED = 'A'.repeat(22);
const NONE = { results: 0, lines: 0 };
/** From the country downwards. */
const REGIONS = [JAPAN, KANTO, TOKYO];

const FULL: PageSource = {
  home: async () => ({ isps: [OCN], subdivisions: [TOKYO] }),
  isps: async () => ({ isps: [{ ...OCN, ...NONE, kind: 'fixed' }], days: 90 }),
  isp: async (slug, period) => {
    if (slug !== 'ocn') return err('not-found');
    const isp = { ...OCN, kind: 'fixed' as const };
    return ok({
      isp,
      networks: [],
      members: [],
      sharedGroups: [],
      areas: [],
      subdivisions: [],
      cell: { ...MANY, period },
      divergence: DIVERGENCE,
    });
  },
  ispInRegion: async ({ isp, region, period }) => {
    const found = REGIONS.findIndex(({ code }) => code === region);
    if (isp !== 'ocn' || found < 0) return err('not-found');
    if (period === 'r30') return err('not-kept');
    const [parents, own] = [REGIONS.slice(0, found), REGIONS[found] ?? TOKYO];
    return ok({ isp: OCN, members: [], region: own, parents, subdivisions: [], cell: MANY });
  },
  regions: async () => ({ japan: { ...JAPAN, ...NONE }, areas: [], countries: [], days: 90 }),
  region: async (code) => {
    const found = REGIONS.findIndex((region) => region.code === code);
    if (found < 0) return err('not-found');
    const [parents, region] = [REGIONS.slice(0, found), REGIONS[found] ?? TOKYO];
    return ok({
      region,
      parents,
      children: [],
      isps: [],
      cell: { [TOKYO.code]: MANY, [KANTO.code]: FEW }[code] ?? ZERO,
    });
  },
  report: async ({ edition, region }) => {
    if (region === 'ZZ') return err('not-found');
    return ok(edition === '2026-10.2' ? FULL_REPORT : EMPTY_REPORT);
  },
  openData: async (at) => ({
    ...SOME_OPEN_DATA,
    catalog: catalogOf(SOME_OPEN_DATA.newest === null ? [] : [SOME_OPEN_DATA.newest], at),
  }),
  ranking: async (asked) => (asked.region === 'ZZ' ? err('not-found') : ok({ ...rankingWith(3), asked })),
  compare: async (asked) => ok({ ...COMPARE_NOTHING, asked: { ...asked, isps: [] }, unknown: asked.isps }),
  map: async (asked) => ({ ...MAP_JAPAN, asked }),
  result: async (id) => {
    if (id === ID)
      return ok({
        checks: CHECKS,
        standing: STANDING,
        document: RESULT_DOCUMENT,
        siblings: [],
        isp: OCN,
        region: TOKYO,
        declaredIsp: OCN,
        declaredRegion: TOKYO,
      });
    return err(id === DELETED ? 'result-deleted' : 'not-found');
  },
};

let source: PageSource;
let origin: string | null;
let mayRead: boolean;
let operator: Operator;
beforeEach(() => {
  source = FULL;
  origin = 'https://jissoku.example';
  mayRead = true;
  operator = { name: null, contact: null };
});

const app = pageRoutes({
  source: () => source,
  draw: async (svg) => new Uint8Array(new TextEncoder().encode(svg)),
  assets: async () => frameOf('en', '/').assets,
  measureHosts: () => null,
  origin: () => origin,
  mayRead: async () => mayRead,
  openapi: () => ({ info: { title: 'Jissoku', version: '1' } }),
  texts: async () =>
    Object.fromEntries(
      ['method', 'privacy', 'accessibility', 'about'].flatMap((name) =>
        LANGS.map((lang) => [`${name}.${lang}`, { title: name, lede: name, html: '<p>…</p>' }]),
      ),
    ),
  operator: () => operator,
});

function get(path: string, acceptLanguage = 'en'): Promise<Response> {
  return Promise.resolve(app.request(path, { headers: { 'accept-language': acceptLanguage } }, {}));
}

describe('an address without language', () => {
  it.each([
    ['/', 'ja-JP,ja;q=0.9,en;q=0.5', '/ja/'],
    ['/', 'fr-FR,de;q=0.9', '/en/'],
    ['/', 'fr,en;q=0.4,ja;q=0.8', '/ja/'],
    ['/', 'ja;q=0, en;q=0.1', '/en/'],
    ['/', '', '/en/'],
    ['/api', 'ja', '/ja/api'],
    [`/r/${ID}`, 'ja', `/ja/r/${ID}`],
  ])('%s for a reader of "%s" leads to %s', async (path, acceptLanguage, location) => {
    const answer = await get(path, acceptLanguage);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(location);
    expect(answer.headers.get('vary')).toBe('Accept-Language');
  });
  it('of a language alone gets its slash', async () => {
    expect((await get('/ja')).headers.get('location')).toBe('/ja/');
  });
});

describe.each(['ja', 'en'] as const)('in %s', (lang) => {
  it.each([
    '/',
    '/isp',
    '/isp/ocn',
    '/isp/ocn/JP-13',
    '/region',
    '/region/JP-13',
    '/ranking',
    '/compare',
    '/map',
    `/r/${ID}`,
    '/method',
    '/privacy',
    '/accessibility',
    '/about',
    '/api',
    '/open-data',
  ])('serves %s and names its own address', async (path) => {
    const answer = await get(`/${lang}${path}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(await answer.text()).toContain(
      `<link rel="canonical" href="https://jissoku.example/${lang}${path}"`,
    );
  });
  it.each([
    ['/isp/nobody', 404, 'not-found'],
    ['/isp/ocn/ZZ', 404, 'not-found'],
    ['/isp/ocn/JP-13?period=r30', 422, 'not-kept'],
    ['/isp/ocn?period=yesterday', 400, 'bad-request'],
    ['/region/ZZ', 404, 'not-found'],
    ['/report?region=ZZ', 404, 'not-found'],
    ['/report?edition=2026-10.1', 400, 'bad-request'],
    ['/report?metrics=speed', 400, 'bad-request'],
    ['/report?colour=red', 400, 'bad-request'],
    ['/ranking?region=ZZ', 404, 'not-found'],
    ['/ranking?kind=pigeon', 400, 'bad-request'],
    ['/compare?isp=Ünknown', 400, 'bad-request'],
    ['/map?area=mars', 400, 'bad-request'],
    ['/map?metric=speed', 400, 'bad-request'],
    ['/r/nothing', 404, 'not-found'],
    [`/r/${DELETED}`, 410, 'result-deleted'],
    ['/no/such/page', 404, 'not-found'],
  ] as const)('answers %s with %d in the reader’s words', async (path, status, reason) => {
    const answer = await get(`/${lang}${path}`);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(messagesIn(lang).problems[reason].title);
  });
  it('says so when the server fails', async () => {
    source = { ...FULL, isps: () => Promise.reject(new Error('on purpose')) };
    const answer = await get(`/${lang}/isp`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('on purpose');
  });
});

it('serves nothing before its operator has set it up', async () => {
  origin = null;
  const answer = await get('/en/isp');
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain(messagesIn('en').problems['not-configured'].title);
});

it('serves a report, and names the address under which exactly this one is found again', async () => {
  const answer = await get('/en/report?region=JP&edition=2026-10.2&metrics=uploadBps&metrics=rpm');
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain(
    '<link rel="canonical" href="https://jissoku.example/en/report?edition=2026-10.2&amp;region=JP',
  );
});

it.each([
  [
    '/en/ranking?kind=mvno&utm=x',
    '/en/ranking?region=JP&amp;metric=downloadBps&amp;period=r90&amp;kind=mvno',
  ],
  ['/en/compare?region=JP', '/en/compare?region=JP&amp;metric='],
  ['/en/map?area=world', '/en/map?area=world&amp;'],
  ['/en/ranking', '/en/ranking"'],
])('serves %s, and names the address under which this question is found again', async (path, canonical) => {
  const html = await (await get(path)).text();
  expect(html).toContain(`<link rel="canonical" href="https://jissoku.example${canonical}`);
});

it('asks a busy network to wait, in the language of its reader', async () => {
  mayRead = false;
  const answer = await get('/ja/isp');
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('60');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(await answer.text()).toContain(messagesIn('ja').problems['too-many-requests'].next);
});

describe('a result', () => {
  it('has a CSV file and leads to its JSON', async () => {
    const csv = await get(`/r/${ID}.csv`);
    expect(csv.headers.get('content-type')).toContain('text/csv');
    expect(csv.headers.get('content-disposition')).toContain(`jissoku-${ID}.csv`);
    expect(await csv.text()).toContain('download.goodputBps,312437118.4,bit/s,');
    expect((await get(`/r/${ID}.json`)).headers.get('location')).toBe(`/api/v1/results/${ID}`);
    expect((await get(`/r/${DELETED}.csv`)).status).toBe(410);
    expect((await get('/r/nothing.csv')).status).toBe(404);
  });

  it('has a part for the test page, and no whole page', async () => {
    const answer = await get(`/ja/r/${ID}/summary`);
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    const html = await answer.text();
    expect(html).toMatch(/^<div data-summary=""/);
    expect(html).toContain('この結果を決めたもの');
    expect((await get(`/ja/r/${DELETED}/summary`)).status).toBe(410);
  });
  it('stays out of search engines and shared caches', async () => {
    const answer = await get(`/en/r/${ID}`);
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });
});

it('takes what a form leaves empty as not chosen, one ISP once, and four at most', async () => {
  const html = await (
    await get('/en/compare?isp=&isp=a&isp=b&isp=a&isp=c&isp=d&isp=e&region=&metric=&period=')
  ).text();
  expect(html).toContain('Not found: a, b, c and d');
  expect(html).toMatch(/<option value="r90" selected[^>]*>/);
});

it('marks the period that the address names', async () => {
  const link = (html: string) => /<a href="\?period=([^"]+)" aria-current="true"/.exec(html)?.[1];
  expect(link(await (await get('/en/isp/ocn')).text())).toBe('r90');
  expect(link(await (await get('/en/isp/ocn?period=2026-10')).text())).toBe('2026-10');
});

it('lets caches keep figures for a minute', async () => {
  expect((await get('/en/isp/ocn')).headers.get('cache-control')).toBe('public, max-age=60');
  expect((await get('/en/isp/nobody')).headers.get('cache-control')).toBe('no-store');
});

it('answers an unknown page in the language the reader prefers', async () => {
  const answer = await get('/nothing-here', 'ja');
  expect(answer.status).toBe(404);
  expect(await answer.text()).toContain('<html lang="ja">');
});

describe('what search engines and previews of links are told', () => {
  const ORIGIN = 'https://jissoku.example';
  const REPORT = `/report?edition=2026-10.2&region=JP&metrics=${REPORT_METRICS.join(',')}`;

  /** What a page's data blocks say, after those that stand together in a graph are taken apart. */
  function dataOf(html: string): Record<string, unknown>[] {
    const blocks = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)];
    return blocks.flatMap(([, text = '']) => {
      const data = JSON.parse(text);
      expect(data['@context']).toBeDefined();
      return data['@graph'] ?? [data];
    });
  }

  async function told(path: string) {
    const html = await (await get(path)).text();
    const data = dataOf(html);
    return {
      html,
      data,
      ofType: (type: string) => data.find((each) => [each['@type']].flat().includes(type)),
    };
  }

  /** Every web address that stands in a tree of data. */
  function addressesIn(tree: unknown): string[] {
    if (typeof tree === 'string') return /^(?:https?:|\/)/.test(tree) ? [tree] : [];
    return typeof tree === 'object' && tree !== null ? Object.values(tree).flatMap(addressesIn) : [];
  }

  const meta = (html: string, property: string) =>
    [...html.matchAll(new RegExp(`<meta property="${property}" content="([^"]*)"`, 'g'))].map(
      ([, content]) => content,
    );

  it.each(LANGS)('every page in %s has a preview with its own title and address', async (lang) => {
    for (const path of ['/', '/isp', '/isp/ocn', '/map', '/about', '/api', '/open-data', REPORT]) {
      const { html } = await told(`/${lang}${path}`);
      const own = /<link rel="canonical" href="([^"]+)"/.exec(html)?.[1];
      const title = /<title>(.*) \| Jissoku<\/title>/.exec(html)?.[1];
      const description = /<meta name="description" content="([^"]+)"/.exec(html)?.[1];
      expect(meta(html, 'og:url')).toEqual([own]);
      expect(meta(html, 'og:title')).toEqual([title]);
      expect(meta(html, 'og:description')).toEqual([description]);
      expect(meta(html, 'og:type')).toEqual(['website']);
      expect(meta(html, 'og:site_name')).toEqual(['Jissoku']);
      expect(meta(html, 'og:locale')).toEqual([lang === 'ja' ? 'ja_JP' : 'en_GB']);
      expect(meta(html, 'og:locale:alternate')).toEqual([lang === 'ja' ? 'en_GB' : 'ja_JP']);
      expect(meta(html, 'og:image')).toEqual([`${ORIGIN}/preview-${lang}.png`]);
    }
  });

  it('a result keeps its own picture, and what is not found has none', async () => {
    const { html } = await told(`/ja/r/${ID}`);
    expect(meta(html, 'og:image')).toEqual([`${ORIGIN}/ja/r/${ID}/card.png`]);
    expect(meta(html, 'og:type')).toEqual(['article']);
    const missing = await told('/ja/isp/nobody');
    expect(meta(missing.html, 'og:image')).toEqual([]);
    expect(missing.html).toContain('<meta name="twitter:card" content="summary"');
  });

  it('the start page says what the site is, and who runs it only where that is known', async () => {
    const unknown = await told('/en/');
    expect(unknown.data).toHaveLength(1);
    expect(unknown.ofType('WebSite')).toMatchObject({ name: 'Jissoku', url: `${ORIGIN}/` });
    operator = { name: 'Verein </script><b>', contact: 'hello@jissoku.example' };
    const { html, ofType } = await told('/en/');
    expect(ofType('Organization')).toMatchObject({
      name: operator.name,
      contactPoint: { email: operator.contact },
    });
    expect(ofType('WebSite')?.['publisher']).toEqual({ '@id': ofType('Organization')?.['@id'] });
    expect(html).not.toContain('</script><b>');
    operator = { name: 'Verein', contact: 'ask at the door' };
    expect((await told('/en/')).ofType('Organization')).not.toHaveProperty('contactPoint');
  });

  it.each([
    ['/isp/ocn', ['/isp', '/isp/ocn']],
    ['/region/JP-13', ['/region', '/region/JP', '/region/JP-kanto', '/region/JP-13']],
    ['/isp/ocn/JP-13', ['/isp', '/isp/ocn', '/isp/ocn/JP', '/isp/ocn/JP-kanto', '/isp/ocn/JP-13']],
    [REPORT, ['/report', REPORT]],
  ])('the way to %s leads over pages that there are', async (path, way) => {
    const { html, ofType } = await told(`/ja${path}`);
    const crumbs = ofType('BreadcrumbList')?.['itemListElement'] as {
      position: number;
      name: string;
      item: string;
    }[];
    expect(crumbs.map(({ item }) => item)).toEqual(way.map((each) => `${ORIGIN}/ja${each}`));
    expect(crumbs.map(({ position }) => position)).toEqual(way.map((_, index) => index + 1));
    for (const { name, item } of crumbs) {
      expect(html).toContain(name);
      expect((await get(item.slice(ORIGIN.length))).status).toBe(200);
    }
  });

  it.each([
    ['/isp/ocn', { name: '日本', identifier: 'JP' }],
    ['/region/JP-13', { name: '東京都', identifier: 'JP-13' }],
    ['/isp/ocn/JP-13', { name: '東京都', identifier: 'JP-13' }],
  ])('%s tells its figures as a dataset, with the addresses that the page links to', async (path, place) => {
    const { html, ofType } = await told(`/ja${path}`);
    const dataset = ofType('Dataset');
    const description = /<meta name="description" content="([^"]+)"/.exec(html)?.[1];
    expect(dataset).toMatchObject({
      description,
      url: `${ORIGIN}/ja${path}`,
      license: 'https://creativecommons.org/licenses/by/4.0/',
      temporalCoverage: '2026-08-25/2026-11-22',
      spatialCoverage: { '@type': 'Place', ...place },
    });
    expect(dataset?.['variableMeasured']).toContainEqual({
      '@type': 'PropertyValue',
      name: messagesIn('ja').metrics.figures.downloadBps.label,
      propertyID: 'downloadBps',
      unitText: 'bit/s',
    });
    const files = dataset?.['distribution'] as { contentUrl: string; encodingFormat: string }[];
    expect(files.map(({ encodingFormat }) => encodingFormat)).toEqual(['application/json', 'text/csv']);
    for (const { contentUrl } of files)
      expect(html).toContain(`<a href="${contentUrl.slice(ORIGIN.length).replaceAll('&', '&amp;')}"`);
  });

  it('a dataset of a month is found under its month', async () => {
    expect((await told('/en/isp/ocn?period=2026-10')).ofType('Dataset')?.['url']).toBe(
      `${ORIGIN}/en/isp/ocn?period=2026-10`,
    );
  });

  it.each(['/region/JP-kanto', '/region/JP'])('%s, which tells no figures, is no dataset', async (path) => {
    const { data } = await told(`/en${path}`);
    expect(data.map((each) => each['@type'])).toEqual(['BreadcrumbList']);
  });

  it('open data is a catalogue of datasets', async () => {
    const dataset = (await told('/en/open-data')).ofType('DataCatalog')?.['dataset'] as Record<
      string,
      unknown
    >[];
    expect(dataset).toHaveLength(1);
    for (const field of [
      'name',
      'description',
      'license',
      'temporalCoverage',
      'variableMeasured',
      'distribution',
    ])
      expect(dataset[0]).toHaveProperty(field);
  });

  it.each(['/', '/isp/ocn', '/region/JP-13', '/isp/ocn/JP-13', REPORT, '/open-data'])(
    'every address in the data of %s is whole',
    async (path) => {
      operator = { name: 'Verein', contact: 'https://verein.example/contact' };
      const addresses = addressesIn((await told(`/en${path}`)).data);
      expect(addresses.length).toBeGreaterThan(0);
      for (const address of addresses) expect(URL.canParse(address), address).toBe(true);
    },
  );

  it.each(['/', '/isp/ocn', '/region/JP-13', REPORT, '/open-data', '/map', `/r/${ID}`])(
    '%s has no script but files of ours and data blocks',
    async (path) => {
      const { html } = await told(`/en${path}`);
      expect(html).not.toMatch(/<script(?! type="module" src="\/| type="application\/(?:ld\+)?json">)/);
    },
  );
});
