/** Where lines of a rung go: the first of its buckets, and how many there are. */
export type RungPlace = [first: number, buckets: number];

/**
 * Puts rungs into buckets that a Worker can hold: all lines of a rung into one, so that they can exchange figures. A rung that is larger
 * than a bucket has some of its own, at least half full each.
 *
 * @param linesOfRungs Lines of each rung.
 * @param linesABucket Lines in a bucket at most.
 */
export function planBuckets(
  linesOfRungs: ReadonlyMap<number, number>,
  linesABucket: number,
): { places: Record<number, RungPlace>; buckets: number } {
  const places: Record<number, RungPlace> = {};
  let [buckets, filled] = [0, linesABucket];
  for (const [rung, lines] of linesOfRungs) {
    if (lines > linesABucket) {
      const own = Math.ceil(lines / linesABucket);
      places[rung] = [buckets, own];
      buckets += own;
      filled = linesABucket;
    } else {
      if (filled + lines > linesABucket) {
        buckets += 1;
        filled = 0;
      }
      places[rung] = [buckets - 1, 1];
      filled += lines;
    }
  }
  return { places, buckets };
}

/** The bucket that a line of a rung goes into; of several one at random. */
export function bucketOf([first, buckets]: RungPlace, random: () => number): number {
  return first + Math.floor(random() * buckets);
}
