import { describe, expect, test } from 'vitest';
import { DEFAULT_SCHEDULE } from '../../../measurement-agent/protocol/schedule.ts';
import { scheduleOfForm } from './schedule-form.ts';

const FIELDS = {
  kind: 'poisson',
  testsADay: '4',
  timeZone: '',
  quietFrom: '',
  quietTo: '',
  monthlyGB: '',
  probes: '60',
};

function read(changes: Record<string, string>, hours: number[] = [], base = DEFAULT_SCHEDULE) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...FIELDS, ...changes })) form.append(name, value);
  for (const hour of hours) form.append('hours', String(hour));
  return scheduleOfForm(form, base);
}

describe('scheduleOfForm()', () => {
  test('reads what the editor shows of the default as the default', () => {
    expect(read({})).toEqual({ ok: true, value: DEFAULT_SCHEDULE });
  });

  test('reads hours, quiet hours, a zone, a bound and no probes', () => {
    const asked = { kind: 'stratified', timeZone: 'Asia/Tokyo', quietFrom: '23:00', quietTo: '07:00' };
    expect(read({ ...asked, monthlyGB: '1.5', probes: 'none' }, [21, 20, 21])).toEqual({
      ok: true,
      value: {
        cadence: { kind: 'stratified', hours: [20, 21] },
        burst: null,
        timeZone: 'Asia/Tokyo',
        quietHours: [{ from: '23:00', to: '07:00' }],
        monthlyBytes: 1_500_000_000,
        lightProbesEveryS: null,
      },
    });
  });

  test('leaves what the editor does not ask about', () => {
    const burst = { tests: 3, intervalS: 60, restS: 3600, rttFactor: 2, lossRatio: 0.1 };
    const quietHours = [
      { from: '01:00', to: '02:00' },
      { from: '03:00', to: '04:00' },
    ];
    const kept = read({}, [], { ...DEFAULT_SCHEDULE, burst, quietHours });
    expect(kept).toMatchObject({ value: { burst, quietHours: [{ from: '03:00', to: '04:00' }] } });
  });

  test.each([
    [{ kind: 'poisson', meanIntervalS: 21_600, leastIntervalS: 0, mostIntervalS: 7_776_000 }, '4'],
    // As the editor shows it, 86400 / 50000 is 1.73.
    [{ kind: 'poisson', meanIntervalS: 50_000, leastIntervalS: 49_000, mostIntervalS: 51_000 }, '1.73'],
    [{ kind: 'poisson', meanIntervalS: 2_592_000, leastIntervalS: 0, mostIntervalS: 7_776_000 }, '0.03'],
    [
      {
        kind: 'campaign',
        startsAt: '2026-12-01T00:00:00Z',
        endsAt: '2026-12-02T00:00:00Z',
        everyS: 600,
        spreadS: 60,
      },
      '4',
    ],
  ] as const)('keeps %j where it is not asked to change', (cadence, testsADay) => {
    const base = { ...DEFAULT_SCHEDULE, cadence };
    expect(read({ kind: cadence.kind, testsADay, monthlyGB: '2' }, [], base)).toEqual({
      ok: true,
      value: { ...base, monthlyBytes: 2e9 },
    });
    expect(read({ testsADay: '12' }, [], base)).toMatchObject({
      value: {
        cadence: { kind: 'poisson', meanIntervalS: 7200, leastIntervalS: 720, mostIntervalS: 18_000 },
      },
    });
  });

  test.each([
    ['no hours', { kind: 'stratified' }],
    ['no tests', { testsADay: '0' }],
    ['too many tests', { testsADay: '5000' }],
    ['words for numbers', { testsADay: 'many' }],
    ['half of quiet hours', { quietFrom: '23:00' }],
    ['a zone that there is not', { timeZone: 'Asia/Nowhere' }],
    ['a bound below nothing', { monthlyGB: '-1' }],
    ['another kind', { kind: 'always' }],
    ['a campaign where there is none', { kind: 'campaign' }],
    ['probes too often', { probes: '1' }],
  ])('refuses %s', (_name, changes) => {
    expect(read(changes)).toEqual({ ok: false, error: 'wrong' });
  });
});
