import { expect, it } from 'vitest';
import { FIGURES, SHARES } from '../../../measurement-agent/protocol/statistics.ts';
import { type Drawable, withoutTen } from './left-out.ts';
import { seeded } from './seeded.ts';

const uniform = seeded('left out');

function lines(count: number): Drawable[] {
  return Array.from({ length: count }, (_, index) => ({
    line: index.toString(16).padStart(32, '0'),
    results: 1 + Math.floor(3 * uniform()),
    figures: [1e8 * uniform(), null, 10 * uniform()],
  }));
}

/** Lines that only one of two has. */
function differing(a: readonly Drawable[], b: readonly Drawable[]): number {
  const keysOf = (of: readonly Drawable[]) => new Set(of.map(({ line }) => line));
  return keysOf(a).symmetricDifference(keysOf(b)).size;
}

it('leaves out ten, and always the same of the same lines in whatever order', () => {
  const all = lines(50);
  const rest = withoutTen(all);
  expect(rest).toHaveLength(40);
  expect(all).toEqual(expect.arrayContaining(rest));
  expect(withoutTen(all.toReversed())).toEqual(rest);
  expect(withoutTen(lines(50)).map(({ line }) => line)).not.toEqual(rest.map(({ line }) => line));
  expect(withoutTen(lines(7))).toEqual([]);
});

it('draws nothing anew for whoever states another contract', () => {
  const all = lines(50).map((line) => ({ ...line, figures: FIGURES.map(() => uniform()) }));
  const stated = all.map(({ figures, ...line }) => ({
    ...line,
    figures: FIGURES.map((figure, index) =>
      SHARES.some((share) => share === figure) ? uniform() : (figures[index] ?? null),
    ),
  }));
  const keysOf = (rest: readonly Drawable[]) => rest.map(({ line }) => line);
  expect(keysOf(withoutTen(stated))).toEqual(keysOf(withoutTen(all)));
});

it.each([
  ['a line more', (all: Drawable[]) => all.slice(1)],
  [
    'a figure that moved',
    ([first, ...rest]: Drawable[]) => [{ line: '', ...first, figures: [1, null, 2], results: 1 }, ...rest],
  ],
  [
    'a result more',
    (all: Drawable[]) => all.map((line, index) => (index === 9 ? { ...line, results: 4 } : line)),
  ],
])('what differs in %s differs in many', (_name, change) => {
  const differences = Array.from({ length: 200 }, () => {
    const all = lines(60);
    return differing(withoutTen(all), withoutTen(change(all)));
  });
  // Which ten is chance: that six of them are the same in both happens once in some thousand draws of sixty.
  expect(differences.filter((count) => count < 10).length).toBeLessThanOrEqual(1);
  expect(differences.reduce((sum, count) => sum + count, 0) / differences.length).toBeGreaterThan(15);
});
