import { isLang, type Lang } from '../format/language.ts';
import * as en from '../messages/en.ts';
import type { Messages } from '../messages/ja.ts';
import * as ja from '../messages/ja.ts';

/** The words a running test needs. Named one by one so that the rest of the site's text stays out of the page. */
export type Words = Pick<Messages, 'run' | 'suitability' | 'problems'>;

const WORDS: Record<Lang, Words> = {
  ja: { run: ja.run, suitability: ja.suitability, problems: ja.problems },
  en: { run: en.run, suitability: en.suitability, problems: en.problems },
};

export function wordsIn(lang: Lang): Words {
  return WORDS[lang];
}

/** The language the server rendered the page in. */
export function pageLang(): Lang {
  const { lang } = document.documentElement;
  return isLang(lang) ? lang : 'en';
}
