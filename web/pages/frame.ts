import type { Lang } from '../format/language.ts';
import type { Assets } from './assets.ts';

/** What every page needs to know of the request and of the build. */
export interface Frame {
  lang: Lang;
  /** Path below the language, starting with a slash: `/isp/iij`; `/` for the start page. */
  path: string;
  /** The query with its question mark, empty where there is none. */
  search: string;
  /** The site's public origin, without a slash at the end. */
  origin: string;
  assets: Assets;
  /** Where this site's source can be had; null leaves the link out. */
  sourceUrl: string | null;
  /** True where all public figures are of made-up results: every page says so. */
  synthetic: boolean;
}

/** The address of `path` in a language. */
export function pathIn(lang: Lang, path: string): string {
  return `/${lang}${path}`;
}
