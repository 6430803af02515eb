import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Moment, thinned } from './thin.ts';

const series = fc
  .array(fc.double({ min: 0, max: 60_000, noNaN: true }), { maxLength: 600 })
  .map((values) => values.map((value, index): Moment => [index * 9, value]));
const bound = fc.integer({ min: 2, max: 300 });

describe('thinned()', () => {
  it('keeps the lowest and the highest of each part', () => {
    const points = [5, 1, 9, 3, 4, 4, 8, 2].map((value, index): Moment => [index, value]);
    expect(thinned(points, 4)).toEqual([
      [1, 1],
      [2, 9],
      [6, 8],
      [7, 2],
    ]);
  });

  it('keeps one of a part that is level', () => {
    const points = [7, 7, 7, 7, 7].map((value, index): Moment => [index, value]);
    expect(thinned(points, 2)).toEqual([[0, 7]]);
  });

  it('leaves alone what is few enough', () => {
    fc.assert(
      fc.property(series, (points) => {
        expect(thinned(points, 600)).toEqual(points);
      }),
    );
  });

  it('holds the bound, keeps the order, invents nothing and loses no extreme', () => {
    fc.assert(
      fc.property(series, bound, (points, most) => {
        const kept = thinned(points, most);
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(kept.length > 0).toBe(points.length > 0);
        expect(kept).toEqual(points.filter((point) => kept.includes(point)));
        const values = (of: readonly Moment[]) => of.map(([, value]) => value);
        expect(Math.min(...values(kept))).toBe(Math.min(...values(points)));
        expect(Math.max(...values(kept))).toBe(Math.max(...values(points)));
      }),
    );
  });

  it.each([1, 2.5, Number.NaN])('refuses a bound of %d', (most) => {
    expect(() => thinned([], most)).toThrow(RangeError);
  });
});
