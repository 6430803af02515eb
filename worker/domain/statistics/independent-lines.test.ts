import fc from 'fast-check';
import { expect, it } from 'vitest';
import { independentLines } from './independent-lines.ts';

it.each([
  { months: [], independent: 0 },
  { months: [0, 0], independent: 0 },
  { months: [42], independent: 42 },
  { months: [42, 42, 42], independent: 42 },
  // Two homes of two months weigh 2 each beside two of one: 6² / (4 + 4 + 1 + 1) = 3.6.
  { months: [2, 4], independent: 3 },
  // 285 homes of one month, 15 of twelve: 465² / (285 + 15 · 144) = 88.4.
  { months: [300, ...Array.from({ length: 11 }, () => 15)], independent: 88 },
])('of $months line-months $independent lines are independent', ({ months, independent }) => {
  expect(independentLines(months)).toBe(independent);
});

it('homes weigh by their months, and no overlap of months has fewer independent lines', () => {
  const homes = fc.array(fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(homes, (measured) => {
      const months = [0, 1, 2, 3].map((month) => measured.filter((home) => home[month]).length);
      const weights = measured.map((home) => home.filter(Boolean).length);
      const sum = weights.reduce((total, weight) => total + weight, 0);
      const squares = weights.reduce((total, weight) => total + weight ** 2, 0);
      const independent = independentLines(months);
      expect(independent).toBeLessThanOrEqual(squares === 0 ? 0 : sum ** 2 / squares);
      expect(independent).toBeLessThanOrEqual(Math.max(...months));
    }),
  );
});
