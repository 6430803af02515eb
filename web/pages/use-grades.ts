import {
  USES,
  type Use,
  type UseDimension,
} from '../../measurement-agent/metrics/scores/use-requirements.ts';
import { type Grade, type UseFigures, useScore } from '../../measurement-agent/metrics/scores/use-scores.ts';
import { formatCount } from '../format/count.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import type { Messages } from '../messages/ja.ts';

/** The grade of one use in words. */
export interface UseGrade {
  use: Use;
  name: string;
  /** Null when a rate is missing; `limit` then says so. */
  grade: { key: Grade; letter: string; word: string; score: string } | null;
  limit: string;
}

export interface UseGrades {
  rows: UseGrade[];
  /** Says what was not measured and that the grades are upper bounds; null when everything was. */
  partial: string | null;
}

/** A line's grade for every use, with what limits it: for pages, and for the script that shows a finished test. */
export function useGrades(figures: UseFigures, words: Messages['suitability'], lang: Lang): UseGrades {
  const named = (dimensions: readonly UseDimension[]) =>
    formatList(
      dimensions.map((dimension) => words.dimensions[dimension]),
      lang,
    );
  const missing = new Set<UseDimension>();
  const rows = USES.map((use): UseGrade => {
    const score = useScore(use, figures);
    const name = words.uses[use];
    if (score === null) return { use, name, grade: null, limit: words.unknown };
    for (const dimension of score.missing) missing.add(dimension);
    const { letter, word } = words.grades[score.grade];
    // Rounded down, so that a score just short of a grade does not read as one that has it.
    const points = formatCount(Math.floor(score.score), lang);
    return {
      use,
      name,
      grade: {
        key: score.grade,
        letter,
        word,
        score: score.missing.length === 0 ? words.score(points) : words.atMost(points),
      },
      limit: score.limitedBy.length === 0 ? words.noLimit : words.limitedBy(named(score.limitedBy)),
    };
  });
  return { rows, partial: missing.size === 0 ? null : words.partial(named([...missing])) };
}
