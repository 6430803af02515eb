import { describe, expect, it } from 'vitest';
import { PlotPoints } from './plot-points.ts';

describe('PlotPoints', () => {
  it('draws nothing before anything is known', () => {
    const { plots, marks } = new PlotPoints().drawing(8_000);
    expect(marks).toBe('');
    for (const { line, area } of Object.values(plots)) expect(line + area).toBe('');
  });

  it('puts all three on one axis of time', () => {
    const points = new PlotPoints();
    points.enter(0);
    points.delay(1_000, 50);
    points.loss(1_000, 0);
    points.enter(2_000);
    points.rate(4_000, 50e6);
    points.rate(8_000, 100e6);
    points.delay(4_000, 100);
    points.loss(4_000, 0.02);
    const { plots, marks } = points.drawing(8_000);
    expect(marks).toBe('M250,0V100');
    expect(plots.rate).toEqual({
      line: 'M500,50L1000,0',
      area: 'M500,50L1000,0L1000,100 500,100Z',
      top: 100e6,
    });
    expect(plots.delay).toEqual({ line: 'M125,50h0M500,0h0', area: '', top: 100 });
    expect(plots.loss).toMatchObject({ line: 'M125,100h1M500,0h1', top: 0.02 });
  });

  it('does not join what two stages measured', () => {
    const points = new PlotPoints();
    points.enter(0);
    points.rate(1_000, 10);
    points.rate(2_000, 10);
    points.enter(2_500);
    points.rate(3_000, 5);
    points.rate(4_000, 5);
    expect(points.drawing(4_000).plots.rate.line).toBe('M250,0L500,0M750,50L1000,50');
  });

  it('shows no loss as a line at the bottom of one per cent', () => {
    const points = new PlotPoints();
    points.enter(0);
    points.loss(1_000, 0);
    points.loss(2_000, 0);
    expect(points.drawing(2_000).plots.loss).toMatchObject({ line: 'M500,100L1000,100', top: 0.01 });
  });
});
