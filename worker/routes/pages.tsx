import { type Context, Hono } from 'hono';
import { useFiguresOf } from '../../measurement-agent/metrics/scores/measured-figures.ts';
import { PROBLEMS, type ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import { DEFAULT_PERIOD, PERIOD } from '../../measurement-agent/protocol/quality.ts';
import { EDITION, reportQuerySchema } from '../../measurement-agent/protocol/reports.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { isLang, LANGS, type Lang } from '../../web/messages/messages.ts';
import { ApiPage } from '../../web/pages/api.tsx';
import type { Assets } from '../../web/pages/assets.ts';
import { Card } from '../../web/pages/card.tsx';
import { ComparePage } from '../../web/pages/compare.tsx';
import { type Frame, pathIn } from '../../web/pages/frame.ts';
import { HistoryPage } from '../../web/pages/history.tsx';
import { HomePage, type HomePageProps } from '../../web/pages/home.tsx';
import { IspPage } from '../../web/pages/isp.tsx';
import { IspInRegionPage } from '../../web/pages/isp-in-region.tsx';
import { IspListPage } from '../../web/pages/isp-list.tsx';
import { MapPage } from '../../web/pages/map.tsx';
import { MethodPage } from '../../web/pages/method.tsx';
import { OpenDataPage } from '../../web/pages/open-data.tsx';
import type { OpenApiDocument } from '../../web/pages/openapi.ts';
import { ProblemPage } from '../../web/pages/problem.tsx';
import { ProfilesPage } from '../../web/pages/profiles.tsx';
import { RankingPage } from '../../web/pages/ranking.tsx';
import { RegionPage } from '../../web/pages/region.tsx';
import { RegionListPage } from '../../web/pages/region-list.tsx';
import { ReportPage } from '../../web/pages/report.tsx';
import { ResultPage } from '../../web/pages/result.tsx';
import { resultCsv } from '../../web/pages/result-csv.ts';
import { ResultSummary } from '../../web/pages/result-summary.tsx';
import { type Operator, TEXT_PAGES, type Texts, textIn } from '../../web/pages/text-content.ts';
import { TextPage } from '../../web/pages/text-page.tsx';
import { WatchPage } from '../../web/pages/watch.tsx';
import type { PageSource, ReportAsked } from '../domain/page-source.ts';
import { profileView } from '../domain/profiles/profile-view.ts';
import { PROFILES } from '../domain/profiles/profiles.ts';
import type { Env } from '../env.ts';
import { RETRY_AFTER } from '../middleware/caps.ts';
import { negotiate } from './pages/negotiate.ts';
import { compareAsked, mapAsked, rankingAsked } from './pages/overview-asked.ts';

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
  texts: (env: Env) => Promise<Texts>;
  operator: (env: Env) => Operator;
  /** Draws an SVG as PNG. */
  draw: (svg: string) => Promise<Uint8Array<ArrayBuffer>>;
}

type PageContext = Context<{ Bindings: Env }>;

/** Figures of a cell may be this old: one busy page must not ask the database at every view. */
const CELL_CACHE = 'public, max-age=60';

/** A result can be deleted at any moment and its address is a secret of sorts. */
const RESULT_CACHE = 'private, no-cache';

/** Previews ask for a picture again and again; one of a deleted result may stay so long. */
const CARD_CACHE = 'public, max-age=600';

const RESULT_FILE = /^(?<id>[A-Za-z0-9_-]{22})(?<kind>\.csv|\.json)?$/;

/** The period that a page is asked for, the API's default where none is; null for what is no period. */
function periodIn(c: PageContext): string | null {
  const period = c.req.query('period') ?? DEFAULT_PERIOD;
  return PERIOD.test(period) ? period : null;
}

/** What a report is asked for; null where the address does not follow the contract. A form gives `metrics` once for each. */
function reportAsked(c: PageContext): ReportAsked | null {
  const { edition, ...rest } = c.req.query();
  if (edition !== undefined && !EDITION.test(edition)) return null;
  const metrics = c.req.queries('metrics')?.join(',');
  const parsed = reportQuerySchema.safeParse({ ...rest, ...(metrics !== undefined && { metrics }) });
  return parsed.success ? { ...parsed.data, edition } : null;
}

/** Every page of the site. What is not a page is answered by the not-found page, so this app is mounted last. */
export function pageRoutes({
  source,
  assets,
  origin,
  measureHosts,
  mayRead,
  openapi,
  texts,
  operator,
  draw,
}: PageTools) {
  async function frameOf(c: PageContext, lang: Lang): Promise<Frame> {
    const { pathname, search, origin: ownOrigin } = new URL(c.req.url);
    return {
      lang,
      path: pathname.startsWith(`/${lang}/`) ? pathname.slice(lang.length + 1) : pathname,
      search,
      origin: origin(c.req.raw, c.env) ?? ownOrigin,
      assets: await assets(c.env),
      sourceUrl: c.env.SOURCE_URL ?? null,
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
      return c.html(
        <HomePage frame={frame} {...content} measureHosts={measureHosts(c.env)} operator={operator(c.env)} />,
      );
    });

    // A part of the test page, which has no room for the words of all that can be noticed.
    app.get(`/${lang}/r/:id/summary`, async (c) => {
      const result = await source(c.env).result(c.req.param('id'));
      c.header('x-robots-tag', 'noindex');
      if (!result.ok) return problem(c, result.error);
      c.header('cache-control', RESULT_CACHE);
      return c.html(<ResultSummary {...result.value} lang={lang} />);
    });

    app.get(`/${lang}/isp`, async (c) => {
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).isps()]);
      c.header('cache-control', CELL_CACHE);
      return c.html(<IspListPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/isp/:slug`, async (c) => {
      const period = periodIn(c);
      if (period === null) return problem(c, 'bad-request');
      const [frame, content] = await Promise.all([
        frameOf(c, lang),
        source(c.env).isp(c.req.param('slug'), period),
      ]);
      if (!content.ok) return problem(c, content.error);
      c.header('cache-control', CELL_CACHE);
      return c.html(<IspPage frame={frame} {...content.value} />);
    });

    app.get(`/${lang}/isp/:slug/:code`, async (c) => {
      const period = periodIn(c);
      if (period === null) return problem(c, 'bad-request');
      const [frame, content] = await Promise.all([
        frameOf(c, lang),
        source(c.env).ispInRegion({ isp: c.req.param('slug'), region: c.req.param('code'), period }),
      ]);
      if (!content.ok) return problem(c, content.error);
      c.header('cache-control', CELL_CACHE);
      return c.html(<IspInRegionPage frame={frame} {...content.value} />);
    });

    app.get(`/${lang}/region`, async (c) => {
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).regions()]);
      c.header('cache-control', CELL_CACHE);
      return c.html(<RegionListPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/region/:code`, async (c) => {
      const period = periodIn(c);
      if (period === null) return problem(c, 'bad-request');
      const [frame, content] = await Promise.all([
        frameOf(c, lang),
        source(c.env).region(c.req.param('code'), period),
      ]);
      if (!content.ok) return problem(c, content.error);
      c.header('cache-control', CELL_CACHE);
      return c.html(<RegionPage frame={frame} {...content.value} />);
    });

    app.get(`/${lang}/report`, async (c) => {
      const asked = reportAsked(c);
      if (asked === null) return problem(c, 'bad-request');
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).report(asked)]);
      if (!content.ok) return problem(c, content.error);
      c.header('cache-control', CELL_CACHE);
      return c.html(<ReportPage frame={frame} {...content.value} />);
    });

    app.get(`/${lang}/ranking`, async (c) => {
      const asked = rankingAsked(c.req.queries());
      if (asked === null) return problem(c, 'bad-request');
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).ranking(asked)]);
      if (!content.ok) return problem(c, content.error);
      c.header('cache-control', CELL_CACHE);
      return c.html(<RankingPage frame={frame} {...content.value} />);
    });

    app.get(`/${lang}/compare`, async (c) => {
      const asked = compareAsked(c.req.queries());
      if (asked === null) return problem(c, 'bad-request');
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).compare(asked)]);
      if (!content.ok) return problem(c, content.error);
      c.header('cache-control', CELL_CACHE);
      return c.html(<ComparePage frame={frame} {...content.value} />);
    });

    app.get(`/${lang}/map`, async (c) => {
      const asked = mapAsked(c.req.queries());
      if (asked === null) return problem(c, 'bad-request');
      const [frame, content] = await Promise.all([frameOf(c, lang), source(c.env).map(asked)]);
      c.header('cache-control', CELL_CACHE);
      return c.html(<MapPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/r/:id`, async (c) => {
      const [frame, result] = await Promise.all([frameOf(c, lang), source(c.env).result(c.req.param('id'))]);
      c.header('x-robots-tag', 'noindex');
      if (!result.ok) return problem(c, result.error);
      c.header('cache-control', RESULT_CACHE);
      return c.html(<ResultPage frame={frame} {...result.value} />);
    });

    app.get(`/${lang}/open-data`, async (c) => {
      const frame = await frameOf(c, lang);
      const content = await source(c.env).openData(frame.origin);
      c.header('cache-control', CELL_CACHE);
      return c.html(<OpenDataPage frame={frame} {...content} />);
    });

    app.get(`/${lang}/r/:id/card.png`, async (c) => {
      const result = await source(c.env).result(c.req.param('id'));
      c.header('x-robots-tag', 'noindex');
      if (!result.ok) return problem(c, result.error);
      const { document, isp, region } = result.value;
      const { origin: at, synthetic } = await frameOf(c, lang);
      const card = (
        <Card
          lang={lang}
          document={document}
          figures={useFiguresOf(document)}
          isp={isp}
          region={region}
          host={new URL(at).host}
          demo={synthetic}
        />
      );
      return c.body(await draw(String(await card)), 200, {
        'content-type': 'image/png',
        'cache-control': CARD_CACHE,
        // Other sites show it; the page itself they cannot frame.
        'cross-origin-resource-policy': 'cross-origin',
      });
    });

    app.get(`/${lang}/watch`, async (c) => c.html(<WatchPage frame={await frameOf(c, lang)} />));

    app.get(`/${lang}/history`, async (c) => c.html(<HistoryPage frame={await frameOf(c, lang)} />));

    app.get(`/${lang}/method/profiles`, async (c) =>
      c.html(<ProfilesPage frame={await frameOf(c, lang)} profiles={PROFILES.map(profileView)} />),
    );

    app.get(`/${lang}/method`, async (c) => {
      const [frame, known] = await Promise.all([frameOf(c, lang), texts(c.env)]);
      const text = textIn(known, 'method', lang);
      return c.html(<MethodPage frame={frame} text={text} operator={operator(c.env)} />);
    });

    for (const name of TEXT_PAGES)
      app.get(`/${lang}/${name}`, async (c) => {
        const [frame, known] = await Promise.all([frameOf(c, lang), texts(c.env)]);
        const text = textIn(known, name, lang);
        return c.html(<TextPage frame={frame} text={text} operator={operator(c.env)} />);
      });

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
