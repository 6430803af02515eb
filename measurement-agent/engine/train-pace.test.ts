import { expect, test } from 'vitest';
import { TrainPace } from './train-pace.ts';

/** Enough datagrams sent at once that come back after `roundTripMs`. */
function returnSome(pace: TrainPace, atMs: number, roundTripMs: number): void {
  for (let index = 0; index < 16; index += 1) pace.returned(atMs, atMs + roundTripMs);
}

test('quickens while round trips stay as they are, down to the least spacing', () => {
  const pace = new TrainPace(8, 2);
  returnSome(pace, 0, 50);
  expect(pace.spacingMs).toBeCloseTo(8 / 3);
  returnSome(pace, 100, 55);
  expect(pace.spacingMs).toBe(2);
  returnSome(pace, 200, 55);
  expect(pace.spacingMs).toBe(2);
});

test('goes back for good when they grow', () => {
  const pace = new TrainPace(8, 2);
  returnSome(pace, 0, 50);
  returnSome(pace, 100, 61);
  expect(pace.spacingMs).toBe(8);
  returnSome(pace, 200, 50);
  expect(pace.spacingMs).toBe(8);
});

test('does not judge a pace by datagrams that were sent at another', () => {
  const pace = new TrainPace(8, 2);
  returnSome(pace, 0, 50);
  for (let index = 0; index < 40; index += 1) pace.returned(40, 400);
  expect(pace.spacingMs).toBeCloseTo(8 / 3);
});
