import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../measurement-agent/protocol/fallible.ts';
import { frameOf, JAPAN, KANTO, MANY, OCN, TOKYO, ZERO } from '../../test/fixtures/pages.tsx';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { messagesIn } from '../../web/messages/messages.ts';
import type { PageSource } from '../domain/page-source.ts';
import { pageRoutes } from './pages.tsx';

const ID = RESULT_DOCUMENT.measurementId;
const DELETED = 'A'.repeat(22);
const NONE = { results: 0, lines: 0 };

const FULL: PageSource = {
  home: async () => ({ isps: [OCN], subdivisions: [TOKYO] }),
  isps: async () => ({ isps: [{ ...OCN, ...NONE, kind: 'fixed' }], days: 90 }),
  isp: async (slug) =>
    slug === 'ocn'
      ? { isp: { ...OCN, kind: 'fixed' }, networks: [], members: [], sharedGroups: [], cell: MANY }
      : null,
  regions: async () => ({ japan: { ...JAPAN, ...NONE }, areas: [], countries: [], days: 90 }),
  region: async (code) =>
    code === 'JP-13' ? { region: TOKYO, parents: [JAPAN, KANTO], children: [], cell: ZERO } : null,
  result: async (id) => {
    if (id === ID)
      return ok({
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
beforeEach(() => {
  source = FULL;
  origin = 'https://jissoku.example';
  mayRead = true;
});

const app = pageRoutes({
  source: () => source,
  assets: async () => frameOf('en', '/').assets,
  measureHosts: () => null,
  origin: () => origin,
  mayRead: async () => mayRead,
  openapi: () => ({ info: { title: 'Jissoku', version: '1' } }),
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
  it.each(['/', '/isp', '/isp/ocn', '/region', '/region/JP-13', `/r/${ID}`, '/method', '/api'])(
    'serves %s and names its own address',
    async (path) => {
      const answer = await get(`/${lang}${path}`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/html; charset=UTF-8');
      expect(await answer.text()).toContain(
        `<link rel="canonical" href="https://jissoku.example/${lang}${path}"`,
      );
    },
  );
  it.each([
    ['/isp/nobody', 404, 'not-found'],
    ['/region/ZZ', 404, 'not-found'],
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
  it('stays out of search engines and shared caches', async () => {
    const answer = await get(`/en/r/${ID}`);
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
  });
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
