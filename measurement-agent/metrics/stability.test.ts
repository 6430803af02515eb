import { describe, expect, it } from 'vitest';
import { stabilityOf, type WatchSample } from './stability.ts';

const trip = (atMs: number, rttMs: number): WatchSample => ({ kind: 'round-trip', atMs, rttMs });
const silent = (atMs: number): WatchSample => ({ kind: 'unanswered', atMs });

describe('stabilityOf()', () => {
  it('counts what came back and what did not', () => {
    const samples = [...Array.from({ length: 101 }, (_, index) => trip(index * 500, index)), silent(60_000)];
    expect(stabilityOf(samples, 1_000)).toMatchObject({
      answered: 101,
      unanswered: 1,
      rttMs: { p50: 50, p95: 95, p99: 99, max: 100 },
    });
  });

  it('puts probes over the threshold together that are near each other', () => {
    const samples = [
      trip(0, 10),
      trip(500, 120),
      trip(1_000, 10),
      silent(2_000),
      trip(2_500, 300),
      trip(3_000, 100),
      trip(9_000, 101),
    ];
    expect(stabilityOf(samples, 100).breaches).toEqual([
      { fromMs: 500, untilMs: 2_500, samples: 3, worstRttMs: 300, unanswered: 1 },
      { fromMs: 9_000, untilMs: 9_000, samples: 1, worstRttMs: 101, unanswered: 0 },
    ]);
  });

  it('a breach lasts until the line is well again, however far apart its probes are', () => {
    const samples = [trip(0, 10), silent(1_000), silent(6_000), trip(6_500, 10), silent(20_000)];
    expect(stabilityOf(samples, 100).breaches).toMatchObject([
      { fromMs: 1_000, untilMs: 6_000, samples: 2 },
      { fromMs: 20_000, untilMs: 20_000 },
    ]);
  });

  it('a time in which nobody watched parts one breach from the next', () => {
    const asleep: WatchSample = { kind: 'asleep', atMs: 2_000, untilMs: 60_000 };
    expect(stabilityOf([silent(1_000), asleep, silent(61_000)], 100).breaches).toHaveLength(2);
  });

  it('a time in which nobody watched is no breach', () => {
    const samples: WatchSample[] = [
      trip(0, 10),
      { kind: 'asleep', atMs: 1_000, untilMs: 61_000 },
      trip(61_500, 12),
    ];
    expect(stabilityOf(samples, 100)).toMatchObject({ breaches: [], asleepMs: 60_000, unanswered: 0 });
  });

  it('adds up datagrams, which make no breach', () => {
    const train = (atMs: number, lost: number): WatchSample => ({
      kind: 'datagrams',
      atMs,
      untilMs: atMs + 30_000,
      sent: 60,
      lost,
    });
    const { datagrams, breaches } = stabilityOf([train(0, 0), silent(10_000), train(30_000, 3)], 100);
    // Wilson's interval of 3 in 120, computed by hand.
    expect(datagrams).toMatchObject({ sent: 120, lost: 3, lossRatio: 0.025 });
    expect(datagrams?.lowRatio).toBeCloseTo(0.0085, 4);
    expect(datagrams?.highRatio).toBeCloseTo(0.0709, 4);
    expect(breaches).toHaveLength(1);
  });

  it('of nothing has nothing', () => {
    expect(stabilityOf([], 100)).toEqual({
      answered: 0,
      unanswered: 0,
      rttMs: null,
      breaches: [],
      datagrams: null,
      asleepMs: 0,
    });
  });
});
