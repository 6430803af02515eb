import { describe, expect, test } from 'vitest';
import { nextSlot } from '../../../measurement-agent/daemon/schedule/next-slot.ts';
import { seededRandom } from '../../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { DEFAULT_SCHEDULE, type Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import { measuresBoth, monthlyTraffic, testBytesOf } from './traffic.ts';

const RATES = { downloadBps: 80e6, uploadBps: 8e6 };
/** 3.9 s of 10 MB/s and of 1 MB/s, 8% more, and 1.5 MB. */
const TEST_BYTES = Math.round(3.9 * 11e6 * 1.08 + 1.5e6);
const NIGHT = { quietHours: [{ from: '23:00', to: '07:00' }] };
const chosen = (hours: number[]) => ({ cadence: { kind: 'stratified', hours } });
const schedule = (changes: Partial<Schedule>): Schedule => ({
  ...DEFAULT_SCHEDULE,
  lightProbesEveryS: null,
  ...changes,
});

test('testBytesOf() is the longest load at the line’s rates, with what comes on top', () => {
  expect(testBytesOf(RATES)).toBe(TEST_BYTES);
});

describe('measuresBoth()', () => {
  const over = (text: string) => text.split('').map((version) => ({ ipVersion: Number(version) || null }));
  test.each([
    ['', false],
    ['6', false],
    ['46', true],
    ['64644646', true],
    // IPv6 does not always succeed.
    ['444466', true],
    ['4444466', false],
    // A stray one.
    ['44444446', false],
    // Of neither, as far as anybody knows.
    ['????', false],
  ])('of results over %s: %s', (text, both) => {
    expect(measuresBoth(over(text))).toBe(both);
  });
});

describe('monthlyTraffic()', () => {
  test('of the default is what its cut intervals make, and a probe a minute', () => {
    // 6 h × (0.1 + e^−0.1 − e^−2.5) = 5.54 h.
    expect(monthlyTraffic(DEFAULT_SCHEDULE, RATES, 1)).toEqual({
      tests: 130,
      testBytes: 130 * TEST_BYTES,
      probeBytes: 43_200 * 1500,
      capped: false,
    });
  });

  test.each([
    ['one in each hour chosen', { cadence: { kind: 'stratified', hours: [20, 21, 22] } }, 90],
    [
      'a campaign for as long as it lasts',
      {
        cadence: {
          kind: 'campaign',
          startsAt: '2026-12-01T00:00:00Z',
          endsAt: '2026-12-02T00:00:00Z',
          everyS: 600,
          spreadS: 0,
        },
      },
      144,
    ],
    ['as many where quiet hours end where they begin', { quietHours: [{ from: '06:00', to: '06:00' }] }, 130],
    ['fewer in quiet hours, also past midnight', { quietHours: [{ from: '18:00', to: '06:00' }] }, 65],
    [
      'of quiet hours that overlap each minute once',
      {
        quietHours: [
          { from: '00:00', to: '12:00' },
          { from: '06:00', to: '12:00' },
        ],
      },
      65,
    ],
    ['hours that are not quiet in full', { ...chosen([12, 18, 20]), ...NIGHT }, 90],
    ['hours that are quiet not at all', { ...chosen([2]), ...NIGHT }, 0],
    [
      'hours that are quiet in part as much',
      { ...chosen([22, 23]), quietHours: [{ from: '23:15', to: '07:00' }] },
      38,
    ],
  ] as const)('counts %s', (_name, changes, tests) => {
    expect(monthlyTraffic(schedule(changes as unknown as Partial<Schedule>), RATES, 1).tests).toBe(tests);
  });

  test('counts two tests a slot over both IP versions', () => {
    const both = monthlyTraffic(schedule(chosen([20]) as Partial<Schedule>), RATES, 2);
    expect(both).toMatchObject({ tests: 60, testBytes: 60 * TEST_BYTES });
  });

  test.each([
    ['poisson', DEFAULT_SCHEDULE.cadence],
    [
      'poisson, mostly cut',
      { kind: 'poisson', meanIntervalS: 3600, leastIntervalS: 3000, mostIntervalS: 4000 },
    ],
    [
      'poisson, hardly cut',
      { kind: 'poisson', meanIntervalS: 3600, leastIntervalS: 0, mostIntervalS: 90 * 86_400 },
    ],
    ['stratified', { kind: 'stratified', hours: [12, 22, 23] }],
  ] as const)('is what the agent draws: %s', (_name, cadence) => {
    const asked = schedule({
      cadence: cadence as Schedule['cadence'],
      timeZone: 'UTC',
      quietHours: [{ from: '23:15', to: '07:00' }],
    });
    const random = seededRandom(3);
    const months = 40;
    let slots = 0;
    for (let atMs = 0; ; slots += 1) {
      const next = nextSlot(asked, atMs, random, 'UTC');
      if (next === null || next.atMs > months * 30 * 86_400_000) break;
      atMs = next.atMs;
    }
    // Of 2,700 draws at least; their standard error is 2%.
    expect(Math.abs(slots / months / monthlyTraffic(asked, RATES, 1).tests - 1)).toBeLessThan(0.06);
  });

  test('is cut by the schedule’s own bound, probes first', () => {
    const bounded = monthlyTraffic({ ...DEFAULT_SCHEDULE, monthlyBytes: 100_000_000 }, RATES, 1);
    expect(bounded).toMatchObject({ testBytes: 100_000_000 - 64_800_000, capped: true });
    expect(monthlyTraffic(schedule({ monthlyBytes: 0 }), RATES, 1)).toMatchObject({
      testBytes: 0,
      capped: true,
    });
  });
});
