import { expect, test } from 'vitest';
import type { CellAnswer, FigureAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { listsOtherwise, reportChanges } from './changes.ts';

const interval = (value: number) => ({ value, low: value - 1, high: value + 1 });

const FIGURE: FigureAnswer = {
  lines: 120,
  independentLines: 120,
  quantiles: {
    p5: interval(5),
    p10: interval(10),
    p25: interval(25),
    p50: interval(50),
    p75: interval(75),
    p90: interval(90),
    p95: null,
  },
  geometricMean: 48,
  peak: interval(45),
  offPeak: interval(55),
};

const CELL: CellAnswer = {
  place: { isp: 'ocn', country: 'JP' },
  results: 300,
  lines: 120,
  suppressed: null,
  ranked: true,
  regions: { declared: 0.5, guessed: 0.5 },
  excluded: [{ reason: 'vpn', results: 10 }],
  updatedAt: '2026-11-04T00:05:00.000Z',
  figures: { downloadBps: FIGURE },
  contract: { lines: 60, bands: { met: 0.2, near: 0.3, missed: 0.5 }, consistency8080: null },
};

const told = (isp: CellAnswer) => ({ whole: null, isps: [isp] });
const withFigure = (changes: Partial<FigureAnswer>): CellAnswer => ({
  ...CELL,
  figures: { downloadBps: { ...FIGURE, ...changes } },
});

test('nothing differs, nothing changed; when a cell was renewed is no change', () => {
  expect(reportChanges(told(CELL), told({ ...CELL, updatedAt: '2026-12-04T00:05:00.000Z' }))).toEqual([]);
});

test.each([
  [{ lines: 130 }, ['lines']],
  [{ independentLines: 110 }, ['independentLines']],
  [{ geometricMean: null }, ['geometricMean']],
  [{ peak: { value: 45, low: 43, high: 46 } }, ['peak']],
  [{ offPeak: null }, ['offPeak']],
  [
    { quantiles: { ...FIGURE.quantiles, p5: interval(6), p95: interval(99) } },
    ['quantiles/p5', 'quantiles/p95'],
  ],
] as const)('a figure with %j', (changes, members) => {
  expect(reportChanges(told(CELL), told(withFigure(changes)))).toMatchObject([
    { isp: 'ocn', metric: 'downloadBps', members },
  ]);
});

test.each([
  [{ results: 310 }, ['results']],
  [{ lines: 130 }, ['lines']],
  [{ suppressed: 'complementary' }, ['suppressed']],
  [{ ranked: false }, ['ranked']],
  [{ regions: null }, ['regions']],
  [{ excluded: [] }, ['excluded']],
  [{ contract: { ...CELL.contract!, lines: 50 } }, ['contract/lines']],
  [{ contract: null }, ['contract/lines', 'contract/bands']],
] as [Partial<CellAnswer>, string[]][])('a cell with %j', (changes, members) => {
  expect(reportChanges(told(CELL), told({ ...CELL, ...changes }))).toEqual([
    {
      isp: 'ocn',
      metric: null,
      before: { lines: 120, results: 300, median: null, p25: null, p75: null },
      after: {
        lines: changes.lines ?? 120,
        results: changes.results ?? 300,
        median: null,
        p25: null,
        p75: null,
      },
      members,
    },
  ]);
});

test('an ISP that is no longer told', () => {
  const changes = reportChanges(told(CELL), { whole: null, isps: [] });
  expect(changes.map(({ isp, metric }) => [isp, metric])).toEqual([
    ['ocn', null],
    ['ocn', 'downloadBps'],
  ]);
  expect(changes[1]).toMatchObject({
    before: { lines: 120, results: 300, median: interval(50), p25: interval(25), p75: interval(75) },
    after: { lines: null, results: null, median: null, p25: null, p75: null },
  });
});

test('a region lists otherwise when its parts tell otherwise, and not when they were renewed', () => {
  const report = { ...told(CELL), parts: [CELL], unlisted: { told: 0, hidden: 2 } };
  const renewed = { ...CELL, updatedAt: '2026-12-04T00:05:00.000Z' };
  expect(listsOtherwise(report, { ...report, parts: [renewed] })).toBe(false);
  expect(reportChanges(report, { ...report, isps: [renewed] })).toEqual([]);
  expect(listsOtherwise(report, { ...report, parts: [{ ...CELL, lines: 130 }] })).toBe(true);
  expect(listsOtherwise(report, { ...report, unlisted: { told: 0, hidden: 3 } })).toBe(true);
  expect(reportChanges(report, { ...report, isps: [withFigure({ lines: 130 })] })).toHaveLength(1);
});
