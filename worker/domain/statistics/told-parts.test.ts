import { expect, it } from 'vitest';
import { seeded } from './seeded.ts';
import { toldGeometricMean, toldParts } from './told-parts.ts';

it.each([
  ['one of thirty as none', [1], 30, [0]],
  ['nearly all as all', [29], 30, [1]],
  ['halves of an odd number as what is left', [15, 15], 30, [0.67, 0.33]],
  ['three parts as a whole', [20, 11, 9], 40, [0.5, 0.25, 0.25]],
  ['small parts together', [4, 4, 4, 28], 40, [0, 0.25, 0, 0.75]],
  ['nothing of nothing', [0], 0, [0]],
])('toldParts() tells %s', (_name, parts, whole, told) => expect(toldParts(parts, whole)).toEqual(told));

it('toldParts() of a few in thirty to thirty-four are the same, whichever few', () => {
  for (const lines of [30, 31, 32, 33, 34])
    for (const few of [5, 6, 7, 8, 9]) expect(toldParts([few, lines - few], lines)).toEqual([0.33, 0.67]);
});

const mean = (values: readonly number[]) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

it.each([30, 100, 1_000])(
  'a geometric mean of %d lines is told close to itself, and leaves one line open',
  (lines) => {
    const uniform = seeded(`means of ${lines}`);
    const rounds = 300;
    let changed = 0;
    let squares = 0;
    for (let round = 0; round < rounds; round += 1) {
      const rates = Array.from({ length: lines }, () => 1e8 * Math.exp(3 * (uniform() - 0.5)));
      const told = toldGeometricMean(mean(rates), lines);
      squares += Math.log(told / mean(rates)) ** 2;
      // One line is e times as fast: the same is told nine times in ten.
      if (toldGeometricMean(mean(rates.with(0, (rates[0] ?? 0) * Math.E)), lines) !== told) changed += 1;
    }
    // Of numbers in steps of 10 ÷ lines: the root of 1 ÷ 12 of a step.
    expect(Math.sqrt(squares / rounds)).toBeLessThan((10 / lines) * 0.32);
    expect(changed / rounds).toBeLessThan(0.15);
  },
);
