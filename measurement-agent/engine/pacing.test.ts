import { expect, test } from 'vitest';
import { MAX_CREDIT_BYTES, MAX_MESSAGE_BYTES, MIN_MESSAGE_BYTES } from '../protocol/spec.ts';
import { heldInFlightBytes, heldMessageBytes, Pacer } from './pacing.ts';

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

/** Pace after a second at a steady rate, bytes a ms, on a path without a queue. */
function afterASecond(bytesPerMs: number, idleMs: number) {
  const counts = Array.from({ length: 101 }, (_, index) => ({
    atMs: index * 10,
    bytes: index * 10 * bytesPerMs,
  }));
  const pacer = () => new Pacer({ idleMs, nowMs: () => idleMs }, 0);
  return { download: pacer().pace(counts, 1000), upload: pacer().paceUpload(counts, 1000) };
}

test.each([
  ['1 Gbit/s near', 125_000, 1],
  ['200 Mbit/s far', 25_000, 80],
  ['3 Gbit/s', 375_000, 20],
])('an upload at %s is paced as a download', (_name, bytesPerMs, idleMs) => {
  const { download, upload } = afterASecond(bytesPerMs, idleMs);
  expect(upload).toEqual(download);
});

test.each([
  ['two messages at least', 1_250_000, 0.2, 2 * MAX_MESSAGE_BYTES],
  ['two round trips', 1_250_000, 1.5, 3_750_000],
  ['what the worker takes at most', 1_250_000, 10, MAX_CREDIT_BYTES],
])('a fast upload keeps in flight %s', (_name, bytesPerMs, idleMs, bytes) => {
  const { upload } = afterASecond(bytesPerMs, idleMs);
  expect(upload).toEqual({ inFlightBytes: bytes, messageBytes: MAX_MESSAGE_BYTES });
});

test.each([
  ['100 Mbit/s', 12_500, 250_000],
  ['500 Mbit/s', 62_500, 262_144],
  ['1 Gbit/s', 125_000, 262_144],
  ['2 Gbit/s', 250_000, 500_000],
  ['10 Gbit/s', 1_250_000, MAX_MESSAGE_BYTES],
])('messages at %s', (_name, bytesPerMs, messageBytes) => {
  expect(afterASecond(bytesPerMs, 5).download.messageBytes).toBe(messageBytes);
});
