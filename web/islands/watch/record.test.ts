import { expect, it } from 'vitest';
import { stabilityOf, type WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import { MAX_KEPT_BREACHES } from '../history/most-breaches.ts';
import { watchRecordSchema } from '../history/watch-schema.ts';
import { watchRecord } from './record.ts';

const WATCH = {
  id: '0123456789abcdef0123456789abcdef',
  at: '2026-11-24T00:00:00.000Z',
  durationMs: 3_600_000,
  thresholdMs: 100,
};

it('keeps of a watch what its history shows, outages apart from slow times', () => {
  const samples: WatchSample[] = [
    { kind: 'round-trip', atMs: -0.5, rttMs: 200 },
    { kind: 'round-trip', atMs: 1_000, rttMs: 20 },
    { kind: 'unanswered', atMs: 20_000 },
    { kind: 'round-trip', atMs: 21_000, rttMs: 20 },
    { kind: 'asleep', atMs: 30_000, untilMs: 90_000 },
    { kind: 'datagrams', atMs: 0, untilMs: 10_000, sent: 20, lost: 1 },
  ];
  const record = watchRecord(stabilityOf(samples, WATCH.thresholdMs), WATCH);
  expect(watchRecordSchema.parse(record)).toEqual(record);
  expect(record).toMatchObject({
    ...WATCH,
    answered: 3,
    unanswered: 1,
    rttP50Ms: 20,
    rttMaxMs: 200,
    sent: 20,
    lost: 1,
    asleepMs: 60_000,
    slowTimes: 1,
    outages: 1,
    breaches: [
      { fromMs: 0, untilMs: 0, worstRttMs: 200, unanswered: 0 },
      { fromMs: 20_000, untilMs: 20_000, worstRttMs: null, unanswered: 1 },
    ],
  });
});

it('keeps the number of breaches where it does not keep them all', () => {
  const samples = Array.from({ length: 1_000 }, (_, index): WatchSample => {
    return { kind: 'round-trip', atMs: index * 3_600, rttMs: index % 2 === 0 ? 500 : 10 };
  });
  const record = watchRecord(stabilityOf(samples, WATCH.thresholdMs), WATCH);
  expect(record.slowTimes).toBe(500);
  expect(record.breaches).toHaveLength(MAX_KEPT_BREACHES);
  expect(watchRecordSchema.safeParse(record).success).toBe(true);
});
