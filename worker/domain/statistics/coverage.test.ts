import { expect, it } from 'vitest';
import { coverageOf } from './coverage.ts';

const cell = (place: string, publishedLines: number | null) => ({ place, publishedLines });

it.each([
  { name: 'all', wholes: [100], parts: { x: 60, y: 40 }, covered: ['x', 'y'], share: 1 },
  { name: 'parts that are not covered', wholes: [100], parts: { x: 60, y: 40 }, covered: ['x'], share: 0.6 },
  { name: 'lines in no part', wholes: [200, 40], parts: { x: 60 }, covered: ['x'], share: 0.25 },
  {
    name: 'a part of which nothing is published',
    wholes: [100],
    parts: { x: 60, y: null },
    covered: ['x', 'y'],
    share: 0.6,
  },
  {
    name: 'parts that have more than the whole',
    wholes: [95],
    parts: { x: 60, y: 40 },
    covered: ['x', 'y'],
    share: 1,
  },
  {
    name: 'a whole of which nothing is published',
    wholes: [null],
    parts: { x: 60, y: 40 },
    covered: ['y'],
    share: 0.4,
  },
  { name: 'nothing', wholes: [], parts: {}, covered: [], share: 0 },
])('coverageOf(): $name', ({ wholes, parts, covered, share }) => {
  const told = coverageOf(
    wholes.map((lines, index) => cell(String(index), lines)),
    Object.entries(parts).map(([place, lines]) => cell(place, lines)),
    new Set(covered),
  );
  expect(told).toBe(share);
});
