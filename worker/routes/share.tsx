import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { common, DEFAULT_PERIOD } from '../../measurement-agent/protocol/quality.ts';
import { LANGS, type Lang } from '../../web/messages/messages.ts';
import type { Frame } from '../../web/pages/frame.ts';
import { badgeSvg } from '../../web/pages/share/badge.ts';
import { EmbeddedTest } from '../../web/pages/share/embedded-test.tsx';
import { IspCard } from '../../web/pages/share/isp-card.tsx';
import { publicOrigin } from '../domain/public-origin.ts';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { withConfig } from '../middleware/config.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { cellReader } from '../storage/cell-reader.ts';
import { builtAssets } from './pages/built-assets.ts';
import { largestOf, told } from './pages/cell-content.ts';
import { ispProfile, namedIsp } from './pages/isp-profile.ts';
import { negotiate } from './pages/negotiate.ts';
import { basisOf, readQuery } from './quality/asked.ts';
import { qualityAnswer } from './quality/cells.ts';

/** What other sites show of ours: `/badge/{slug}.svg` and `/embed/isp/{slug}` of an ISP, and the test in `/embed/test`. */
export const share = new Hono<App>();

/** Others load it with every view of theirs; figures move once a day. */
const CACHE = 'public, max-age=3600';

const testQuerySchema = z.strictObject({ lang: z.optional(z.enum(LANGS)) });
const querySchema = z.extend(testQuerySchema, { period: common.period });

share.use('/badge/*', withConfig, capped('READ_LIMIT'));
share.use('/embed/*', withConfig, capped('READ_LIMIT'));

share.get('/badge/:file{.+\\.svg}', async (c) => {
  const found = await shownIsp(c, c.req.param('file').slice(0, -'.svg'.length));
  if (found instanceof Response) return found;
  return c.body(badgeSvg(found), 200, {
    'content-type': 'image/svg+xml; charset=utf-8',
    'cache-control': CACHE,
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
  });
});
share.all('/badge/:file', methodNotAllowed('GET'));

share.get('/embed/isp/:slug', async (c) => {
  const found = await shownIsp(c, c.req.param('slug'));
  if (found instanceof Response) return found;
  const { lang } = found;
  const frame = await frameOf(c, lang, `/isp/${found.isp.slug}`);
  c.header('cache-control', CACHE);
  return c.html(<IspCard frame={frame} {...found} />);
});
share.all('/embed/isp/:slug', methodNotAllowed('GET'));

share.get('/embed/test', async (c) => {
  const query = readQuery(c, testQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const lang = query.value.lang ?? negotiate(c.req.header('accept-language'));
  c.header('vary', 'Accept-Language');
  // It names its program by what that contains: one of yesterday may be gone.
  c.header('cache-control', 'no-cache');
  return c.html(<EmbeddedTest frame={await frameOf(c, lang, '/')} />);
});
share.all('/embed/test', methodNotAllowed('GET'));

async function frameOf(c: Context<App>, lang: Lang, path: string): Promise<Frame> {
  return {
    lang,
    path,
    search: '',
    origin: publicOrigin(c.req.raw, c.var.config),
    assets: await builtAssets(c.env.ASSETS),
    sourceUrl: null,
    synthetic: c.var.config.synthetic,
  };
}

/** An ISP's cell as the API tells it; a response where there is none to show. */
async function shownIsp(c: Context<App>, key: string) {
  const query = readQuery(c, querySchema);
  if (!query.ok) return problem(c, query.error);
  const { lang = 'en', period = DEFAULT_PERIOD } = query.value;
  const basis = await basisOf(c);
  if (ispProfile(key, basis.directory) === null)
    return problem(c, { reason: 'not-found', detail: `There is no ISP ${key.slice(0, 40)}.` });
  const asked = { isp: key, period };
  const source = { database: c.env.DB, reader: cellReader(c.env.DB, basis) };
  const { href, answer } = await told('', asked, qualityAnswer(source, basis, asked));
  const index = largestOf(answer?.cells ?? []);
  return {
    lang,
    period,
    href,
    isp: namedIsp(key, basis.directory),
    cell: index === null ? null : (answer?.cells[index] ?? null),
    at: `cells/${index}`,
    profile: answer?.profile ?? null,
  };
}
