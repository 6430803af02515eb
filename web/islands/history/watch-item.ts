import { formatCount, formatRatio } from '../../format/count.ts';
import { formatDelay, formatRoundDelay } from '../../format/delay.ts';
import { figureText } from '../../format/figure.ts';
import { dateFormat } from '../../format/formats.ts';
import type { Lang } from '../../format/language.ts';
import { formatMoment } from '../../format/moment.ts';
import type { HistoryMessages } from '../../messages/history-ja.ts';
import { element, terms } from './element.ts';
import type { WatchRecord } from './watch-schema.ts';

const MINUTE_MS = 60_000;

/** A watch in the list of those that are kept; `onRemove` is asked for by its button. */
export function watchItem(
  watch: WatchRecord,
  { words, lang, zone }: { words: HistoryMessages; lang: Lang; zone: string },
  onRemove: () => void,
): HTMLLIElement {
  const at = formatMoment(watch.at, zone, lang);
  const delay = (ms: number | null) => (ms === null ? words.unknown : figureText(formatDelay(ms, lang)));
  const count = (value: number) => formatCount(value, lang);
  const item = element('li');
  const minutes = words.watchMinutes(count(Math.max(1, watch.durationMs / MINUTE_MS)));
  const threshold = words.watchThreshold(figureText(formatRoundDelay(watch.thresholdMs, lang)));
  const loss = watch.sent === 0 ? words.unknown : formatRatio(watch.lost / watch.sent, lang);
  const remove = element('button', words.remove, {
    type: 'button',
    class: 'quiet',
    'aria-label': words.removeWatch(at),
  });
  remove.addEventListener('click', onRemove);
  const foot = element('p', '', { class: 'run-foot' });
  foot.append(remove);
  item.append(
    element('p', `${at} · ${minutes}`, { class: 'run-head' }),
    terms([
      [words.watchP50, delay(watch.rttP50Ms)],
      [words.watchP95, delay(watch.rttP95Ms)],
      [words.watchP99, delay(watch.rttP99Ms)],
      [words.watchSlow, count(watch.slowTimes)],
      [words.watchOutages, count(watch.outages)],
      [words.loss, loss],
    ]),
    element('p', threshold, { class: 'fine' }),
    ...when(watch, words, lang),
    foot,
  );
  return item;
}

/** When it was slow or silent, folded away; nothing where it never was. */
function when(watch: WatchRecord, words: HistoryMessages, lang: Lang): HTMLElement[] {
  if (watch.breaches.length === 0) return [];
  const clock = dateFormat(lang, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const startedAtMs = Date.parse(watch.at);
  const list = element('ul', '', { class: 'moments' });
  for (const { fromMs, worstRttMs, unanswered } of watch.breaches) {
    const what =
      unanswered > 0 || worstRttMs === null ? words.watchSilent : figureText(formatDelay(worstRttMs, lang));
    list.append(element('li', `${clock.format(startedAtMs + fromMs)} ${what}`));
  }
  const details = element('details');
  details.append(element('summary', words.watchWhen), list);
  const left = watch.slowTimes + watch.outages - watch.breaches.length;
  if (left > 0) details.append(element('p', words.watchMore(formatCount(left, lang)), { class: 'fine' }));
  return [details];
}
