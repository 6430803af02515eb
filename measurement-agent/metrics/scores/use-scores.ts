import {
  RATES,
  type Requirement,
  USE_DIMENSIONS,
  USE_REQUIREMENTS,
  USES,
  type Use,
  type UseDimension,
} from './use-requirements.ts';

/** What a line is judged by; null where it was not measured. Delays are medians, `pdvP95Ms` is of the idle line. */
export type UseFigures = Record<UseDimension, number | null>;

/** As in opinion tests (ITU-T P.800). */
export const GRADES = ['excellent', 'good', 'fair', 'poor', 'bad'] as const;
export type Grade = (typeof GRADES)[number];

/** Least score of a grade: five equal parts of 0–100, as the continuous quality scale of ITU-R BT.500 has them. */
const GRADE_FROM: Readonly<Record<Grade, number>> = { excellent: 80, good: 60, fair: 40, poor: 20, bad: 0 };

/** From this grade on a use is called good: the upper two are where opinion tests find no complaint. */
export function isGood(grade: Grade): boolean {
  return grade === 'excellent' || grade === 'good';
}

export interface UseScore {
  /** 0–100: the least of `parts`. With `missing` the most that it can be, as a further part could only lower it. */
  score: number;
  grade: Grade;
  /** Score of every dimension that matters and was measured, 0–100. */
  parts: Partial<Record<UseDimension, number>>;
  /** The dimensions that have the least score; none when everything is perfect. */
  limitedBy: UseDimension[];
  /** Dimensions that matter and were not measured. */
  missing: UseDimension[];
}

/**
 * How well a line serves a use, after draft-ietf-ippm-qoo-10 (Quality of Outcome): every dimension is interpolated between
 * what is perfect and what is unacceptable, and the worst decides.
 *
 * The draft knows latency and loss, linear, and a rate as a limit that is met or not; it calls that a weakness (section 5.5).
 * Here a rate is a dimension like the others, interpolated by its logarithm as RTR-Netztest does: from 2 to 4 Mbit/s is felt as
 * much as from 10 to 20.
 *
 * @returns null when a rate that the use needs was not measured: without it a test has not seen the use at all.
 */
export function useScore(use: Use, figures: UseFigures): UseScore | null {
  const parts: Partial<Record<UseDimension, number>> = {};
  const missing: UseDimension[] = [];
  for (const dimension of USE_DIMENSIONS) {
    const wanted = USE_REQUIREMENTS[use][dimension];
    if (wanted === null) continue;
    const figure = figures[dimension];
    if (figure === null) missing.push(dimension);
    else parts[dimension] = partScore(dimension, figure, wanted);
  }
  if (missing.some((dimension) => RATES.has(dimension))) return null;
  const score = Math.min(...Object.values(parts));
  const limitedBy = score === 100 ? [] : USE_DIMENSIONS.filter((dimension) => parts[dimension] === score);
  return { score, grade: gradeOf(score), parts, limitedBy, missing };
}

/** The dimension that keeps most of the uses from being good, the earlier named of equals; null when all are good or unknown. */
export function mainLimit(figures: UseFigures): UseDimension | null {
  const falling = USES.flatMap((use) => useScore(use, figures) ?? []).filter(({ grade }) => !isGood(grade));
  const times = (dimension: UseDimension) =>
    falling.filter(({ limitedBy }) => limitedBy.includes(dimension)).length;
  const most = Math.max(...USE_DIMENSIONS.map(times));
  return most === 0 ? null : (USE_DIMENSIONS.find((dimension) => times(dimension) === most) ?? null);
}

/** The grade that a score of 0–100 falls into. */
export function gradeOf(score: number): Grade {
  return GRADES.find((grade) => score >= GRADE_FROM[grade]) ?? 'bad';
}

function partScore(dimension: UseDimension, figure: number, { perfect, poor }: Requirement): number {
  const place = RATES.has(dimension) ? Math.log : (value: number) => value;
  const towardsPoor = (place(figure) - place(perfect)) / (place(poor) - place(perfect));
  return 100 * (1 - Math.min(1, Math.max(0, towardsPoor)));
}
