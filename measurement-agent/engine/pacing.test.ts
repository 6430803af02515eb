import { expect, test } from 'vitest';
import { MAX_CREDIT_BYTES, MIN_MESSAGE_BYTES } from '../protocol/spec.ts';
import { heldInFlightBytes, heldMessageBytes } from './pacing.ts';

test.each([
  ['a tenth more than the path takes', 2_500, 100, 275_000],
  ['never more than the worker takes', 375_000, 100, MAX_CREDIT_BYTES],
  ['one message at least', 1, 20, MIN_MESSAGE_BYTES],
  ['whole bytes', 1_234.567, 33.3, 45_222],
])('held in flight: %s', (_name, bytesPerMs, rttMs, bytes) => {
  expect(heldInFlightBytes(bytesPerMs, rttMs)).toBe(bytes);
  expect(heldMessageBytes(bytes)).toBeGreaterThanOrEqual(MIN_MESSAGE_BYTES);
  expect(Number.isInteger(heldMessageBytes(bytes))).toBe(true);
});
