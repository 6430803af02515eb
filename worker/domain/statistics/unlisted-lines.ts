import type { CountedCell } from './suppression.ts';

type Counted = Pick<CountedCell, 'place' | 'publishedLines'>;

/**
 * Lines of a whole that are in none of its listed parts: in parts with too few lines for anything to be published of them, or kept back as
 * they would bare others. Whoever says what share of the lines a figure is of must count them. Only by what is published of both, each of
 * which moves by ten lines: the lines of a small part, counted as they come, could be told from a share that turns.
 *
 * @param listed Places of parts.
 */
export function unlistedLines(
  wholes: readonly Counted[],
  parts: readonly Counted[],
  listed: ReadonlySet<string>,
): number {
  const inParts = parts.filter(({ place }) => listed.has(place));
  // Of different moments, so that parts may have a few lines more.
  return Math.max(0, publishedLinesIn(wholes) - publishedLinesIn(inParts));
}

export function publishedLinesIn(cells: readonly Counted[]): number {
  return cells.reduce((sum, { publishedLines }) => sum + (publishedLines ?? 0), 0);
}
