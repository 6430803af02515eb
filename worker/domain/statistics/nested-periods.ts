import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { Suppression } from './suppression.ts';

/** What is published of a place in one period. */
export interface PublishedCount {
  place: string;
  publishedLines: number | null;
  publishedResults: number | null;
}

/**
 * Places that are not told over a rolling window because they are over the next longer one, which has a few lines more: those
 * could be had from the difference. Of a young server both windows hold all that there is; they are then the same.
 */
export function tooNear(
  shorter: readonly PublishedCount[],
  longer: readonly PublishedCount[],
): Map<string, Suppression> {
  const longerOf = new Map(longer.map((count) => [count.place, count]));
  const hidden = new Map<string, Suppression>();
  for (const { place, publishedLines, publishedResults } of shorter) {
    const other = longerOf.get(place);
    if (publishedLines === null || other === undefined || other.publishedLines === null) continue;
    const isSame = publishedLines === other.publishedLines && publishedResults === other.publishedResults;
    if (!isSame && Math.abs(other.publishedLines - publishedLines) < ANONYMOUS_FROM_LINES)
      hidden.set(place, 'complementary');
  }
  return hidden;
}
