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
    ['no hours', { kind: 'stratified' }],
    ['no tests', { testsADay: '0' }],
    ['too many tests', { testsADay: '5000' }],
    ['words for numbers', { testsADay: 'many' }],
    ['half of quiet hours', { quietFrom: '23:00' }],
    ['a zone that there is not', { timeZone: 'Asia/Nowhere' }],
    ['a bound below nothing', { monthlyGB: '-1' }],
    ['another kind', { kind: 'always' }],
    ['probes too often', { probes: '1' }],
  ])('refuses %s', (_name, changes) => {
    expect(read(changes)).toEqual({ ok: false, error: 'wrong' });
  });
});
