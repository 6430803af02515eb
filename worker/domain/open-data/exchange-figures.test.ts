import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import { areAnonymous, exchangeFigures, type ToldLine } from './exchange-figures.ts';
import { rowOfValues, type TableRow, valueOf } from './table-row.ts';

/** Lines whose every figure is their number; null where `lacks` says so. */
function lines(count: number, lacks: (owner: number, metric: string) => boolean): ToldLine[] {
  return Array.from({ length: count }, (_, owner) => ({
    rung: 3,
    tests: 2,
    prefixBucket: owner % 3,
    row: rowOfValues({
      cohort: 'crowd-browser',
      ...Object.fromEntries(METRICS.map((metric) => [metric, lacks(owner, metric) ? null : owner])),
    }),
  }));
}

function column(rows: readonly TableRow[], metric: string): (number | null)[] {
  return rows.map((row) => valueOf(row, metric) as number | null);
}

function inOrder(values: readonly (number | null)[]): (number | null)[] {
  return values.toSorted((a, b) => (a ?? -1) - (b ?? -1));
}

describe('an exchange of figures', () => {
  test('leaves every metric the values that it had, and missing ones', () => {
    const before = lines(40, (owner, metric) => metric === 'uploadBps' && owner < 12);
    const { rows, leftOut } = exchangeFigures(before, seededRandom(5));
    expect(leftOut).toEqual({});
    const had = before.map(({ row }) => row);
    for (const metric of METRICS) expect(inOrder(column(rows, metric))).toEqual(inOrder(column(had, metric)));
    expect(column(rows, 'cohort')).toEqual(column(had, 'cohort'));
  });

  test('leaves no two figures of a row one line’s, nor any in its own row, more often than by chance', () => {
    const count = 40;
    let [alike, own, rounds] = [0, 0, 0];
    for (let seed = 1; seed <= 50; seed += 1) {
      const { rows } = exchangeFigures(
        lines(count, () => false),
        seededRandom(seed),
      );
      for (const [owner, row] of rows.entries()) {
        const owners = METRICS.map((metric) => valueOf(row, metric));
        own += owners.filter((each) => each === owner).length;
        for (const [index, one] of owners.entries())
          alike += owners.slice(index + 1).filter((other) => other === one).length;
        rounds += 1;
      }
    }
    const pairs = (METRICS.length * (METRICS.length - 1)) / 2;
    for (const share of [alike / (rounds * pairs), own / (rounds * METRICS.length)]) {
      expect(share).toBeGreaterThan(0.85 / count);
      expect(share).toBeLessThan(1.15 / count);
    }
  });

  test('makes which figures are missing nobody’s', () => {
    const lacksBoth = new Set([3, 17]);
    const before = lines(
      60,
      (owner, metric) => lacksBoth.has(owner) && (metric === 'uploadBps' || metric === 'lossRatio'),
    );
    let together = 0;
    for (let seed = 1; seed <= 100; seed += 1)
      together += exchangeFigures(before, seededRandom(seed)).rows.filter(
        (row) => valueOf(row, 'uploadBps') === null && valueOf(row, 'lossRatio') === null,
      ).length;
    // Two of sixty and two of sixty meet fifteen times less often than once.
    expect(together).toBeLessThan(25);
  });

  test('leaves a metric out that only nine lines have', () => {
    const before = lines(30, (owner, metric) => metric === 'rpm' && owner >= 9);
    const { rows, leftOut } = exchangeFigures(before, seededRandom(5));
    expect(leftOut).toEqual({ rpm: 9 });
    expect(new Set(column(rows, 'rpm'))).toEqual(new Set([null]));
    expect(column(rows, 'downloadBps')).not.toContain(null);
  });

  test('leaves out what lines of a single prefix have', () => {
    const before = lines(30, () => false).map((each) => ({ ...each, prefixBucket: 7 }));
    const { rows, leftOut } = exchangeFigures(before, seededRandom(5));
    expect(leftOut).toEqual(Object.fromEntries(METRICS.map((metric) => [metric, 30])));
    for (const metric of METRICS) expect(new Set(column(rows, metric))).toEqual(new Set([null]));
  });
});

test('nine lines, or lines of one prefix, are not to be told', () => {
  expect(areAnonymous(lines(10, () => false))).toBe(true);
  expect(areAnonymous(lines(9, () => false))).toBe(false);
  expect(areAnonymous(lines(30, () => false).map((each) => ({ ...each, prefixBucket: 7 })))).toBe(false);
});
