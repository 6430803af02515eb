import type { CountedCell } from './suppression.ts';
import { toldParts } from './told-parts.ts';

type Counted = Pick<CountedCell, 'place' | 'publishedLines'>;

/**
 * What share of a whole's lines a figure is of, as it is told: 0–1, in steps of ten lines. Lines count that are in no part, too: where a part
 * has too few for anything to be published of it, or would bare another. Only by what is published of both, each of which moves by
 * ten lines: the lines of a small part, counted as they come, could be told from a share that turns.
 *
 * @param wholes In all hours; so are the parts. Over several months lines count once a month in both.
 * @param covered Places of the parts that the figure is of.
 */
export function coverageOf(
  wholes: readonly Counted[],
  parts: readonly Counted[],
  covered: ReadonlySet<string>,
): number {
  // Of different moments, so that parts may have a few lines more.
  const all = Math.max(linesIn(wholes), linesIn(parts));
  const [share = 0] = toldParts([linesIn(parts.filter(({ place }) => covered.has(place)))], all);
  return share;
}

function linesIn(cells: readonly Counted[]): number {
  return cells.reduce((sum, { publishedLines }) => sum + (publishedLines ?? 0), 0);
}
