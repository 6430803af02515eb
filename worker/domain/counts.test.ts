import { expect, test } from 'vitest';
import { countCells } from './counts.ts';

const months = [
  { cell: 'JP-13', month: '2026-10', results: 9, lines: 3 },
  { cell: 'JP-13', month: '2026-11', results: 4, lines: 4 },
  { cell: 'JP-14', month: '2026-10', results: 2, lines: 2 },
  { cell: 'AT-9', month: '2026-10', results: 1, lines: 0 },
];

test('countCells() sums results and takes the lines of the fullest month', () => {
  expect(Object.fromEntries(countCells(months))).toEqual({
    'JP-13': { results: 13, lines: 4 },
    'JP-14': { results: 2, lines: 2 },
    'AT-9': { results: 1, lines: 0 },
  });
});

test('countCells() adds prefectures up to their area, month by month', () => {
  const area = (code: string) => (code.startsWith('JP') ? 'JP-kanto' : null);
  expect(Object.fromEntries(countCells(months, area))).toEqual({ 'JP-kanto': { results: 15, lines: 5 } });
});
