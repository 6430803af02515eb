import { describe, expect, test } from 'vitest';
import { DEFAULT_SCHEDULE, type Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import { monthlyTraffic, testBytesOf } from './traffic.ts';

const RATES = { downloadBps: 80e6, uploadBps: 8e6 };
/** 3.9 s of 10 MB/s and of 1 MB/s, 8% more, and 1.5 MB. */
const TEST_BYTES = Math.round(3.9 * 11e6 * 1.08 + 1.5e6);
const schedule = (changes: Partial<Schedule>): Schedule => ({
  ...DEFAULT_SCHEDULE,
  lightProbesEveryS: null,
  ...changes,
});

test('testBytesOf() is the longest load at the line’s rates, with what comes on top', () => {
  expect(testBytesOf(RATES)).toBe(TEST_BYTES);
});

describe('monthlyTraffic()', () => {
  test('of the default is four tests a day and a probe a minute', () => {
    expect(monthlyTraffic(DEFAULT_SCHEDULE, RATES)).toEqual({
      tests: 120,
      testBytes: 120 * TEST_BYTES,
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
    ['as many where quiet hours end where they begin', { quietHours: [{ from: '06:00', to: '06:00' }] }, 120],
    ['fewer in quiet hours, also past midnight', { quietHours: [{ from: '18:00', to: '06:00' }] }, 60],
    [
      'of quiet hours that overlap each minute once',
      {
        quietHours: [
          { from: '00:00', to: '12:00' },
          { from: '06:00', to: '12:00' },
        ],
      },
      60,
    ],
  ] as const)('counts %s', (_name, changes, tests) => {
    expect(monthlyTraffic(schedule(changes as unknown as Partial<Schedule>), RATES).tests).toBe(tests);
  });

  test('is cut by the schedule’s own bound, probes first', () => {
    const bounded = monthlyTraffic({ ...DEFAULT_SCHEDULE, monthlyBytes: 100_000_000 }, RATES);
    expect(bounded).toMatchObject({ testBytes: 100_000_000 - 64_800_000, capped: true });
    expect(monthlyTraffic(schedule({ monthlyBytes: 0 }), RATES)).toMatchObject({
      testBytes: 0,
      capped: true,
    });
  });
});
