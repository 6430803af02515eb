import { formatCount } from '../../format/count.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

/** Ranks that the data leave open: `1位`, `1〜3位`; `1`, `1–3`. */
export function rankText({ rankFrom, rankTo }: { rankFrom: number; rankTo: number }, lang: Lang): string {
  const { peers } = messagesIn(lang).cells;
  return rankFrom === rankTo
    ? peers.one(formatCount(rankFrom, lang))
    : peers.range(formatCount(rankFrom, lang), formatCount(rankTo, lang));
}
