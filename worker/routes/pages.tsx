import { type Context, Hono } from 'hono';
import { PROBLEMS, type ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { isLang, LANGS, type Lang } from '../../web/messages/messages.ts';
import { ApiPage } from '../../web/pages/api.tsx';
import type { Assets } from '../../web/pages/assets.ts';
import { type Frame, pathIn } from '../../web/pages/frame.ts';
import { HistoryPage } from '../../web/pages/history.tsx';
import { HomePage, type HomePageProps } from '../../web/pages/home.tsx';
import { IspPage } from '../../web/pages/isp.tsx';
import { IspListPage } from '../../web/pages/isp-list.tsx';
import { MethodPage } from '../../web/pages/method.tsx';
import type { OpenApiDocument } from '../../web/pages/openapi.ts';
import { ProblemPage } from '../../web/pages/problem.tsx';
import { RegionPage } from '../../web/pages/region.tsx';
import { RegionListPage } from '../../web/pages/region-list.tsx';
import { ResultPage } from '../../web/pages/result.tsx';
import { resultCsv } from '../../web/pages/result-csv.ts';
import { WatchPage } from '../../web/pages/watch.tsx';
import type { PageSource } from '../domain/page-source.ts';
import type { Env } from '../env.ts';
import { RETRY_AFTER } from '../middleware/caps.ts';
import { negotiate } from './pages/negotiate.ts';

/** What the pages are made of; tests pass their own. */
export interface PageTools {
  source: (env: Env) => PageSource;
  assets: (env: Env) => Promise<Assets>;
  /** The site's public origin, for canonical addresses; null until the operator has set every variable. */
  origin: (request: Request, env: Env) => string | null;
  /** Hosts that one IP version reaches. */
  measureHosts: (env: Env) => HomePageProps['measureHosts'];
  /** Whether whoever asks may have another page at all. */
  mayRead: (request: Request, env: Env) => Promise<boolean>;
  openapi: () => OpenApiDocument;
}

type PageContext = Context<{ Bindings: Env }>;

/** Figures of a cell may be this old: one busy page must not ask the database at every view. */
const CELL_CACHE = 'public, max-age=60';

/** A result can be deleted at any moment and its address is a secret of sorts. */
const RESULT_CACHE = 'private, no-cache';

const RESULT_FILE = /^(?<id>[A-Za-z0-9_-]{22})(?<kind>\.csv|\.json)?$/;

/** Every page of the site. What is not a page is answered by the not-found page, so this app is mounted last. */
export function pageRoutes({ source, assets, origin, measureHosts, mayRead, openapi }: PageTools) {
  async function frameOf(c: PageContext, lang: Lang): Promise<Frame> {
    const { pathname, origin: ownOrigin } = new URL(c.req.url);
    return {
      lang,
      path: pathname.startsWith(`/${lang}/`) ? pathname.slice(lang.length + 1) : pathname,
      origin: origin(c.req.raw, c.env) ?? ownOrigin,
      assets: await assets(c.env),
      sourceUrl: null,
      synthetic: c.env.SYNTHETIC === '1',
    };
  }

  /** The language in the address, else the one the reader prefers. */
  function langOf(c: PageContext): Lang {
    const first = new URL(c.req.url).pathname.split('/')[1] ?? '';
    if (isLang(first)) return first;
    c.header('vary', 'Accept-Language');
    return negotiate(c.req.header('accept-language'));
  }

  async function problem(
    c: PageContext,
    reason: ProblemReason,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const frame = await frameOf(c, langOf(c));
    c.header('cache-control', 'no-store');
    return c.html(<ProblemPage frame={frame} reason={reason} />, PROBLEMS[reason].status, headers);
  }

  /** Sends a reader of an address without language to theirs. */
  function toOwnLanguage(c: PageContext, path: string): Response {
    const lang = langOf(c);
    return c.redirect(pathIn(lang, path));
  }

  const app = new Hono<{ Bindings: Env }>();

  app.use((c, next) => (origin(c.req.raw, c.env) === null ? problem(c, 'not-configured') : next()));
  app.use(async (c, next) => {
    if (await mayRead(c.req.raw, c.env)) return next();
    return problem(c, 'too-many-requests', RETRY_AFTER);
  });

  app.get('/', (c) => toOwnLanguage(c, '/'));
  app.get('/api', (c) => toOwnLanguage(c, '/api'));
  app.get('/r/:file', async (c) => {
    const { id, kind } = RESULT_FILE.exec(c.req.param('file'))?.groups ?? {};
    if (id === undefined) return problem(c, 'not-found');
    c.header('x-robots-tag', 'noindex');
    if (kind === '.json') return c.redirect(`${API_PATHS.results}/${id}`);
    if (kind === undefined) return toOwnLanguage(c, `/r/${id}`);
    const result = await source(c.env).result(id);
    if (!result.ok) return problem(c, result.error);
    return c.body(resultCsv(result.value.document), 200, {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="jissoku-${id}.csv"`,
      'cache-control': RESULT_CACHE,
    });
  });

  for (const lang of LANGS) {
    app.get(`/${lang}`, (c) => c.redirect(`/${lang}/`, 301));

    app.get(`/${lang}/`, async (c) => {
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).home()]);
      return c.html(<HomePage frame={frame} {...content} measureHosts={measureHosts(c.env)} />);
    });

    app.get(`/${lang}/isp`, async (c) => {
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).isps()]);
      c.header('cache-control', CELL_CACHE);
      return c.html(<IspListPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/isp/:slug`, async (c) => {
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).isp(c.req.param('slug'))]);
      if (content === null) return problem(c, 'not-found');
      c.header('cache-control', CELL_CACHE);
      return c.html(<IspPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/region`, async (c) => {
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).regions()]);
      c.header('cache-control', CELL_CACHE);
      return c.html(<RegionListPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/region/:code`, async (c) => {
      const [frame, content] = await Promise.all([
        frameOf(c, lang),
        source(c.env).region(c.req.param('code')),
      ]);
      if (content === null) return problem(c, 'not-found');
      c.header('cache-control', CELL_CACHE);
      return c.html(<RegionPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/r/:id`, async (c) => {
      const [frame, result] = await Promise.all([frameOf(c, lang), source(c.env).result(c.req.param('id'))]);
      c.header('x-robots-tag', 'noindex');
      if (!result.ok) return problem(c, result.error);
      c.header('cache-control', RESULT_CACHE);
      return c.html(<ResultPage frame={frame} {...result.value} />);
    });

    app.get(`/${lang}/watch`, async (c) => c.html(<WatchPage frame={await frameOf(c, lang)} />));

    app.get(`/${lang}/history`, async (c) => c.html(<HistoryPage frame={await frameOf(c, lang)} />));

    app.get(`/${lang}/method`, async (c) => c.html(<MethodPage frame={await frameOf(c, lang)} />));

    app.get(`/${lang}/api`, async (c) =>
      c.html(<ApiPage frame={await frameOf(c, lang)} openapi={openapi()} />),
    );
  }

  app.all('*', (c) => problem(c, 'not-found'));

  app.onError(async (fault, c) => {
    // oxlint-disable-next-line no-console -- the operator's log is the only place that may name the fault
    console.error(fault);
    return problem(c, 'server-error');
  });

  return app;
}
