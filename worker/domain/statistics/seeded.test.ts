import { expect, it } from 'vitest';
import { seeded } from './seeded.ts';

it('seeded() says the same twice, and something else for another seed', () => {
  const take = (seed: string) => {
    const uniform = seeded(seed);
    return Array.from({ length: 50 }, () => uniform());
  };
  expect(take('2026-10/a')).toEqual(take('2026-10/a'));
  const all = ['', 'a', 'b', 'aa', 'ab', 'ba', '2026-10/a', '2026-10/b'].flatMap(take);
  expect(new Set(all).size).toBe(all.length);
});

it('seeded() is uniform, and streams of like seeds have nothing in common', () => {
  const n = 100_000;
  const one = seeded('line 1');
  const other = seeded('line 2');
  const counts = Array.from({ length: 64 }, () => 0);
  let product = 0;
  let within = true;
  for (let index = 0; index < n; index += 1) {
    const u = one();
    within &&= u > 0 && u < 1;
    const cell = Math.floor(u * 8) * 8 + Math.floor(one() * 8);
    counts[cell]! += 1;
    product += (u - 0.5) * (other() - 0.5);
  }
  expect(within).toBe(true);
  const chiSquare = counts.reduce((sum, count) => sum + (count - n / 64) ** 2 / (n / 64), 0);
  // 63 degrees of freedom: 4.5 standard deviations about their number.
  expect(Math.abs(chiSquare - 63)).toBeLessThan(4.5 * Math.sqrt(126));
  expect(Math.abs(product / n) * 12 * Math.sqrt(n)).toBeLessThan(4.5);
});
