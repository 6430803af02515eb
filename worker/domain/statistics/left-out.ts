import { ANONYMOUS_FROM_LINES, FIGURES, SHARES } from '../../../measurement-agent/protocol/statistics.ts';
import type { LineFigures } from './line-figures.ts';
import { seeded } from './seeded.ts';

/** What the draw depends on. */
export interface Drawable {
  /** The line's key, which nobody outside knows. */
  line: string;
  results: number;
  figures: LineFigures;
}

/** What a line's owner may state anew whenever he likes moves shares of the contract, and no other figure. */
const MEASURED = FIGURES.map((figure) => !SHARES.some((share) => share === figure));

/**
 * The lines of a cell without ten of them, drawn at random. Combinations that are computed for whoever asks are too many
 * to see whether one of them bares another; as each lacks ten lines of its own, two that differ in one line differ in some
 * twenty more, and nobody knows which. The same lines with the same measured figures always lack the same, however they are
 * asked for: whoever could have the ten drawn again and again would know the cell without the draw. When anything that was
 * measured changes, all ten are drawn anew.
 */
export function withoutTen<Line extends Drawable>(lines: readonly Line[]): Line[] {
  const rest = lines.toSorted((a, b) => (a.line < b.line ? -1 : a.line > b.line ? 1 : 0));
  const uniform = seeded(fingerprintOf(rest));
  for (let left = ANONYMOUS_FROM_LINES; left > 0 && rest.length > 0; left -= 1)
    rest.splice(Math.floor(uniform() * rest.length), 1);
  return rest;
}

/** Other figures, other lines or another order of them make another one; who does not know all lines cannot compute it. */
function fingerprintOf(lines: readonly Drawable[]): string {
  let sum = 0;
  for (const { results, figures } of lines) {
    sum = (sum * 1.618_033_988) % 1e9;
    sum += results;
    for (const [index, figure] of figures.entries())
      if (MEASURED[index]) sum += (figure ?? -1) * (index + Math.SQRT2);
  }
  const keys = lines.slice(0, 4).map(({ line }) => line);
  return [lines.length, sum, ...keys].join(' ');
}
