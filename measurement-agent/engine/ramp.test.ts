import { describe, expect, test } from 'vitest';
import { decideRamp, type RampStep, rampStepMs, singleConnectionBps } from './ramp.ts';

const NEAR = { rttMs: 20, maxConnections: 16 };

function steps(...pairs: [connections: number, mbps: number][]): RampStep[] {
  return pairs.map(([connections, mbps]) => ({ connections, bps: mbps * 1e6 }));
}

describe('decideRamp()', () => {
  test.each([
    ['waits for the first step', steps(), NEAR, 'wait'],
    ['waits while one connection still grows', steps([1, 20]), NEAR, 'wait'],
    ['adds one when one has settled', steps([1, 90], [1, 95]), NEAR, { add: 1 }],
    ['adds one when the time of one is up', steps([1, 20], [1, 40], [1, 80]), NEAR, { add: 1 }],
    ['leaves a slow line to one', steps([1, 0.9], [1, 0.95]), NEAR, 'done'],
    ['doubles while that brings more', steps([1, 5], [1, 5], [2, 10]), NEAR, { add: 2 }],
    ['stops when it brings no more', steps([1, 95], [1, 95], [2, 96]), NEAR, 'done'],
    ['stops at the limit', steps([8, 50], [16, 90]), NEAR, 'done'],
    ['does not pass the limit', steps([1, 5], [1, 5], [2, 10]), { rttMs: 20, maxConnections: 3 }, { add: 1 }],
    ['adds after one step on a long path', steps([1, 1]), { rttMs: 600, maxConnections: 16 }, { add: 1 }],
  ] as const)('%s', (_name, tried, path, expected) => {
    expect(decideRamp(tried, path)).toEqual(expected);
  });
});

test('a step is two round trips, 300 ms at least', () => {
  expect([5, 150, 600].map((rttMs) => rampStepMs(rttMs))).toEqual([300, 300, 1200]);
});

test('singleConnectionBps() is what one brought last', () => {
  expect(singleConnectionBps(steps([1, 5], [1, 7], [2, 12]))).toBe(7e6);
  expect(singleConnectionBps([])).toBeNull();
});
