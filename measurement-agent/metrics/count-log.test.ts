import { expect, test } from 'vitest';
import { CountLog } from './count-log.ts';

function logged(pairs: readonly (readonly [atMs: number, bytes: number])[]) {
  const log = new CountLog();
  for (const [atMs, bytes] of pairs) log.add(atMs, bytes);
  return log.counts().map(({ atMs, bytes }) => [atMs, bytes]);
}

test('keeps counts that are apart', () => {
  expect(
    logged([
      [0, 1],
      [20, 2],
      [40, 3],
    ]),
  ).toEqual([
    [0, 1],
    [20, 2],
    [40, 3],
  ]);
});

test('keeps the end of a burst, so that its bytes fill the silence before', () => {
  expect(
    logged([
      [0, 10],
      [300, 20],
      [300.1, 30],
      [301, 90],
      [640, 100],
    ]),
  ).toEqual([
    [0, 10],
    [301, 90],
    [640, 100],
  ]);
});

test('a fast line is not one burst', () => {
  const pairs = Array.from({ length: 100 }, (_, index) => [index, index * 1000] as const);
  const times = logged(pairs).map(([atMs]) => atMs);
  expect(times.length).toBeGreaterThan(8);
  expect(times.at(-1)).toBe(99);
});
