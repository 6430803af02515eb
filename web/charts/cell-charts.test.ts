import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatScale } from './heat-classes.ts';
import { histogram } from './histogram.ts';
import { trendPlot } from './trend-plot.ts';

describe('trendPlot()', () => {
  const at = (value: number) => ({ value, low: value - 10, high: value + 10 });
  it('stands each period in its column and breaks the line at a gap', () => {
    const plot = trendPlot([at(50), at(90), null, at(60)]);
    expect(plot?.axis.ticks).toEqual([0, 25, 50, 75, 100]);
    expect(plot?.points.map((point) => point?.x ?? null)).toEqual([12.5, 37.5, null, 87.5]);
    expect(plot?.points[0]).toEqual({ x: 12.5, y: 50, yLow: 60, yHigh: 40 });
    expect(plot?.runs.map((run) => run.length)).toEqual([2, 1]);
  });
  it('is null without figures', () => expect(trendPlot([null, null])).toBeNull());
});

describe('histogram()', () => {
  const gamma = 1.02;
  const binOf = (value: number) => Math.ceil(Math.log(value) / Math.log(gamma));
  it('gathers bins at round limits', () => {
    const bars = histogram({
      gamma,
      zeroCount: 0,
      bins: [
        [binOf(96e6), 20],
        [binOf(120e6), 30],
        [binOf(420e6), 10],
      ],
    });
    expect(bars.map(({ from, to, lines }) => [from / 1e6, to / 1e6, lines])).toEqual([
      [70, 100, 20],
      [100, 150, 30],
      [150, 200, 0],
      [200, 300, 0],
      [300, 500, 10],
    ]);
  });
  it('keeps zeros apart, and is empty without lines', () => {
    expect(histogram({ gamma, zeroCount: 40, bins: [] })).toEqual([
      { from: 0, to: 0, lines: 40, bins: null },
    ]);
    expect(histogram({ gamma, zeroCount: 0, bins: [] })).toEqual([]);
  });
  it('loses no line, and no bar holds a bin that lies elsewhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -400, max: 1200 }), fc.integer({ min: 1, max: 90 })), {
          maxLength: 60,
        }),
        (pairs) => {
          const bins = [...new Map(pairs)].toSorted(([a], [b]) => a - b);
          const bars = histogram({ gamma, zeroCount: 0, bins });
          expect(bars.reduce((sum, { lines }) => sum + lines, 0)).toBe(
            bins.reduce((sum, [, lines]) => sum + lines, 0),
          );
          for (const { from, to, bins: held } of bars)
            for (const bin of held ?? []) {
              expect(gamma ** bin).toBeGreaterThan(from);
              expect(gamma ** (bin - 1)).toBeLessThanOrEqual(to * (1 + 1e-9));
            }
        },
      ),
    );
  });
});

describe('heatScale()', () => {
  it('parts the range into five', () => {
    const scale = heatScale([100, 150, 200]);
    expect(scale?.limits).toEqual([100, 120, 140, 160, 180, 200]);
    expect([100, 119, 120, 199, 200].map((value) => scale?.classOf(value))).toEqual([1, 1, 2, 5, 5]);
  });
  it('does not divide by zero', () => {
    expect(heatScale([7, 7])?.classOf(7)).toBe(5);
    expect(heatScale([])).toBeNull();
  });
});
