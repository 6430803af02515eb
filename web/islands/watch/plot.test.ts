import { describe, expect, it } from 'vitest';
import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import { watchCsv, watchPlot } from './plot.ts';

const SAMPLES: WatchSample[] = [
  { kind: 'unanswered', atMs: 30_000 },
  { kind: 'round-trip', atMs: 100, rttMs: 20 },
  { kind: 'round-trip', atMs: 110, rttMs: 400 },
  { kind: 'asleep', atMs: 40_000, untilMs: 52_500 },
  { kind: 'datagrams', atMs: 0, untilMs: 15_000, sent: 30, lost: 3 },
  { kind: 'datagrams', atMs: 15_000, untilMs: 30_000, sent: 30, lost: 0 },
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

  it('ends at four thresholds, and leaves a gap where nothing came back for long', () => {
    const samples: WatchSample[] = [
      { kind: 'round-trip', atMs: 0, rttMs: 10 },
      { kind: 'round-trip', atMs: 1_000, rttMs: 10 },
      { kind: 'round-trip', atMs: 9_000, rttMs: 2_000 },
    ];
    const { line, axisMs, beyondAxis } = watchPlot(samples, 60_000, 100);
    expect({ axisMs, beyondAxis }).toEqual({ axisMs: 400, beyondAxis: true });
    expect(line).toBe('M1,97.5L1,97.5L17,97.5L17,97.5M151,0L151,0');
    expect(watchPlot(samples.slice(0, 2), 60_000, 100).beyondAxis).toBe(false);
  });

  it('draws a bar of the loss of each train that lost something', () => {
    const { loss, lossAxis } = watchPlot(SAMPLES, 60_000, 100);
    expect(lossAxis).toBe(0.1);
    expect(loss).toBe('M0,100V0H250V100Z');
  });

  it('is empty of nothing', () => {
    expect(watchPlot([], 60_000, 100)).toMatchObject({ line: '', silent: '', loss: '' });
  });
});

it('CSV is in the order of time', () => {
  expect(watchCsv(SAMPLES, Date.parse('2026-11-24T00:00:00Z')).split('\r\n')).toEqual([
    'at,kind,rttMs,asleepSeconds,sent,lost',
    '2026-11-24T00:00:00.000Z,datagrams,,,30,3',
    '2026-11-24T00:00:00.100Z,round-trip,20.0,,,',
    '2026-11-24T00:00:00.110Z,round-trip,400.0,,,',
    '2026-11-24T00:00:15.000Z,datagrams,,,30,0',
    '2026-11-24T00:00:30.000Z,unanswered,,,,',
    '2026-11-24T00:00:40.000Z,asleep,,12.5,,',
    '',
  ]);
});
