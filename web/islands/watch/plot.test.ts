import { describe, expect, it } from 'vitest';
import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import { watchCsv, watchPlot } from './plot.ts';

const SAMPLES: WatchSample[] = [
  { kind: 'unanswered', atMs: 30_000 },
  { kind: 'round-trip', atMs: 100, rttMs: 20 },
  { kind: 'round-trip', atMs: 110, rttMs: 400 },
  { kind: 'asleep', atMs: 40_000, untilMs: 52_500 },
];

describe('watchPlot()', () => {
  it('draws a stroke from the shortest to the longest round trip of a column', () => {
    const { line, silent, axisMs } = watchPlot(SAMPLES, 60_000, 100);
    expect(axisMs).toBe(400);
    // 20 and 400 ms of 400, in the first of 500 columns.
    expect(line).toBe('M1,95L1,0');
    expect(silent).toBe('M501,0V100');
  });

  it('shows the threshold where nothing passes it', () => {
    const { threshold, axisMs } = watchPlot([{ kind: 'round-trip', atMs: 0, rttMs: 5 }], 60_000, 100);
    expect(axisMs).toBe(150);
    expect(threshold).toBe('M0,33.3H1000');
  });

  it('is empty of nothing', () => {
    expect(watchPlot([], 60_000, 100)).toMatchObject({ line: '', silent: '' });
  });
});

it('CSV is in the order of time', () => {
  expect(watchCsv(SAMPLES, Date.parse('2026-11-24T00:00:00Z')).split('\r\n')).toEqual([
    'at,kind,rttMs,asleepSeconds',
    '2026-11-24T00:00:00.100Z,round-trip,20.0,',
    '2026-11-24T00:00:00.110Z,round-trip,400.0,',
    '2026-11-24T00:00:30.000Z,unanswered,,',
    '2026-11-24T00:00:40.000Z,asleep,,12.5',
    '',
  ]);
});
