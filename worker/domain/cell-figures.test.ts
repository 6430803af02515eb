import { describe, expect, test } from 'vitest';
import { cellFigures, type FigureRow } from './cell-figures.ts';

const NOW_MS = Date.parse('2026-11-20T00:00:00Z');
const DAY_MS = 86_400_000;

function row(changes: Partial<FigureRow>): FigureRow {
  return {
    measuredAtMs: NOW_MS - DAY_MS,
    methodVersion: 1,
    synthetic: false,
    valid: true,
    line: 'a',
    downloadBps: 1e8,
    uploadBps: 1e7,
    idleRttMs: 10,
    workingRttDownloadMs: null,
    workingRttUploadMs: 30,
    ...changes,
  };
}

const manyLines = (count: number, changes: Partial<FigureRow> = {}) =>
  Array.from({ length: count }, (_, index) => row({ line: `line ${index}`, idleRttMs: index, ...changes }));

describe('cellFigures', () => {
  test('of nothing are zeros and nulls', () => {
    expect(cellFigures([], NOW_MS)).toEqual(
      [30, 90, 365].map((days) => ({ days, results: 0, lines: 0, excluded: 0, quartiles: null })),
    );
  });

  test('tells counted results from others', () => {
    const rows = [
      row({}),
      row({ valid: false }),
      row({ synthetic: true }),
      row({ methodVersion: 2 }),
      row({ line: null }),
    ];
    expect(cellFigures(rows, NOW_MS)[0]).toMatchObject({ results: 2, lines: 1, excluded: 3 });
  });

  test('each period has its own', () => {
    const rows = [0, 31, 91, 366].map((days) => row({ measuredAtMs: NOW_MS - days * DAY_MS }));
    expect(cellFigures(rows, NOW_MS).map(({ results }) => results)).toEqual([1, 2, 3]);
  });

  test('lines are those of the fullest month', () => {
    const october = { measuredAtMs: Date.parse('2026-10-25T00:00:00Z') };
    const rows = [...manyLines(3), ...manyLines(5, october), ...manyLines(5, october)];
    expect(cellFigures(rows, NOW_MS)[0]).toMatchObject({ results: 13, lines: 5 });
  });

  test('quartiles wait for 30 lines', () => {
    expect(cellFigures(manyLines(29), NOW_MS)[0]?.quartiles).toBeNull();
    expect(cellFigures(manyLines(30), NOW_MS)[0]?.quartiles).toMatchObject({
      idleRttMs: { p25: 7.25, p50: 14.5, p75: 21.75, lines: 30 },
      workingRttDownloadMs: null,
    });
  });

  test('a line that measures often weighs as much as any', () => {
    const busy = [5, 1000, 2000].flatMap((rtt) =>
      Array.from({ length: 100 }, () => row({ line: 'line 0', idleRttMs: rtt })),
    );
    const [period] = cellFigures([...manyLines(31).slice(1), ...busy], NOW_MS);
    // Lines 1 to 30, and one with the median 1000.
    expect(period?.quartiles?.idleRttMs).toEqual({ p25: 8.5, p50: 16, p75: 23.5, lines: 31 });
  });
});
