import type { Lang } from '../format/language.ts';
import { en } from './en.ts';
import { ja, type Messages } from './ja.ts';

export { isLang, LANGS, type Lang } from '../format/language.ts';

const MESSAGES: Record<Lang, Messages> = { ja, en };

export function messagesIn(lang: Lang): Messages {
  return MESSAGES[lang];
}
