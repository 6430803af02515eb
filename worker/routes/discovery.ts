import { type Context, Hono } from 'hono';
import { DEFAULT_PERIOD } from '../../measurement-agent/protocol/quality.ts';
import { SHOWN_FROM_LINES } from '../../measurement-agent/protocol/statistics.ts';
import { LANGS } from '../../web/messages/messages.ts';
import { SECTION_PATHS } from '../../web/pages/main-menu.tsx';
import { TEXT_PAGES } from '../../web/pages/text-content.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import { PATHS_A_SITEMAP, sitemap, sitemapIndex } from '../domain/sitemap.ts';
import { sliceOf, valuesOf } from '../domain/statistics/cell-key.ts';
import { partitionOf } from '../domain/statistics/question.ts';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { withConfig } from '../middleware/config.ts';
import { methodNotAllowed, nothingHere } from '../middleware/problem.ts';
import { type CellReader, cellReader } from '../storage/cell-reader.ts';
import { countsBy } from './pages/cell-content.ts';
import { childrenOf, JAPAN } from './pages/region-tree.ts';
import { type Basis, basisOf } from './quality/asked.ts';

/** What search engines read first: `/robots.txt` and `/sitemap.xml`. */
export const discovery = new Hono<App>();

const CACHE = 'public, max-age=3600';
/** A part of a sitemap that is an index. */
const PART = '/:part{sitemap-[1-9][0-9]{0,3}\\.xml}';

const XML = { 'content-type': 'application/xml; charset=utf-8', 'cache-control': CACHE };

for (const path of ['/robots.txt', '/sitemap.xml', PART])
  discovery.use(path, withConfig, capped('READ_LIMIT'));

/** Catalogues of open data are harvested. Results and frames say themselves that they are not to be listed, which only who may read them sees. */
discovery.get('/robots.txt', (c) => {
  const origin = publicOrigin(c.req.raw, c.var.config);
  return c.text(
    `User-agent: *\nAllow: /api/v1/open-data\nDisallow: /api/v1/\nDisallow: /m/\n\nSitemap: ${origin}/sitemap.xml\n`,
    200,
    {
      'cache-control': CACHE,
    },
  );
});
discovery.all('/robots.txt', methodNotAllowed('GET'));

discovery.get('/sitemap.xml', async (c) => {
  const origin = publicOrigin(c.req.raw, c.var.config);
  const paths = await pagePaths(c);
  const parts = Math.ceil(paths.length / PATHS_A_SITEMAP);
  return c.body(parts > 1 ? sitemapIndex(origin, parts) : sitemap(origin, LANGS, paths), 200, XML);
});

discovery.get(PART, async (c) => {
  const from = (Number.parseInt(c.req.path.slice('/sitemap-'.length), 10) - 1) * PATHS_A_SITEMAP;
  const paths = (await pagePaths(c)).slice(from, from + PATHS_A_SITEMAP);
  if (paths.length === 0) return nothingHere(c);
  return c.body(sitemap(publicOrigin(c.req.raw, c.var.config), LANGS, paths), 200, XML);
});

/** Every page that has something to find: no results, no history, nothing of places that nobody measured. */
async function pagePaths(c: Context<App>): Promise<string[]> {
  const basis = await basisOf(c);
  const sections = Object.values(SECTION_PATHS).filter((path) => path !== SECTION_PATHS.history);
  const fixed = [...sections, '/method', '/method/profiles', ...TEXT_PAGES.map((name) => `/${name}`)];
  return [...fixed, ...(await cellPaths(c.env.DB, basis))];
}

async function cellPaths(database: D1Database, basis: Basis): Promise<string[]> {
  const { directory } = basis;
  const reader = cellReader(database, basis);
  const [isps, countries, subdivisions] = await Promise.all([
    countsBy(reader, basis, 'isp', 365),
    countsBy(reader, basis, 'country', 365),
    countsBy(reader, basis, 'subdivision', 365),
  ]);
  const japan = childrenOf(JAPAN, directory).flatMap(({ code }) => [
    code,
    ...childrenOf(code, directory).map((child) => child.code),
  ]);
  const inRegions = await Promise.all([
    toldPlaces(reader, basis, 'isp'),
    toldPlaces(reader, basis, 'isp-area'),
    toldPlaces(reader, basis, 'isp-subdivision'),
  ]);
  const slugs = new Set([...directory.brands.keys(), ...isps.keys()]);
  const regions = new Set([JAPAN, ...japan, ...countries.keys(), ...subdivisions.keys()]);
  return [
    ...[...slugs].map((slug) => `/isp/${slug}`),
    ...[...regions].map((code) => `/region/${code}`),
    ...inRegions.flat().map(([slug = '', code = '']) => `/isp/${slug}/${code}`),
  ];
}

/** Places of which something is told where a page names no period. Of ISPs in regions there are far more of which nothing is, and nobody would look for these. */
async function toldPlaces(
  reader: CellReader,
  { shown }: Basis,
  groupingSet: 'isp' | 'isp-area' | 'isp-subdivision',
): Promise<string[][]> {
  const any = sliceOf(partitionOf(undefined, shown), 'any');
  const counted = await reader.counted(groupingSet, [DEFAULT_PERIOD], any);
  return (
    counted
      .filter(({ hidden, publishedLines }) => hidden === null && (publishedLines ?? 0) >= SHOWN_FROM_LINES)
      .map(({ place }) => valuesOf(place))
      // In the place of an area a country stands for lines of which nothing else is known.
      .filter(([, code = '']) => groupingSet !== 'isp-area' || code.includes('-'))
  );
}
