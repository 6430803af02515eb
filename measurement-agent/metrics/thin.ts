/** [ms, value], ordered by time. */
export type Moment = readonly [atMs: number, value: number];

/**
 * At most `most` of the points, in their order: the lowest and the highest of equal parts of the sequence, so that every extreme
 * stays in sight. For drawing only: the middle of a distribution is thinned more than its ends.
 *
 * @throws RangeError when `most` is not an integer of at least 2.
 */
export function thinned<Point extends Moment>(points: readonly Point[], most: number): Point[] {
  if (!Number.isInteger(most) || most < 2)
    throw new RangeError(`'most' must be an integer of at least 2, got ${most}`);
  if (points.length <= most) return [...points];
  const parts = Math.floor(most / 2);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * points.length) / parts);
    return extremes(points.slice(from, Math.floor(((part + 1) * points.length) / parts)));
  }).flat();
}

/** The first lowest and the first highest point, in their order; once where they are the same. */
function extremes<Point extends Moment>(points: readonly Point[]): Point[] {
  const values = points.map(([, value]) => value);
  const [lowest, highest] = [Math.min(...values), Math.max(...values)].map((value) => values.indexOf(value));
  return points.filter((_, index) => index === lowest || index === highest);
}
