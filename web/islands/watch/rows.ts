import type { Breach } from '../../../measurement-agent/metrics/stability.ts';
import { formatCount, formatRatio } from '../../format/count.ts';
import { formatDelay } from '../../format/delay.ts';
import { figureText } from '../../format/figure.ts';
import { dateFormat } from '../../format/formats.ts';
import type { Lang } from '../../format/language.ts';
import type { WatchMessages } from '../../messages/watch-ja.ts';
import type { WatchMinute } from './minutes.ts';

/** Table rows of a watch that began at `startedAtMs` (ms since 1970). */
export function watchRows(words: WatchMessages, lang: Lang, startedAtMs: number) {
  const clock = dateFormat(lang, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const delay = (ms: number) => figureText(formatDelay(ms, lang));
  const row = (fromMs: number, texts: readonly string[]) => {
    const made = document.createElement('tr');
    const at = document.createElement('th');
    at.scope = 'row';
    at.textContent = clock.format(startedAtMs + fromMs);
    made.append(at);
    for (const text of texts) made.insertCell().textContent = text;
    return made;
  };
  return {
    breach: ({ fromMs, untilMs, worstRttMs, unanswered }: Breach) =>
      row(fromMs, [
        words.seconds(formatCount(Math.max(1, (untilMs - fromMs) / 1000), lang)),
        worstRttMs === null ? words.silent : delay(worstRttMs),
        formatCount(unanswered, lang),
      ]),
    minute: ({ fromMs, p50, max, slow, unanswered, sent, lost }: WatchMinute) =>
      row(fromMs, [
        p50 === null ? words.none : delay(p50),
        max === null ? words.none : delay(max),
        formatCount(slow, lang),
        formatCount(unanswered, lang),
        sent === 0 ? words.none : formatRatio(lost / sent, lang),
      ]),
  };
}
