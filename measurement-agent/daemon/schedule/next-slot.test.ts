import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../engine/transports/simulated/seeded-random.ts';
import { ascending, quantile } from '../../metrics/quantile.ts';
import type { Cadence, Schedule } from '../../protocol/schedule.ts';
import { minuteOfDay } from './local-time.ts';
import { horizonMs, isQuiet, MISSED_AFTER_MS, MOST_MISSED, nextSlot, slotsMissed } from './next-slot.ts';

const HOUR_MS = 3_600_000;
const ZONES = [
  'Asia/Tokyo',
  'UTC',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/New_York',
  'Asia/Kathmandu',
];

const zone = fc.constantFrom(...ZONES);
const moment = fc.integer({
  min: Date.parse('2026-01-01T00:00:00Z'),
  max: Date.parse('2027-12-31T00:00:00Z'),
});
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const quietHours = fc.array(fc.record({ from: timeOfDay, to: timeOfDay }), { maxLength: 3 });
const cadence: fc.Arbitrary<Cadence> = fc.oneof(
  fc
    .tuple(
      fc.integer({ min: 60, max: 86_400 }),
      fc.integer({ min: 0, max: 600 }),
      fc.integer({ min: 700, max: 90_000 }),
    )
    .map(([meanIntervalS, leastIntervalS, mostIntervalS]) => ({
      kind: 'poisson' as const,
      meanIntervalS,
      leastIntervalS,
      mostIntervalS,
    })),
  fc
    .uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1 })
    .map((hours) => ({ kind: 'stratified' as const, hours })),
  fc
    .tuple(moment, fc.integer({ min: 60, max: 86_400 }), fc.integer({ min: 0, max: 7200 }))
    .map(([fromMs, everyS, spreadS]) => ({
      kind: 'campaign' as const,
      startsAt: new Date(fromMs).toISOString(),
      endsAt: new Date(fromMs + 30 * 86_400_000).toISOString(),
      everyS,
      spreadS,
    })),
);
const schedule: fc.Arbitrary<Pick<Schedule, 'cadence' | 'quietHours' | 'timeZone'>> = fc.record({
  cadence,
  quietHours,
  timeZone: fc.option(zone),
});

describe('nextSlot() whatever the schedule', () => {
  test('is ahead, outside quiet hours, within the horizon, and the same for the same draws', () => {
    fc.assert(
      fc.property(schedule, moment, fc.integer(), zone, (asked, nowMs, seed, device) => {
        const slot = nextSlot(asked, nowMs, seededRandom(seed), device);
        expect(nextSlot(asked, nowMs, seededRandom(seed), device)).toEqual(slot);
        if (slot === null) return;
        expect(slot.atMs).toBeGreaterThan(nowMs);
        expect(isQuiet(slot.atMs, asked.quietHours, asked.timeZone ?? device)).toBe(false);
        const near = asked.quietHours.length > 0 || slot.atMs - nowMs <= horizonMs(asked);
        expect(near).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('has always one where nothing forbids it', () => {
    fc.assert(
      fc.property(schedule, moment, fc.integer(), zone, (asked, nowMs, seed, device) => {
        if (asked.cadence.kind === 'campaign') return;
        expect(nextSlot({ ...asked, quietHours: [] }, nowMs, seededRandom(seed), device)).not.toBeNull();
      }),
    );
  });

  test('has none when every hour is quiet', () => {
    const quietHours = [
      { from: '00:00', to: '12:00' },
      { from: '12:00', to: '00:00' },
    ];
    const asked = { cadence: { kind: 'stratified' as const, hours: [3, 20] }, quietHours, timeZone: null };
    expect(nextSlot(asked, 0, Math.random, 'UTC')).toBeNull();
  });
});

test('stratified: one slot in each of its local hours and none in another, over a change of the clocks', () => {
  fc.assert(
    fc.property(
      zone,
      fc.uniqueArray(fc.integer({ min: 0, max: 23 }), { minLength: 1 }),
      fc.integer(),
      (zone, hours, seed) => {
        const random = seededRandom(seed);
        const asked = { cadence: { kind: 'stratified' as const, hours }, quietHours: [], timeZone: zone };
        let atMs = Date.parse('2026-10-23T12:34:56Z');
        const strata = new Set<number>();
        for (let count = 0; count < hours.length * 14; count += 1) {
          atMs = nextSlot(asked, atMs, random, 'UTC')?.atMs ?? Number.NaN;
          expect(hours).toContain(Math.floor(minuteOfDay(atMs, zone) / 60));
          const minutes = minuteOfDay(atMs, zone) % 60;
          const began = Math.floor((atMs - minutes * 60_000) / 60_000);
          expect(strata).not.toContain(began);
          strata.add(began);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('poisson: intervals have the mean that was asked for, and nothing is cut where the bounds are far', () => {
  const asked = {
    cadence: { kind: 'poisson' as const, meanIntervalS: 3600, leastIntervalS: 0, mostIntervalS: 90 * 86_400 },
    quietHours: [],
    timeZone: null,
  };
  const random = seededRandom(7);
  const intervals: number[] = [];
  let atMs = 0;
  for (let count = 0; count < 20_000; count += 1) {
    const next = nextSlot(asked, atMs, random, 'UTC')!.atMs;
    intervals.push(next - atMs);
    atMs = next;
  }
  const mean = intervals.reduce((sum, one) => sum + one, 0) / intervals.length;
  // Standard error of the mean of 20,000 exponential draws is 0.7%; four of them.
  expect(Math.abs(mean / HOUR_MS - 1)).toBeLessThan(0.028);
  expect(quantile(ascending(intervals), 0.5)! / HOUR_MS).toBeCloseTo(Math.LN2, 1);
});

test('campaign: one slot a round within its spread, and none after the end', () => {
  const asked = {
    cadence: {
      kind: 'campaign' as const,
      startsAt: '2026-12-01T00:00:00Z',
      endsAt: '2026-12-02T00:00:00Z',
      everyS: 3600,
      spreadS: 600,
    },
    quietHours: [],
    timeZone: null,
  };
  const random = seededRandom(3);
  const slots: number[] = [];
  let next = nextSlot(asked, Date.parse('2026-11-27T00:00:00Z'), random, 'UTC');
  while (next !== null) {
    slots.push(next.atMs);
    next = nextSlot(asked, next.atMs, random, 'UTC');
  }
  expect(slots).toHaveLength(24);
  for (const [round, atMs] of slots.entries()) {
    const late = atMs - Date.parse(asked.cadence.startsAt) - round * HOUR_MS;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(600_000);
  }
});

describe('slotsMissed()', () => {
  const asked = {
    ...EMPTY(),
    cadence: { kind: 'stratified' as const, hours: Array.from({ length: 24 }, (_, h) => h) },
  };
  function EMPTY(): Schedule {
    return {
      cadence: { kind: 'stratified', hours: [0] },
      burst: null,
      timeZone: 'UTC',
      quietHours: [],
      monthlyBytes: null,
      lightProbesEveryS: null,
    };
  }

  test('tells each missed slot once, and goes on with one that is not', () => {
    fc.assert(
      fc.property(
        moment,
        fc.integer({ min: 0, max: 96 * HOUR_MS }),
        fc.integer(),
        (plannedAtMs, laterMs, seed) => {
          const planned = { atMs: plannedAtMs, kind: 'stratified' as const };
          const nowMs = plannedAtMs + laterMs;
          const { missed, next } = slotsMissed(asked, planned, nowMs, seededRandom(seed), 'UTC');
          for (const { atMs } of missed) expect(atMs + MISSED_AFTER_MS).toBeLessThan(nowMs);
          expect(next!.atMs + MISSED_AFTER_MS).toBeGreaterThanOrEqual(nowMs);
          // An hour has one slot: so many hours, so many slots.
          expect(Math.abs(missed.length - laterMs / HOUR_MS)).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  test('after months lists so many and no more', () => {
    const planned = { atMs: Date.parse('2026-01-01T00:30:00Z'), kind: 'stratified' as const };
    const { missed, next } = slotsMissed(
      asked,
      planned,
      Date.parse('2026-11-01T00:00:00Z'),
      Math.random,
      'UTC',
    );
    expect(missed).toHaveLength(MOST_MISSED);
    expect(next!.atMs).toBeGreaterThan(Date.parse('2026-11-01T00:00:00Z'));
  });
});

test('a zone that there is not has the hours of UTC, and that of this process needs no other', () => {
  const atMs = Date.parse('2026-11-10T13:45:00Z');
  expect(minuteOfDay(atMs, 'Asia/Atlantis')).toBe(13 * 60 + 45);
  const { TZ } = process.env;
  try {
    process.env.TZ = 'Asia/Kathmandu';
    expect(minuteOfDay(atMs, null)).toBe(19 * 60 + 30);
    expect(minuteOfDay(atMs, 'Asia/Kathmandu')).toBe(19 * 60 + 30);
    expect(minuteOfDay(atMs, 'Asia/Tokyo')).toBe(22 * 60 + 45);
  } finally {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  }
});
