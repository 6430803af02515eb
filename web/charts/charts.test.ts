import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxPlot } from './box-plot.ts';
import { countedPart, curveArea, curvePath } from './curve.ts';
import { axisPercent, roundAxis } from './scale.ts';

describe('roundAxis()', () => {
  it.each([
    [94, [0, 25, 50, 75, 100]],
    [100, [0, 25, 50, 75, 100]],
    [101, [0, 50, 100, 150]],
    [0.3, [0, 0.1, 0.2, 0.3]],
    [940e6, [0, 250e6, 500e6, 750e6, 1e9]],
    [0, [0, 1]],
    [Number.NaN, [0, 1]],
    [5e-324, [0, 1]],
  ])('for %d has ticks %j', (largest, ticks) => {
    expect(roundAxis(largest).ticks).toEqual(ticks);
  });
  it('always holds the largest value and has at most five ticks', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (largest) => {
        const axis = roundAxis(largest);
        expect(axis.max).toBeGreaterThanOrEqual(largest * (1 - 1e-6));
        expect(axis.ticks.length).toBeLessThanOrEqual(5);
        expect(axis.ticks.at(-1)).toBe(axis.max);
      }),
    );
  });
});

describe('boxPlot()', () => {
  it('puts rows on one axis', () => {
    const plot = boxPlot([
      { p25: 25, p50: 50, p75: 100 },
      { p25: 50, p50: 60, p75: 75 },
    ]);
    expect(plot?.axis.max).toBe(100);
    expect(plot?.boxes).toEqual([
      { start: 25, width: 75, median: 50, whiskers: null },
      { start: 50, width: 25, median: 60, whiskers: null },
    ]);
    expect(plot?.ticks.map((tick) => tick.percent)).toEqual([0, 25, 50, 75, 100]);
  });
  it('reaches to p10 and p90 where both are known', () => {
    const plot = boxPlot([
      { p10: 10, p25: 25, p50: 50, p75: 80, p90: 100 },
      { p10: null, p25: 25, p50: 50, p75: 80, p90: 90 },
    ]);
    expect(plot?.boxes.map((box) => box?.whiskers)).toEqual([{ start: 10, end: 100 }, null]);
  });
  it('leaves a gap for a row without figures', () => {
    expect(boxPlot([null, { p25: 1, p50: 2, p75: 3 }])?.boxes[0]).toBeNull();
  });
  it('is null without any figures', () => expect(boxPlot([null, null, null])).toBeNull());
  it('keeps a box of no width visible', () => {
    expect(boxPlot([{ p25: 10, p50: 10, p75: 10 }])?.boxes[0]?.width).toBe(0.5);
  });
  it('keeps every median inside its box and every box on the axis', () => {
    const row = fc
      .array(fc.double({ min: 0.1, max: 1e10, noNaN: true }), { minLength: 3, maxLength: 3 })
      .map((three) => three.toSorted((a, b) => a - b))
      .map(([p25 = 0, p50 = 0, p75 = 0]) => ({ p25, p50, p75 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 3 }), (rows) => {
        for (const box of boxPlot(rows)?.boxes ?? []) {
          if (box === null) throw new Error('a row with figures has no box');
          expect(box.start).toBeGreaterThanOrEqual(0);
          expect(box.start + box.width).toBeLessThanOrEqual(100.51);
          expect(box.median).toBeGreaterThanOrEqual(box.start);
          expect(box.median).toBeLessThanOrEqual(box.start + box.width + 0.01);
        }
      }),
    );
  });
});

describe('curvePath()', () => {
  const axis = roundAxis(100);
  it('runs from the bottom left', () => {
    expect(
      curvePath(
        [
          [0, 0],
          [500, 50],
          [1000, 100],
        ],
        1000,
        axis,
      ),
    ).toBe('M0,100L500,50 1000,0');
  });
  it('is empty without points', () => {
    expect(curvePath([], 1000, axis)).toBe('');
    expect(curveArea([[0, 1]], 1000, axis)).toBe('');
  });
  it('closes the area along the bottom', () => {
    expect(
      curveArea(
        [
          [0, 0],
          [1000, 100],
        ],
        1000,
        axis,
      ),
    ).toBe('M0,100L1000,0L1000,100 0,100Z');
  });
  it('has all at the left when no time has passed', () => {
    const points = [
      [0, 100],
      [0, 0],
    ] as const;
    expect(curveArea(points, 0, axis)).toBe('M0,0L0,100L0,100 0,100Z');
  });
  it('keeps late points on the chart', () => {
    expect(curvePath([[2000, 500]], 1000, axis)).toBe('M1000,0h1');
  });
});

describe('countedPart()', () => {
  const series = Array.from({ length: 60 }, (_, index) => [(index + 1) * 100, 1] as const);
  it.each([
    ['what is behind start-up', 5000, undefined, 1000, 6000],
    ['from the next point, when the load ran on after the last', 5003, undefined, 1000, 6000],
    ['without the part of an interval that it begins in', 5250, undefined, 800, 6000],
    ['all when the window is all there is', 6000, undefined, 0, 6000],
    ['all when the window is longer than the series', 6040, undefined, 0, 6000],
    ['where the document says', 3000, 2400, 2400, 5400],
    ['to the next point at both ends', 3010, 2370, 2400, 5400],
    ['from the beginning', 3000, 0, 0, 3000],
  ])('is %s', (_, durationMs, windowFromMs, fromMs, toMs) => {
    expect(countedPart({ series, durationMs, windowFromMs })).toEqual({ fromMs, toMs });
  });
  it('is nothing without points', () =>
    expect(countedPart({ series: [], durationMs: 5000 })).toEqual({ fromMs: 0, toMs: 0 }));
});

describe('axisPercent()', () => {
  it('clamps', () => expect(axisPercent(250, roundAxis(100))).toBe(100));
});
