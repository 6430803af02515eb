import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { LANGS, type Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { LinkPreview, type PreviewPicture, sitePicture } from './link-preview.tsx';
import { DataBlock } from './linked-data/data-block.tsx';
import { MainMenu, type Section } from './main-menu.tsx';

/** Texts about the site, in the order of the foot of each page. */
const FOOTER_PAGES = ['about', 'method', 'privacy', 'accessibility'] as const;

interface LayoutProps {
  frame: Frame;
  title: string;
  description: string;
  /** Which menu entry the page belongs to; null for none. */
  section: Section | null;
  /** What belongs to the page's address besides its path, with its question mark. */
  query?: string;
  /** True keeps the page out of search engines. */
  noindex?: boolean;
  /** The page's own picture where others link to it; else it is the site's, and none for what search engines are kept from. */
  card?: PreviewPicture;
  /** What the page tells, as JSON-LD, for search engines; null for what there is nothing to tell of. */
  data?: readonly (object | null)[];
  /** Address of the page's island, or of each, if it has any. */
  script?: string | readonly string[];
  children: Child;
}

function otherLanguage(lang: Lang): Lang {
  return lang === 'ja' ? 'en' : 'ja';
}

/** The whole document around a page's own content. */
export function Layout({
  frame,
  title,
  description,
  section,
  query = '',
  noindex,
  card,
  data = [],
  script,
  children,
}: LayoutProps) {
  const { lang, path, search, origin, assets, sourceUrl, synthetic } = frame;
  const { site } = messagesIn(lang);
  const other = otherLanguage(lang);
  const url = `${origin}${pathIn(lang, path)}${query}`;
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
          <link rel="canonical" href={url} />
          {LANGS.map((each) => (
            <link rel="alternate" hreflang={each} href={`${origin}${pathIn(each, path)}${query}`} />
          ))}
          <link
            rel="alternate"
            hreflang="x-default"
            href={`${origin}${path === '/' ? '/' : pathIn('en', path)}${query}`}
          />
          <LinkPreview
            frame={frame}
            title={title}
            description={description}
            url={url}
            type={card ? 'article' : 'website'}
            picture={card ?? (noindex ? null : sitePicture(frame))}
          />
          {data.map((each) => each && <DataBlock data={each} />)}
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
          {synthetic && <aside class="demo-banner">{site.demo}</aside>}
          <header class="site-header">
            <div class="site-bar">
              <a class="wordmark" href={pathIn(lang, '/')}>
                <span lang="en">Jissoku</span> <span lang="ja">実測</span>
              </a>
              <a
                class="language"
                href={pathIn(other, path) + (query || search)}
                hreflang={other}
                lang={other}
                title={site.languageSwitch}
              >
                {site.otherLanguage}
              </a>
              <MainMenu lang={lang} path={path} section={section} />
            </div>
          </header>
          <main id="main" tabindex={-1}>
            {children}
          </main>
          <footer class="site-footer">
            <nav aria-label={site.footerNav}>
              <ul>
                {FOOTER_PAGES.map((page) => (
                  <li>
                    <a
                      href={pathIn(lang, `/${page}`)}
                      aria-current={path === `/${page}` ? 'page' : undefined}
                    >
                      {site.footer[page]}
                    </a>
                  </li>
                ))}
                <li>{sourceUrl ? <a href={sourceUrl}>{site.licence}</a> : site.licence}</li>
              </ul>
            </nav>
            <p>{path.startsWith('/fleet') ? site.loginCookie : site.noTracking}</p>
          </footer>
        </body>
      </html>
    </>
  );
}
