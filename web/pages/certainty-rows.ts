import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import type { FigureRow } from './figure-rows.ts';

/**
 * How sure a rate is and how it behaved: interval, steadiness, slow moments, one connection alone. Documents of before
 * these fields existed have none of the rows; a figure that could not be given has a dash and says why.
 */
export function certaintyRows(
  load: NonNullable<ResultDocument['download']>,
  name: string,
  lang: Lang,
): FigureRow[] {
  const { metrics, missingReasons } = messagesIn(lang);
  const rate = (bps: number) => figureText(formatRate(bps, lang));
  const row = <Value>(
    words: { label: string; meaning: string },
    value: Value | null | undefined,
    text: (value: Value) => string,
  ): FigureRow[] =>
    value === undefined
      ? []
      : [
          {
            label: metrics.qualified(name, words.label),
            meaning: words.meaning,
            value: value === null ? null : text(value),
            reason: value === null ? missingReasons['too-few-samples'] : null,
          },
        ];
  return [
    ...row(metrics.interval, load.interval, ({ lowBps, highBps }) => `${rate(lowBps)} – ${rate(highBps)}`),
    ...row(metrics.steady, load.steady, (steady) => (steady ? metrics.steady.yes : metrics.steady.no)),
    ...row(metrics.slowMoments, load.p10Bps, rate),
    ...row(metrics.oneConnection, load.singleConnectionBps, rate),
  ];
}
