import { isLang, type Lang } from '../format/language.ts';
import type { Messages } from '../messages/ja.ts';

/** The words a running test needs. Named one by one so that the rest of the site's text stays out of the page. */
export type Words = Pick<Messages, 'run' | 'suitability' | 'problems' | 'missingReasons'>;

/** The language the server rendered the page in. */
export function pageLang(): Lang {
  const { lang } = document.documentElement;
  return isLang(lang) ? lang : 'en';
}
