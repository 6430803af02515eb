import { describe, expect, test } from 'vitest';
import { TrainPace } from './train-pace.ts';

/** A pace, and what sends on it: `count` datagrams that all come back after `roundTripMs`. */
function sample() {
  const pace = new TrainPace(8, 2);
  let sequence = 0;
  return {
    pace,
    send: (count: number, roundTripMs: number) => {
      const first = sequence;
      for (let index = 0; index < count; index += 1) pace.sent((sequence += 1) - 1);
      for (let index = 0; index < count; index += 1) pace.returned(first + index, roundTripMs);
    },
  };
}

describe('TrainPace', () => {
  test('quickens while round trips stay as they are, down to the least spacing', () => {
    const { pace, send } = sample();
    expect(pace.spacingMs).toBe(8);
    send(12, 50);
    expect(pace.spacingMs).toBeCloseTo(8 / 3);
    send(20, 55);
    expect(pace.spacingMs).toBe(2);
    send(100, 55);
    expect(pace.spacingMs).toBe(2);
  });

  test('goes on as before until what was tried came back', () => {
    const { pace, send } = sample();
    send(12, 600);
    for (let sequence = 12; sequence < 32; sequence += 1) {
      expect(pace.spacingMs).toBeCloseTo(8 / 3);
      pace.sent(sequence);
    }
    expect(pace.spacingMs).toBe(8);
  });

  test('tries nothing faster again once round trips grew', () => {
    const { pace, send } = sample();
    send(12, 50);
    send(20, 61);
    expect(pace.spacingMs).toBe(8);
    send(100, 50);
    expect(pace.spacingMs).toBe(8);
  });

  test('goes back when a pace that seemed right fills a queue after all', () => {
    const { pace, send } = sample();
    send(12, 50);
    send(20, 50);
    send(20, 50);
    expect(pace.spacingMs).toBe(2);
    send(24, 70);
    expect(pace.spacingMs).toBe(3);
    send(100, 50);
    expect(pace.spacingMs).toBe(3);
    send(12, 70);
    expect(pace.spacingMs).toBe(4.5);
  });
});
