import type { UseFigures } from '../../measurement-agent/metrics/scores/use-scores.ts';
import { formatDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate } from '../format/rate.ts';
import type { Messages } from '../messages/ja.ts';

/** A result in one line, as others see it: in a preview, beside a link. */
export function resultLine(
  { downloadBps, uploadBps, idleRttMs, workingRttMs }: UseFigures,
  words: Pick<Messages, 'resultPage' | 'run'>,
  lang: Lang,
): string {
  const { notMeasured } = words.run;
  const rate = (bps: number | null) => (bps === null ? notMeasured : figureText(formatRate(bps, lang)));
  const delay = (ms: number | null) => (ms === null ? notMeasured : figureText(formatDelay(ms, lang)));
  return words.resultPage.summary(rate(downloadBps), rate(uploadBps), delay(idleRttMs), delay(workingRttMs));
}
