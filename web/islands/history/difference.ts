/** What can be said of two figures with their 95% intervals. */
export type Difference =
  /** The intervals overlap: chance alone may have made it. */
  | { kind: 'within-error' }
  /** `ratio` is the later over the earlier. */
  | { kind: 'apart'; ratio: number }
  /** Without intervals nothing is claimed. */
  | { kind: 'unknown' };

type Interval = readonly [low: number, high: number] | null;

/** Whether two rates differ: disjoint intervals are apart, which is stricter than a test of the difference at 5%. */
export function differenceOf(
  earlier: { value: number | null; interval: Interval },
  later: { value: number | null; interval: Interval },
): Difference {
  if (earlier.value === null || later.value === null || earlier.interval === null || later.interval === null)
    return { kind: 'unknown' };
  const overlap = earlier.interval[0] <= later.interval[1] && later.interval[0] <= earlier.interval[1];
  if (overlap || earlier.value === 0) return { kind: 'within-error' };
  return { kind: 'apart', ratio: later.value / earlier.value };
}
