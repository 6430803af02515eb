import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { lineTest } from '../../../test/fixtures/line-test.ts';
import type { LineTest } from '../statistics/line-test.ts';
import { LAST_SHAPE_STEP, lineShapeOf } from './line-shape.ts';
import { type OpenLine, openLine, openRows } from './open-row.ts';
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

function told(line: OpenLine, shapeStep: number, seed = 1, coarseness = 0): TableRow[] {
  return openRows(line, { month: '2026-10', coarseness, shapeStep, random: seededRandom(seed) });
}

const TWO_DAYS = [
  lineTest('2026-10-05 20:00', { downloadBps: 100e6 }),
  lineTest('2026-10-05 21:00', { downloadBps: 400e6 }),
  lineTest('2026-10-11 08:00', { downloadBps: 900e6 }),
];

describe('rows of a line', () => {
  test('are told one by one, as far as a step tells, without a number and with moved figures', () => {
    const [first] = told(lineOf([lineTest('2026-10-05 20:00', { downloadBps: 103e6 })]), 0);
    const named = Object.fromEntries(
      ['lineRef', 'date', 'dayKind', 'dayPart', 'medium', 'rowOf', 'downloadBps', 'uploadBps'].map((name) => [
        name,
        valueOf(first ?? [], name),
      ]),
    );
    expect(named).toEqual({
      lineRef: null,
      date: Date.parse('2026-10-05') / 86_400_000,
      dayKind: 'weekday',
      dayPart: 'evening',
      medium: 'wifi',
      rowOf: 'test',
      // 106 of R40 lies nearer than 100.
      downloadBps: 1.059e8,
      uploadBps: null,
    });
    expect(
      told(lineOf(TWO_DAYS), 1)
        .map((row) => String(valueOf(row, 'dayKind')))
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['weekday', 'weekday', 'weekend']);
    expect(told(lineOf(TWO_DAYS), 3).map((row) => valueOf(row, 'dayPart'))).toEqual([null, null, null]);
  });

  test('become one row with the median of its days, each with the median of its tests', () => {
    const rows = told(lineOf(TWO_DAYS), LAST_SHAPE_STEP);
    expect(rows).toHaveLength(1);
    // Of 250 and 900: 575, moved to 562.3.
    expect(
      ['downloadBps', 'rowOf', 'lineDay', 'dayPart', 'medium'].map((name) => valueOf(rows[0] ?? [], name)),
    ).toEqual([562.3e6, 'line', 1, null, 'wifi']);
    const twoMedia = [...TWO_DAYS, lineTest('2026-10-12 08:00', { medium: 'wired' })];
    expect(valueOf(told(lineOf(twoMedia), LAST_SHAPE_STEP)[0] ?? [], 'medium')).toBeNull();
  });

  test('neither their order nor the numbers of days tell which test came first', () => {
    const tests = ['03', '07', '11', '19', '23'].map((day, index) =>
      lineTest(`2026-10-${day} 10:00`, { downloadBps: 1e6 * 10 ** index }),
    );
    let [inOrder, numbered] = [0, 0];
    for (let seed = 1; seed <= 600; seed += 1) {
      const rows = told(lineOf(tests), 3, seed);
      const place = (rate: number) => rows.findIndex((row) => valueOf(row, 'downloadBps') === rate);
      const dayOf = (rate: number) => Number(valueOf(rows[place(rate)] ?? [], 'lineDay'));
      inOrder += Number(place(1e6) < place(1e7));
      numbered += Number(dayOf(1e6) < dayOf(1e7));
    }
    for (const share of [inOrder / 600, numbered / 600]) {
      expect(share).toBeGreaterThan(0.44);
      expect(share).toBeLessThan(0.56);
    }
  });
});

describe('the shape of a line', () => {
  test('says how many tests share a day, and what each tells, at every step; a day only of a single test', () => {
    expect(lineShapeOf(TWO_DAYS)).toBe('-;dayewif,dayewif/enddwif;dwif/ewif,ewif;wif/wif,wif');
  });

  test('is the same for other days with as much told of them, and not open to more than eight tests', () => {
    const others = [lineTest('2026-10-24 12:00'), lineTest('2026-10-14 22:00'), lineTest('2026-10-14 19:00')];
    expect(lineShapeOf(others)).toBe(lineShapeOf(TWO_DAYS));
    const nine = Array.from({ length: 9 }, (_, day) => lineTest(`2026-10-1${day} 12:00`));
    expect(lineShapeOf(nine)).toBe('-;-;-;-');
  });
});
