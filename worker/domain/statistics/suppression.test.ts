import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CountedCell, suppressed, toldCount, toldFigure, toldShare } from './suppression.ts';

const cell = (place: string, lines: number, publishedLines: number | null = lines): CountedCell => ({
  place,
  lines,
  publishedLines,
});

describe('suppressed()', () => {
  it('hides cells of fewer than 30 published lines', () => {
    const hidden = suppressed([cell('a', 29), cell('b', 30), cell('c', 400, null), cell('d', 60)]);
    expect([...hidden]).toEqual([
      ['a', 'too-few-lines'],
      ['c', 'too-few-lines'],
    ]);
  });

  it('hides the smallest neighbour of a cell that could be had by subtraction', () => {
    const hidden = suppressed([cell('a', 4), cell('b', 300), cell('c', 40), cell('d', 90)]);
    expect(Object.fromEntries(hidden)).toEqual({ a: 'too-few-lines', c: 'complementary' });
  });

  it('hides none where 19 lines or none are hidden together', () => {
    expect(suppressed([cell('a', 9), cell('b', 10), cell('c', 40)]).size).toBe(2);
    expect(suppressed([cell('a', 8), cell('b', 10), cell('c', 40)]).size).toBe(3);
    expect(suppressed([cell('b', 60), cell('c', 40)]).size).toBe(0);
  });

  it('looks along every dimension', () => {
    const hidden = suppressed([
      cell('iij|JP-13', 4),
      cell('iij|JP-14', 50),
      cell('ocn|JP-13', 70),
      cell('ocn|JP-14', 90),
    ]);
    // In its row JP-14 goes with it, in its column ocn; and then the last, which both of these bare.
    expect(hidden.get('iij|JP-14')).toBe('complementary');
    expect(hidden.get('ocn|JP-13')).toBe('complementary');
  });

  it('leaves no row in which fewer than 19 lines are hidden, unless nothing else is in it', () => {
    const cells = fc.uniqueArray(
      fc.record({
        isp: fc.constantFrom('a', 'b', 'c', 'd'),
        region: fc.constantFrom('x', 'y', 'z'),
        lines: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 30, max: 500 })),
      }),
      { selector: ({ isp, region }) => `${isp}|${region}` },
    );
    fc.assert(
      fc.property(cells, (list) => {
        const counted = list.map(({ isp, region, lines }) => cell(`${isp}|${region}`, lines));
        const hidden = suppressed(counted);
        for (const dimension of ['isp', 'region'] as const)
          for (const row of Map.groupBy(list, (each) => each[dimension]).values()) {
            const inRow = row.map(({ isp, region, lines }) => ({ place: `${isp}|${region}`, lines }));
            const secret = inRow.filter(({ place }) => hidden.has(place));
            const lines = secret.reduce((sum, each) => sum + each.lines, 0);
            expect(secret.length === inRow.length || lines === 0 || lines >= 19).toBe(true);
          }
      }),
    );
  });
});

it.each([
  [0, null],
  [9, null],
  [10, 10],
  [14, 10],
  [15, 20],
  [12_344, 12_340],
])('a count of %d is told as %s', (count, told) => expect(toldCount(count)).toBe(told));

it('shares are told in hundredths, figures to four digits', () => {
  expect(toldShare(0.123_456)).toBe(0.12);
  expect(toldFigure(123_456_789)).toBe(123_500_000);
  expect(toldFigure(0.000_123_456)).toBe(0.000_123_5);
});
