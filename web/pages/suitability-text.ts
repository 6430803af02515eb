import { addedDelayGrade, addedDelayMs } from '../../measurement-agent/metrics/added-delay.ts';
import { USES, type Use } from '../../measurement-agent/metrics/scores/use-requirements.ts';
import {
  isGood,
  mainLimit,
  type UseFigures,
  useScore,
} from '../../measurement-agent/metrics/scores/use-scores.ts';
import { formatDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import type { Messages } from '../messages/ja.ts';

/** The result in words. */
export interface SuitabilityText {
  /** What the line is good for and what not. */
  uses: string;
  /** What limits it most; null when nothing falls short. */
  limit: string | null;
  /** How it answers, idle and busy; null when either is unknown. */
  delay: string | null;
}

/** The verdict in sentences, made of the grades. */
export function suitabilityText(
  figures: UseFigures,
  words: Messages['suitability'],
  lang: Lang,
): SuitabilityText {
  const limit = mainLimit(figures);
  return {
    uses: usesText(figures, words, lang),
    limit: limit && words.limit(words.dimensions[limit]),
    delay: delayText(figures, words, lang),
  };
}

function usesText(figures: UseFigures, words: Messages['suitability'], lang: Lang): string {
  const graded = USES.map((use) => ({ use, score: useScore(use, figures) }));
  if (graded.some(({ score }) => score === null)) return words.incomplete;
  const listed = (uses: Use[]) =>
    formatList(
      uses.map((use) => words.uses[use]),
      lang,
    );
  const good = graded.filter(({ score }) => score !== null && isGood(score.grade)).map(({ use }) => use);
  const limited = USES.filter((use) => !good.includes(use));
  if (limited.length === 0) return words.all(listed(good));
  if (good.length === 0) return words.none(listed(limited));
  return words.some(listed(good), listed(limited));
}

function delayText(
  { idleRttMs, workingRttMs }: UseFigures,
  words: Messages['suitability'],
  lang: Lang,
): string | null {
  const addedMs = addedDelayMs(idleRttMs, workingRttMs);
  if (idleRttMs === null || workingRttMs === null || addedMs === null) return null;
  return words.delay(
    figureText(formatDelay(idleRttMs, lang)),
    figureText(formatDelay(workingRttMs, lang)),
    words.addedDelay[addedDelayGrade(addedMs)],
  );
}
