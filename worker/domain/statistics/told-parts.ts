import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { toldFigure, toldShare } from './suppression.ts';

/**
 * Shares of lines as they are told, 0–1, each in steps of ten lines of the whole: of 30 lines, 0.03 would say that it is one
 * line. Rounded as sums from the first on, so that parts that make up the whole still do.
 *
 * @param parts Lines in each part.
 * @param whole All lines; fewer than ten are no whole, and have no parts.
 */
export function toldParts(parts: readonly number[], whole: number): number[] {
  const lines = tens(whole);
  let exact = 0;
  let told = 0;
  return parts.map((part) => {
    exact += part;
    const before = told;
    told = tens(exact);
    return lines === 0 ? 0 : toldShare((told - before) / lines);
  });
}

/**
 * A geometric mean as it is told: to the power of e that ten lines, each e times as large, would move it by. A mean to more
 * digits could be taken apart: that of a cell, times its lines, less that of all but one of them, would be that one's.
 * Against the error of a mean over so many lines the step is small (a third of it at 100 lines).
 *
 * @param lines That the mean is of, at least ten.
 */
export function toldGeometricMean(mean: number, lines: number): number {
  const step = ANONYMOUS_FROM_LINES / tens(lines);
  return toldFigure(Math.exp(Math.round(Math.log(mean) / step) * step));
}

/** To the next ten. */
export function tens(count: number): number {
  return Math.round(count / ANONYMOUS_FROM_LINES) * ANONYMOUS_FROM_LINES;
}
