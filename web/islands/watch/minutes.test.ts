import { expect, it } from 'vitest';
import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import { watchMinutes } from './minutes.ts';

it('has a row for every minute in which something was seen', () => {
  const samples: WatchSample[] = [
    { kind: 'round-trip', atMs: 59_999, rttMs: 120 },
    { kind: 'round-trip', atMs: 500, rttMs: 20 },
    { kind: 'round-trip', atMs: 30_000, rttMs: 30 },
    { kind: 'datagrams', atMs: 50_000, untilMs: 80_000, sent: 60, lost: 2 },
    { kind: 'datagrams', atMs: 20_000, untilMs: 50_000, sent: 61, lost: 0 },
    { kind: 'asleep', atMs: 60_000, untilMs: 119_000 },
    { kind: 'unanswered', atMs: 130_000 },
  ];
  expect(watchMinutes(samples, 100)).toEqual([
    { fromMs: 0, p50: 30, max: 120, slow: 1, unanswered: 0, sent: 121, lost: 2 },
    { fromMs: 120_000, p50: null, max: null, slow: 0, unanswered: 1, sent: 0, lost: 0 },
  ]);
});

it('has no row of nothing', () => {
  expect(watchMinutes([], 100)).toEqual([]);
});
