import type { CountedCell } from './suppression.ts';

/**
 * Lines of the cells that are not listed: too few for anything to be published of them, or kept back as they would bare others. Whoever says
 * what share of the lines a figure is of must count them.
 *
 * @param listed Places.
 */
export function unlistedLines(
  counted: readonly Pick<CountedCell, 'place' | 'lines'>[],
  listed: ReadonlySet<string>,
): number {
  return counted.reduce((sum, { place, lines }) => (listed.has(place) ? sum : sum + lines), 0);
}
