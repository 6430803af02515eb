import { expect, it } from 'vitest';
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
  const rest = withoutTen(all, 'tier to-1g');
  expect(rest).toHaveLength(40);
  expect(all).toEqual(expect.arrayContaining(rest));
  expect(withoutTen(all.toReversed(), 'tier to-1g')).toEqual(rest);
  expect(withoutTen(all, 'tier to-2g')).not.toEqual(rest);
  expect(withoutTen(lines(7), 'tier to-1g')).toEqual([]);
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
    return differing(withoutTen(all, 'tier to-1g'), withoutTen(change(all), 'tier to-1g'));
  });
  // Which ten is chance: that six of them are the same in both happens once in some thousand draws of sixty.
  expect(differences.filter((count) => count < 10).length).toBeLessThanOrEqual(1);
  expect(differences.reduce((sum, count) => sum + count, 0) / differences.length).toBeGreaterThan(15);
});
