import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapBefore, type HeardFacts, healthOf, type Span, silentForMs } from './health.ts';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-11-27T12:00:00Z');
const at = (hoursAgo: number) => NOW_MS - hoursAgo * HOUR_MS;
const span = (fromHoursAgo: number, toHoursAgo: number): Span => ({
  fromMs: at(fromHoursAgo),
  toMs: at(toHoursAgo),
});
const heard = (changes: Partial<HeardFacts> = {}): HeardFacts => ({
  enrolledAtMs: at(100 * 24),
  heardAtMs: NOW_MS - 60_000,
  gaps: [],
  away: [],
  ...changes,
});

describe('stability', () => {
  test('an agent that was always heard is stable over every window', () => {
    expect(healthOf(heard(), NOW_MS)).toEqual({
      lastSeenAtMs: NOW_MS - 60_000,
      silentForMs: null,
      gaps: [],
      stability: {
        day: { known: true, stable: true, unstableHours: 0, hours: 24 },
        month: { known: true, stable: true, unstableHours: 0, hours: 720 },
        quarter: { known: true, stable: true, unstableHours: 0, hours: 2160 },
      },
    });
  });

  test('an outage of two hours loses the day and neither month nor quarter, as RIPE Atlas says', () => {
    const { stability } = healthOf(heard({ gaps: [span(5, 3)] }), NOW_MS);
    expect(stability.day).toEqual({ known: true, stable: false, unstableHours: 2, hours: 24 });
    expect(stability.month).toMatchObject({ stable: true, unstableHours: 2 });
    expect(stability.quarter).toMatchObject({ stable: true, unstableHours: 2 });
  });

  test.each([
    ['one hour', span(5, 4), 1, true],
    ['an hour and a half over three hours', span(5.25, 3.75), 3, false],
    ['three minutes, which are 5% of an hour', span(4.05, 4), 0, true],
    ['three and a half minutes', { fromMs: at(4) - 210_000, toMs: at(4) }, 1, true],
    ['what lies before the day', span(30, 24), 0, true],
  ])('%s', (_name, gap, unstableHours, stable) => {
    expect(healthOf(heard({ gaps: [gap] }), NOW_MS).stability.day).toMatchObject({ unstableHours, stable });
  });

  test.each([
    [36, true],
    [37, false],
  ])('a month with %i lost hours: stable is %s', (hours, stable) => {
    expect(healthOf(heard({ gaps: [span(hours + 100, 100)] }), NOW_MS).stability.month).toMatchObject({
      unstableHours: hours,
      stable,
    });
  });

  test('a window that began before the agent was enrolled is not told', () => {
    const { stability } = healthOf(heard({ enrolledAtMs: at(31 * 24) }), NOW_MS);
    expect(stability.month.known).toBe(true);
    expect(stability.quarter).toEqual({ known: false, reason: 'too-new' });
  });

  test('an agent that was first heard long after it was enrolled is not stable', () => {
    const facts = heard({ enrolledAtMs: at(40 * 24), heardAtMs: null });
    expect(healthOf(facts, NOW_MS).stability.month).toMatchObject({ stable: false, unstableHours: 720 });
    const gap = gapBefore(facts.enrolledAtMs, NOW_MS, []);
    const { stability } = healthOf({ ...facts, heardAtMs: NOW_MS, gaps: [gap!] }, NOW_MS);
    expect(stability.month).toMatchObject({ stable: false, unstableHours: 720 });
  });

  test('hours in which the server was away count for nobody', () => {
    const facts = heard({ gaps: [span(8, 3)], away: [span(8, 3)] });
    expect(healthOf(facts, NOW_MS).stability.day).toEqual({
      known: true,
      stable: true,
      unstableHours: 0,
      hours: 19,
    });
    expect(healthOf(heard({ away: [span(24, 11)] }), NOW_MS).stability.day).toEqual({
      known: false,
      reason: 'server-away',
    });
  });

  test('what is silent now is a gap that has not ended', () => {
    const health = healthOf(heard({ heardAtMs: at(2.25) }), NOW_MS);
    expect(health).toMatchObject({ silentForMs: 2.25 * HOUR_MS, gaps: [{ ...span(2, 0), ended: false }] });
    expect(health.stability.day).toMatchObject({ stable: false, unstableHours: 2 });
    expect(healthOf(heard({ heardAtMs: null, enrolledAtMs: at(3) }), NOW_MS).silentForMs).toBe(3 * HOUR_MS);
  });

  test('more or longer gaps never make it more stable, and their order and overlap do not matter', () => {
    const gap = fc
      .tuple(fc.integer({ min: 0, max: 2200 }), fc.double({ min: 0.01, max: 40, noNaN: true }))
      .map(([from, long]) => span(from + long, from));
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 12 }), gap, (gaps, another) => {
        const few = healthOf(heard({ gaps }), NOW_MS).stability;
        const more = healthOf(heard({ gaps: [another, ...gaps] }), NOW_MS).stability;
        const again = healthOf(heard({ gaps: [...gaps, another, another] }), NOW_MS).stability;
        expect(again).toEqual(more);
        for (const window of ['day', 'month', 'quarter'] as const) {
          const [a, b] = [few[window], more[window]];
          if (!a.known || !b.known) throw new Error('known');
          expect(b.unstableHours).toBeGreaterThanOrEqual(a.unstableHours);
          expect(b.unstableHours).toBeLessThanOrEqual(b.hours);
        }
      }),
      { seed: 10, numRuns: 200 },
    );
  });
});

describe('gapBefore()', () => {
  test.each([
    ['in time', 15, null],
    ['as late as it may be', 18.5, null],
    ['later', 60, { fromMs: NOW_MS - 45 * 60_000, toMs: NOW_MS }],
  ])('%s', (_name, minutesAgo, gap) => {
    expect(gapBefore(NOW_MS - minutesAgo * 60_000, NOW_MS, [])).toEqual(gap);
  });

  test('there is none where the server was away', () => {
    expect(gapBefore(at(5), NOW_MS, [span(4.9, 0.01)])).toBeNull();
    expect(gapBefore(at(5), NOW_MS, [span(3, 2)])).toEqual(span(4.75, 0));
  });
});

test('silentForMs() counts only while the server listened', () => {
  expect(silentForMs(heard({ heardAtMs: at(9), away: [span(8, 1)] }), NOW_MS)).toBe(2 * HOUR_MS);
  expect(silentForMs(heard({ heardAtMs: NOW_MS + 5 }), NOW_MS)).toBe(0);
});
