import { describe, expect, it } from 'vitest';
import { RESULT_DOCUMENT, TIMED_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { barsPath, curveParts, sharePercent } from './curve.ts';
import { runPlots } from './run-plots.ts';
import { roundAxis } from './scale.ts';

const { timeline } = TIMED_DOCUMENT;
if (timeline === undefined) throw new Error('the fixture has no timeline');
const plots = runPlots({ ...TIMED_DOCUMENT, timeline });

describe('runPlots()', () => {
  it('has one axis, as long as what was measured', () => {
    // The last round trip is sent later than the upload of 6 s ends.
    expect(plots.spanMs).toBe(15_900);
    expect(plots.stages.map(({ stage }) => stage)).toEqual(['idle', 'loss', 'download', 'upload']);
    expect(plots.marks.match(/M/g)).toHaveLength(4);
  });

  it('has each direction where it began, under one axis of rates', () => {
    expect(plots.rate?.rates.map(({ direction, beganMs }) => [direction, beganMs])).toEqual([
      ['download', 3_450],
      ['upload', 9_900],
    ]);
    expect(plots.rate?.axis.max).toBeGreaterThanOrEqual(312e6);
  });

  it('has a dot for each round trip, and the highest within the axis', () => {
    expect(plots.delay?.idle.match(/h0/g)).toHaveLength(60);
    expect(plots.delay?.working.match(/h0/g)).toHaveLength(120);
    const highest = Math.max(...timeline.workingRtts.map(([, rttMs]) => rttMs));
    expect(plots.delay?.axis.max).toBeGreaterThanOrEqual(highest);
  });

  it('has bars where datagrams were lost, and says where they were looked for', () => {
    expect(plots.loss).toMatchObject({ sent: 1_000, lost: 5 });
    expect(plots.loss?.bars.match(/M/g)).toHaveLength(2);
    expect(plots.loss?.measured.match(/M/g)).toHaveLength(9);
  });

  it('tells no loss from none measured', () => {
    const lossOf = (loss: typeof timeline.loss) =>
      runPlots({ ...TIMED_DOCUMENT, timeline: { ...timeline, loss } }).loss;
    expect(lossOf({ partMs: 250, parts: [[1_000, 9, 0]] })).toMatchObject({ bars: '', lost: 0, sent: 9 });
    expect(lossOf({ partMs: 250, parts: [] })).toBeNull();
    expect(lossOf(null)).toBeNull();
  });

  it('has nothing of a run that kept nothing', () => {
    const empty = { beganMs: {}, idleRtts: [], workingRtts: [], loss: null };
    const of = { download: RESULT_DOCUMENT.download, upload: null, timeline: empty };
    expect(runPlots(of)).toEqual({ spanMs: 0, stages: [], marks: '', rate: null, delay: null, loss: null });
  });
});

describe('curveParts()', () => {
  it('moves a curve to where it began, with neighbours sharing a point', () => {
    const series = [100, 200, 300, 400].map((atMs) => [atMs, 1] as const);
    const parts = curveParts({ series, durationMs: 100, windowFromMs: 200 }, 1_000);
    const times = Object.entries(parts).map(([part, points]) => [part, points.map(([atMs]) => atMs)]);
    expect(Object.fromEntries(times)).toEqual({
      before: [1_100, 1_200],
      counted: [1_200, 1_300],
      after: [1_300, 1_400],
    });
  });
});

describe('barsPath()', () => {
  it('stands on the bottom, as wide as its part and within the plot', () => {
    const bars = barsPath(
      [
        [500, 50],
        [900, 0],
      ],
      250,
      1_000,
      roundAxis(100),
    );
    expect(bars).toBe('M500,100L500,50H750V100ZM900,100L900,100H1000V100Z');
  });
});

describe('sharePercent()', () => {
  it.each([
    [250, 1_000, 25],
    [1_500, 1_000, 100],
    [0, 0, 0],
  ])('%d of %d ms is %d%%', (ms, spanMs, percent) => expect(sharePercent(ms, spanMs)).toBe(percent));
});
