import { addedDelayGrade, addedDelayMs } from '../../measurement-agent/metrics/added-delay.ts';
import { formatDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import type { Messages } from '../messages/ja.ts';
import { type LineFigures, suitabilityOf, type Use } from './suitability.ts';

/** The result in words: one sentence on uses, one on delay (null when either delay is unknown). */
export function suitabilityText(
  line: LineFigures,
  words: Messages['suitability'],
  lang: Lang,
): { uses: string; delay: string | null } {
  const listed = (uses: Use[]) =>
    formatList(
      uses.map((use) => words.uses[use]),
      lang,
    );
  const found = suitabilityOf(line);
  const delay =
    line.idleRttMs === null || line.workingRttMs === null
      ? null
      : words.delay(
          figureText(formatDelay(line.idleRttMs, lang)),
          figureText(formatDelay(line.workingRttMs, lang)),
          words.addedDelay[addedDelayGrade(addedDelayMs(line.idleRttMs, line.workingRttMs) ?? 0)],
        );
  if (found === null) return { uses: words.incomplete, delay };
  if (found.limited.length === 0) return { uses: words.all(listed(found.good)), delay };
  if (found.good.length === 0) return { uses: words.none, delay };
  return { uses: words.some(listed(found.good), listed(found.limited)), delay };
}
