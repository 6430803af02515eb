import { expect, it } from 'vitest';
import vectors from '../../../test/vectors/rank-interval.json' with { type: 'json' };
import { rankInterval } from './rank-interval.ts';

it.each(vectors.cases)('rankInterval($n, $q)', ({ n, q, interval }) => {
  expect(rankInterval(n, q)).toEqual(interval);
});

it.each([
  [0, 0.5],
  [10.5, 0.5],
  [10, 0],
  [10, 1],
])('none for n = %d, q = %d', (n, q) => {
  expect(rankInterval(n, q)).toBeNull();
});
