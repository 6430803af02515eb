import { describe, expect, test } from 'vitest';
import { decideRamp, type RampStep, rampStepMs, singleConnectionBps } from './ramp.ts';

function steps(...pairs: [connections: number, mbps: number][]): RampStep[] {
  return pairs.map(([connections, mbps]) => ({ connections, bps: mbps * 1e6, queue: false }));
}

describe('decideRamp()', () => {
  test.each([
    ['waits for the first step', steps(), 16, 'wait'],
    ['waits for a second step to compare', steps([1, 20]), 16, 'wait'],
    ['waits while one connection is in slow start', steps([1, 1], [1, 4]), 16, 'wait'],
    ['adds one when one has settled', steps([1, 90], [1, 95]), 16, { add: 1 }],
    ['leaves a slow line to one', steps([1, 0.9], [1, 0.95]), 16, 'done'],
    ['doubles while that brings more', steps([1, 5], [1, 5], [2, 10]), 16, { add: 2 }],
    ['waits for those that were added', steps([1, 5], [1, 5], [2, 6], [2, 10]), 16, 'wait'],
    ['stops when it brings no more', steps([1, 95], [1, 95], [2, 96]), 16, 'done'],
    ['stops at the limit', steps([1, 9], [8, 50], [16, 90]), 16, 'done'],
    ['does not pass the limit', steps([1, 5], [1, 5], [2, 10]), 3, { add: 1 }],
  ] as const)('%s', (_name, tried, maxConnections, expected) => {
    expect(decideRamp(tried, maxConnections)).toEqual(expected);
  });
  test('adds none to a line that is full', () => {
    const full = steps([1, 18], [1, 19]).map((step) => ({ ...step, queue: true }));
    expect(decideRamp(full, 16)).toBe('enough');
    // The queue is gone, the rate is not.
    expect(decideRamp([...full, ...steps([1, 18.5])], 16)).toBe('enough');
    // What overflowed is being repaired …
    expect(decideRamp([...full, ...steps([1, 9], [1, 12])], 16)).toBe('enough');
    expect(decideRamp([...full, ...steps([1, 9], [1, 12], [1, 17.9], [1, 12])], 16)).toBe('enough');
    // … and that does not take longer.
    expect(decideRamp([...full, ...steps([1, 9], [1, 12], [1, 12])], 16)).toEqual({ add: 1 });
  });
  test('a queue in slow start is one of a slower line', () => {
    const grown = (mbps: number) => [
      { connections: 1, bps: 10e6, queue: true },
      ...steps([1, mbps], [1, mbps], [1, mbps]),
    ];
    expect(decideRamp(grown(13), 16)).toBe('enough');
    expect(decideRamp(grown(14), 16)).toEqual({ add: 1 });
  });
});

test('a step is two round trips, 300 ms at least', () => {
  expect([5, 150, 600].map((rttMs) => rampStepMs(rttMs))).toEqual([300, 300, 1200]);
});

test('singleConnectionBps() is what one brought last', () => {
  expect(singleConnectionBps(steps([1, 5], [1, 7], [2, 12]))).toBe(7e6);
  expect(singleConnectionBps([])).toBeNull();
});
