import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distributionOf, quantileOf } from './distribution.ts';
import { quantileLaw } from './quantile-law.ts';
import { type Candidate, compareQuantiles, orderedPairs, rankRanges } from './ranking.ts';
import { seeded, type Uniform } from './seeded.ts';
import { add, emptySketch } from './sketch.ts';

function candidate(key: string, lines: readonly number[]): Candidate {
  const sketch = emptySketch();
  for (const line of lines) add(sketch, line, 1);
  const distribution = distributionOf([{ sketch, weight: 1 }]);
  return {
    key,
    law: quantileLaw({ distribution, lines: lines.length }, 0.5)!,
    value: quantileOf(distribution, 0.5)!,
  };
}

function normal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** As many equal steps about `centre` as there are lines. */
function steps(centre: number, width: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => centre * (1 + width * ((index + 0.5) / count - 0.5)));
}

describe('compareQuantiles()', () => {
  it('of a value that is certain is Fisher, of P(A* ≥ 4) and 1', () => {
    const law = { values: [1, 2, 4, 8], cumulative: Float64Array.of(0.3, 0.9, 0.98, 1) };
    const { p, firstIsLower } = compareQuantiles(law, { values: [4], cumulative: Float64Array.of(1) });
    expect(p).toBeCloseTo(2 * 0.1 * (1 - Math.log(0.1)), 12);
    expect(firstIsLower).toBe(true);
  });

  it.each([
    { name: 'equal laws', a: steps(100, 1, 200), b: steps(100, 1, 200), p: 1 },
    { name: 'laws far apart', a: steps(100, 0.1, 200), b: steps(200, 0.1, 200), p: 0 },
    { name: 'nothing but zeros', a: steps(0, 0, 200), b: steps(0, 0, 500), p: 1 },
  ])('of $name is $p', ({ a, b, p }) => {
    const one = candidate('a', a).law;
    const other = candidate('b', b).law;
    expect(compareQuantiles(one, other).p).toBeCloseTo(p, 9);
    expect(compareQuantiles(other, one).p).toBeCloseTo(p, 9);
  });
});

describe('rankRanges()', () => {
  const fast = candidate('fast', steps(900, 0.2, 300));
  const middle = candidate('middle', steps(500, 0.2, 300));
  const like = candidate('like', steps(503, 0.2, 300));
  const slow = candidate('slow', steps(90, 0.2, 300));
  const ranges = [
    { key: 'fast', rankFrom: 1, rankTo: 1, tiedWith: [] },
    { key: 'like', rankFrom: 2, rankTo: 3, tiedWith: ['middle'] },
    { key: 'middle', rankFrom: 2, rankTo: 3, tiedWith: ['like'] },
    { key: 'slow', rankFrom: 4, rankTo: 4, tiedWith: [] },
  ];

  it('gives ranges, and who shares them', () => {
    expect(rankRanges([slow, like, fast, middle], { moreIsBetter: true })).toEqual(ranges);
  });

  it('turns round where less is better', () => {
    const turned = rankRanges([slow, like, fast, middle], { moreIsBetter: false });
    expect(turned.map(({ key }) => key)).toEqual(['slow', 'middle', 'like', 'fast']);
    expect(turned.map(({ rankFrom, rankTo }) => [rankFrom, rankTo])).toEqual([
      [1, 1],
      [2, 3],
      [2, 3],
      [4, 4],
    ]);
  });

  it('of one or none', () => {
    expect(rankRanges([], { moreIsBetter: true })).toEqual([]);
    expect(rankRanges([slow], { moreIsBetter: true })).toEqual([
      { key: 'slow', rankFrom: 1, rankTo: 1, tiedWith: [] },
    ]);
  });

  it('refuses a key that comes twice', () => {
    expect(() => rankRanges([slow, slow], { moreIsBetter: true })).toThrow(RangeError);
  });

  const isps = fc.array(
    fc.record({
      median: fc.double({ min: 50, max: 150, noNaN: true }),
      lines: fc.integer({ min: 100, max: 400 }),
    }),
    { minLength: 2, maxLength: 6 },
  );

  it('is the same in any order, and after a common scaling', () => {
    fc.assert(
      fc.property(
        isps,
        fc.double({ min: 0.1, max: 10, noNaN: true }),
        fc.boolean(),
        (list, factor, moreIsBetter) => {
          const made = list.map(({ median, lines }, index) =>
            candidate(`isp ${index}`, steps(median, 0.8, lines)),
          );
          const plain = rankRanges(made, { moreIsBetter });
          const scaled = made.map(({ key, law, value }) => ({
            key,
            law: { ...law, values: law.values.map((one) => one * factor) },
            value: value * factor,
          }));
          expect(rankRanges(made.toReversed(), { moreIsBetter })).toEqual(plain);
          expect(rankRanges(scaled, { moreIsBetter })).toEqual(plain);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never leaves out an estimate from its own range', () => {
    fc.assert(
      fc.property(isps, (list) => {
        const made = list.map(({ median, lines }, index) =>
          candidate(`isp ${index}`, steps(median, 0.5, lines)),
        );
        for (const [index, { rankFrom, rankTo }] of rankRanges(made, { moreIsBetter: true }).entries()) {
          expect(rankFrom).toBeLessThanOrEqual(index + 1);
          expect(rankTo).toBeGreaterThanOrEqual(index + 1);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('orderedPairs() orders a pair wrongly in at most 5% of rankings', () => {
  const RUNS = 200;
  const LINES = [100, 100, 150, 200, 250, 300, 400, 500, 700, 1000];

  /** One ranking after another of ten ISPs; shares of those with a wrong pair, and of the right pairs that were found. */
  function simulate(
    seed: string,
    medians: readonly number[],
    lineOf: (isp: number, uniform: Uniform) => number,
  ) {
    let wrong = 0;
    let found = 0;
    const findable = RUNS * medians.flatMap((one) => medians.filter((other) => other > one)).length;
    for (let run = 0; run < RUNS; run += 1) {
      const uniform = seeded(`${seed} ${run}`);
      const made = medians.map((median, isp) =>
        candidate(
          String(isp),
          Array.from({ length: LINES[isp]! }, () => median * lineOf(isp, uniform)),
        ),
      );
      let anyWrong = false;
      for (const { lower, higher } of orderedPairs(made)) {
        if (medians[lower]! < medians[higher]!) found += 1;
        else anyWrong = true;
      }
      if (anyWrong) wrong += 1;
    }
    return { wrong: wrong / RUNS, found: found / findable };
  }

  it('of lognormal lines, most of them with the same median', () => {
    const medians = [300, 300, 300, 300, 300, 300, 300, 360, 360, 240];
    const { wrong, found } = simulate('lognormal', medians, (isp, uniform) =>
      Math.exp((0.3 + 0.05 * isp) * normal(uniform)),
    );
    expect(wrong).toBeLessThanOrEqual(0.05);
    // And does not only keep silent.
    expect(found).toBeGreaterThan(0.5);
  });

  it('of lines that lie a thousand times thicker on one side of the median, half of the ISPs above, half below', () => {
    const { wrong } = simulate(
      'kink',
      LINES.map(() => 300),
      (isp, uniform) => {
        const z = isp % 2 === 0 ? normal(uniform) : -normal(uniform);
        return Math.exp((isp % 2 === 0 ? 1 : -1) * 0.3 * (z > 0 ? z / 1000 : z));
      },
    );
    expect(wrong).toBeLessThanOrEqual(0.05);
  });
});
