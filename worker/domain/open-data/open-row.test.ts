import { describe, expect, test } from 'vitest';
import { lineTest } from '../../../test/fixtures/line-test.ts';
import type { LineTest } from '../statistics/line-test.ts';
import { LAST_TIME_STEP, lineTimesOf } from './line-times.ts';
import { type OpenLine, openLine, openRow } from './open-row.ts';
import { type TableRow, valueOf } from './table-row.ts';

const PARTITION = { methodVersion: 1, synthetic: false, cohort: 'crowd-browser' } as const;

function lineOf(tests: readonly LineTest[]): OpenLine {
  const place = {
    isp: 'iij',
    country: 'JP',
    area: 'JP-kanto',
    subdivision: 'JP-13',
    access: 'ftth',
    method: 'unknown',
    dwelling: 'unknown',
    tier: 'unknown',
  };
  const contract = { downloadBps: null, uploadBps: null };
  return openLine(PARTITION, { place, contract, regionSource: 'geoip', prefixBucket: 3 }, 2497, tests);
}

function told(tests: readonly LineTest[], timeStep: number, coarseness = 0): (name: string) => unknown {
  const row: TableRow = openRow(lineOf(tests), { month: '2026-10', coarseness, timeStep });
  return (name) => valueOf(row, name);
}

const ONCE = [lineTest('2026-10-05 20:00', { downloadBps: 103e6 })];
const OFTEN = [
  lineTest('2026-10-05 20:00', { downloadBps: 100e6 }),
  lineTest('2026-10-05 21:00', { downloadBps: 400e6 }),
  lineTest('2026-10-11 08:00', { downloadBps: 900e6 }),
];

describe('the row of a line', () => {
  test('that was tested once has its moved figures, and its time as far as a step tells', () => {
    const time = (step: number) => ['date', 'dayKind', 'dayPart'].map((name) => told(ONCE, step)(name));
    expect(time(0)).toEqual([Date.parse('2026-10-05') / 86_400_000, 'weekday', 'evening']);
    expect(time(1)).toEqual([null, 'weekday', 'evening']);
    expect(time(2)).toEqual([null, null, 'evening']);
    expect(time(LAST_TIME_STEP)).toEqual([null, null, null]);
    const row = told(ONCE, 0);
    // 105.9 of R40 lies nearer than 100.
    expect(row('downloadBps')).toBe(1.059e8);
    expect(row('uploadBps')).toBeNull();
    expect(row('medium')).toBe('wifi');
    expect(row('lineRef')).toBeNull();
  });

  test('that was tested often has the median of its days, each with the median of its tests', () => {
    const row = told(OFTEN, LAST_TIME_STEP);
    // Of 250 and 900: 575, moved to 562.3.
    expect(row('downloadBps')).toBe(562.3e6);
    expect(row('dayPart')).toBeNull();
    expect(row('medium')).toBe('wifi');
  });

  test('names a medium where there is one only, and the class tells it', () => {
    const both = [...OFTEN, lineTest('2026-10-12 08:00', { medium: 'wired' })];
    expect(told(both, LAST_TIME_STEP)('medium')).toBeNull();
    expect(told(OFTEN, LAST_TIME_STEP, 3)('medium')).toBeNull();
    expect(told(OFTEN, LAST_TIME_STEP, 3)('access')).toBe('ftth');
  });
});

describe('the times of a line', () => {
  test('are those of its only test, at every step', () => {
    expect(lineTimesOf(ONCE)).toBe('20731daye;daye;e');
  });

  test('are not told at any step when there are two tests, whenever they were', () => {
    expect(lineTimesOf(OFTEN)).toBe('-;-;-');
    expect(lineTimesOf(OFTEN.slice(1))).toBe('-;-;-');
  });
});
