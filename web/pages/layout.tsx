import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { LANGS, type Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';

export type Section = 'test' | 'history' | 'watch' | 'isps' | 'regions' | 'api';

const SECTION_PATHS: Record<Section, string> = {
  test: '/',
  history: '/history',
  watch: '/watch',
  isps: '/isp',
  regions: '/region',
  api: '/api',
};
const SECTIONS: readonly Section[] = ['test', 'history', 'watch', 'isps', 'regions', 'api'];

interface LayoutProps {
  frame: Frame;
  title: string;
  description: string;
  /** Which menu entry the page belongs to; null for none. */
  section: Section | null;
  /** True keeps the page out of search engines. */
  noindex?: boolean;
  /** Address of the page's island, or of each, if it has any. */
  script?: string | readonly string[];
  children: Child;
}

function otherLanguage(lang: Lang): Lang {
  return lang === 'ja' ? 'en' : 'ja';
}

/** The whole document around a page's own content. */
export function Layout({ frame, title, description, section, noindex, script, children }: LayoutProps) {
  const { lang, path, origin, assets, sourceUrl, synthetic } = frame;
  const { site } = messagesIn(lang);
  const other = otherLanguage(lang);
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={lang}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} | ${site.name}`}</title>
          <meta name="description" content={description} />
          {noindex && <meta name="robots" content="noindex" />}
          <link rel="canonical" href={`${origin}${pathIn(lang, path)}`} />
          {LANGS.map((each) => (
            <link rel="alternate" hreflang={each} href={`${origin}${pathIn(each, path)}`} />
          ))}
          <link
            rel="alternate"
            hreflang="x-default"
            href={`${origin}${path === '/' ? '/' : pathIn('en', path)}`}
          />
          <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href={assets.css} />
          {[script ?? []].flat().map((address) => (
            <script type="module" src={address} />
          ))}
        </head>
        <body>
          <a class="skip" href="#main">
            {site.skip}
          </a>
          {synthetic && (
            <p class="demo-banner" role="note">
              {site.demo}
            </p>
          )}
          <header class="site-header">
            <div class="site-bar">
              <a class="wordmark" href={pathIn(lang, '/')}>
                <span lang="en">Jissoku</span> <span lang="ja">実測</span>
              </a>
              <nav class="main-nav" aria-label={site.mainNav}>
                <ul>
                  {SECTIONS.map((each) => (
                    <li>
                      <a
                        href={pathIn(lang, SECTION_PATHS[each])}
                        aria-current={
                          each === section ? (path === SECTION_PATHS[each] ? 'page' : 'true') : undefined
                        }
                      >
                        {site.nav[each]}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
              <a
                class="language"
                href={pathIn(other, path)}
                hreflang={other}
                lang={other}
                title={site.languageSwitch}
              >
                {site.otherLanguage}
              </a>
            </div>
          </header>
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <footer class="site-footer">
            <nav aria-label={site.footerNav}>
              <ul>
                <li>
                  <a href={pathIn(lang, '/method')}>{site.method}</a>
                </li>
                <li>{sourceUrl ? <a href={sourceUrl}>{site.licence}</a> : site.licence}</li>
              </ul>
            </nav>
            <p>{site.noTracking}</p>
          </footer>
        </body>
      </html>
    </>
  );
}
