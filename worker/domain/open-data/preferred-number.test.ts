import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOVED_BY_AT_MOST, preferredNumber } from './preferred-number.ts';

/** R40 of ISO 3 from 10 to 100, whose own rounding is to the third digit. */
const R40 = [
  10, 10.6, 11.2, 11.8, 12.5, 13.2, 14, 15, 16, 17, 18, 19, 20, 21.2, 22.4, 23.6, 25, 26.5, 28, 30, 31.5,
  33.5, 35.5, 37.5, 40, 42.5, 45, 47.5, 50, 53, 56, 60, 63, 67, 71, 75, 80, 85, 90, 95, 100,
];

test('preferredNumber() has the steps of R40', () => {
  for (const number of R40) expect(preferredNumber(number) / number).toBeCloseTo(1, 1);
  expect(new Set(R40.map(preferredNumber)).size).toBe(R40.length);
});

test('preferredNumber() moves by at most 3%, and never turns an order round', () => {
  expect(MOVED_BY_AT_MOST).toBeLessThan(0.03);
  const figure = fc.double({ min: 1e-6, max: 1e11, noNaN: true });
  fc.assert(
    fc.property(figure, figure, (a, b) => {
      expect(Math.abs(preferredNumber(a) / a - 1)).toBeLessThanOrEqual(MOVED_BY_AT_MOST);
      expect(Math.sign(preferredNumber(a) - preferredNumber(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0);
      expect(preferredNumber(preferredNumber(a))).toBe(preferredNumber(a));
    }),
  );
});

test('preferredNumber() leaves 0 as it is', () => {
  expect(preferredNumber(0)).toBe(0);
});
