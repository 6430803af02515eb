import { chanceGreater, type QuantileLaw } from './quantile-law.ts';

export interface RankedItem {
  key: string;
  law: QuantileLaw;
}

/** The ranks that the data leave open. */
export interface RankRange {
  key: string;
  rankFrom: number;
  rankTo: number;
  /** Keys whose ranges overlap this one: the data do not tell them apart. */
  tiedWith: string[];
}

/** Chance that any pair of the whole ranking is told apart wrongly. */
const FAMILY_WISE = 0.05;

/**
 * Rank ranges: every pair's difference is tested from both sides, with Holm's correction (1979) for all pairs together. An
 * item's best rank is behind those that are significantly better, its worst before those that are significantly worse.
 */
export function rankRanges(items: readonly RankedItem[], moreIsBetter: boolean): RankRange[] {
  const pairs = items
    .flatMap((a, index) =>
      items.slice(index + 1).map((b) => {
        const chance = chanceGreater(a.law, b.law);
        const [better, worse] = chance > 0.5 === moreIsBetter ? [a, b] : [b, a];
        return { better: better.key, worse: worse.key, p: 2 * Math.min(chance, 1 - chance) };
      }),
    )
    .toSorted((a, b) => a.p - b.p);
  const better = new Map<string, number>();
  const worse = new Map<string, number>();
  for (const [index, pair] of pairs.entries()) {
    // The first that fails ends it, also for those after it.
    if (pair.p > FAMILY_WISE / (pairs.length - index)) break;
    better.set(pair.worse, (better.get(pair.worse) ?? 0) + 1);
    worse.set(pair.better, (worse.get(pair.better) ?? 0) + 1);
  }
  const ranges = items.map(({ key }) => ({
    key,
    rankFrom: 1 + (better.get(key) ?? 0),
    rankTo: items.length - (worse.get(key) ?? 0),
  }));
  return ranges.map((range) => ({
    ...range,
    tiedWith: ranges
      .filter(
        (other) =>
          other.key !== range.key && other.rankFrom <= range.rankTo && other.rankTo >= range.rankFrom,
      )
      .map(({ key }) => key),
  }));
}
