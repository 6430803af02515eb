import { formatCount } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';

/** A count as pages say it: to the next ten, or that there are fewer than ten. */
export function toldCount(count: number | null, lang: Lang): string {
  return count === null ? messagesIn(lang).figures.fewerThanTen : formatCount(count, lang);
}
