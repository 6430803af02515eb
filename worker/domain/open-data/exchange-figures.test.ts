import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '../../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import { exchangeFigures, type ToldLine } from './exchange-figures.ts';
import { type CellValue, rowOfValues, type TableRow, valueOf } from './table-row.ts';

interface Slot {
  lineDay: number;
  dayPart: string;
}

/** A line with the same slots as others; which figures it has of a metric says `hasFigure`. */
function line(
  slots: readonly Slot[],
  figureOf: (metric: string, slot: number) => number | null,
  prefixBucket: number,
): ToldLine {
  return {
    rung: 3,
    prefixBucket,
    rows: slots.map((slot, index) =>
      rowOfValues({
        ...slot,
        medium: 'wifi',
        cohort: 'crowd-browser',
        ...Object.fromEntries(
          METRICS.map((metric): [string, CellValue] => [metric, figureOf(metric, index)]),
        ),
      }),
    ),
  };
}

/** 100 times the number of its owner, and that of the slot. */
function tagged(count: number, slots: readonly Slot[], skips: (owner: number, metric: string) => boolean) {
  return Array.from({ length: count }, (_, owner) =>
    line(slots, (metric, slot) => (skips(owner, metric) ? null : 100 * owner + slot), owner % 3),
  );
}

function ownersOf(rows: readonly TableRow[], metric: string): number[] {
  return rows.flatMap((row) => {
    const value = valueOf(row, metric);
    return value === null ? [] : [Math.floor(Number(value) / 100)];
  });
}

/** Median of days of each line, over rows that fit, as whoever has the file computes it. */
function byLine(lines: readonly (readonly TableRow[])[], metric: string, part: string | null): number[] {
  return ascending(
    lines.flatMap((rows) => {
      const fitting = rows.filter(
        (row) => valueOf(row, metric) !== null && (part === null || valueOf(row, 'dayPart') === part),
      );
      const days = Map.groupBy(fitting, (row) => valueOf(row, 'lineDay'));
      const medians = [...days.values()].map((ofDay) =>
        middle(ofDay.map((row) => Number(valueOf(row, metric)))),
      );
      return medians.length === 0 ? [] : [middle(medians)];
    }),
  );
}

function middle(values: readonly number[]): number {
  return quantile(ascending(values), 0.5) ?? Number.NaN;
}

const SLOTS: readonly Slot[] = [
  { lineDay: 1, dayPart: 'day' },
  { lineDay: 2, dayPart: 'evening' },
  { lineDay: 2, dayPart: 'day' },
];

describe('an exchange of figures', () => {
  test('gives a line one other line’s values of a metric, and of the next metric somebody else’s', () => {
    const { lines, leftOut } = exchangeFigures(
      tagged(40, SLOTS, () => false),
      seededRandom(5),
    );
    expect(leftOut).toBe(0);
    let alike = 0;
    for (const rows of lines) {
      const owners = METRICS.map((metric) => new Set(ownersOf(rows, metric)));
      for (const owner of owners) expect(owner.size).toBe(1);
      const own = owners.map((owner) => [...owner][0]);
      for (const [index, one] of own.entries())
        alike += own.slice(index + 1).filter((other) => other === one).length;
    }
    // Any two metrics are of the same line once in forty.
    const pairs = (40 * (METRICS.length * (METRICS.length - 1))) / 2;
    expect(alike / pairs).toBeGreaterThan(0.5 / 40);
    expect(alike / pairs).toBeLessThan(2 / 40);
  });

  test('leaves every figure that is computed line by line as it was, whatever lines have measured', () => {
    const slots = fc.array(
      fc.record({ lineDay: fc.integer({ min: 1, max: 4 }), dayPart: fc.constantFrom('day', 'evening') }),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(slots, fc.integer({ min: 1, max: 1e6 }), (shape, seed) => {
        const random = seededRandom(seed);
        const before = Array.from({ length: 25 }, (_, owner) => {
          // The same shape with days of other numbers and rows in another order.
          const days = [1, 2, 3, 4].toSorted(() => random() - 0.5);
          const own = shape
            .map(({ lineDay, dayPart }) => ({ lineDay: days[lineDay - 1] ?? 0, dayPart }))
            .toSorted(() => random() - 0.5);
          const hasUpload = owner < 12;
          return line(
            own,
            (metric) => (metric === 'uploadBps' && !hasUpload ? null : Math.floor(1_000 * random())),
            owner % 2,
          );
        });
        const { lines, leftOut } = exchangeFigures(before, random);
        expect(leftOut).toBe(0);
        for (const metric of METRICS)
          for (const part of [null, 'day', 'evening'])
            expect(byLine(lines, metric, part)).toEqual(
              byLine(
                before.map(({ rows }) => rows),
                metric,
                part,
              ),
            );
      }),
    );
  });

  test('leaves a metric out that only nine lines have', () => {
    const all = tagged(30, SLOTS, (owner, metric) => metric === 'rpm' && owner >= 9);
    const { lines, leftOut } = exchangeFigures(all, seededRandom(5));
    expect(leftOut).toBe(9 * SLOTS.length);
    expect(lines.flatMap((rows) => ownersOf(rows, 'rpm'))).toEqual([]);
    expect(lines.flatMap((rows) => ownersOf(rows, 'downloadBps'))).toHaveLength(30 * SLOTS.length);
  });

  test('leaves out what lines of a single prefix have', () => {
    const all = tagged(30, SLOTS, () => false).map((each) => ({ ...each, prefixBucket: 7 }));
    const { lines, leftOut } = exchangeFigures(all, seededRandom(5));
    expect(leftOut).toBe(30 * SLOTS.length * METRICS.length);
    expect(lines.flatMap((rows) => METRICS.flatMap((metric) => ownersOf(rows, metric)))).toEqual([]);
  });
});
