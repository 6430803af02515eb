import { describe, expect, test } from 'vitest';
import { SLOW_UPLOAD_BYTES, SLOW_UPLOAD_MS } from '../../measurement-agent/protocol/spec.ts';
import { LOOK_MS, Progress } from './progress.ts';

const MINUTE_MS = 60_000;

/** When an upload is found too slow, ms since it was opened, if `bytesAt` have been delivered by then; null when never. */
function tooSlowAtMs(bytesAt: (atMs: number) => number): number | null {
  const progress = new Progress();
  for (let atMs = LOOK_MS; atMs <= MINUTE_MS; atMs += LOOK_MS) {
    if (progress.isTooSlow(bytesAt(atMs))) return atMs;
  }
  return null;
}

const rate = (bps: number, fromMs = 0) => {
  return (atMs: number) => Math.floor((bps / 8000) * Math.max(0, atMs - fromMs));
};

describe('Progress', () => {
  test.each<[string, (atMs: number) => number]>([
    ['0.1 Mbit/s', rate(1e5)],
    ['0.1 Mbit/s after 8 s of waiting for other connections', rate(1e5, 8_000)],
    ['one of 16 on 0.16 Mbit/s', rate(1e4)],
    ['exactly enough', rate((SLOW_UPLOAD_BYTES * 8000) / SLOW_UPLOAD_MS)],
    ['16 KiB at once every 15 s', (atMs) => SLOW_UPLOAD_BYTES * Math.ceil(atMs / SLOW_UPLOAD_MS)],
  ])('lets %s be', (_name, bytesAt) => expect(tooSlowAtMs(bytesAt)).toBeNull());

  test.each<[string, (atMs: number) => number, number]>([
    ['nothing', () => 0, SLOW_UPLOAD_MS],
    ['a byte a second', rate(8), SLOW_UPLOAD_MS],
    ['just too little', (atMs) => Math.min(atMs, SLOW_UPLOAD_BYTES - 1), SLOW_UPLOAD_MS],
    ['a good beginning and then a byte a second', (atMs) => 1e6 + rate(8)(atMs), SLOW_UPLOAD_MS + LOOK_MS],
    [
      'what stops after 21 s',
      (atMs) => Math.min(rate(1e6)(atMs), rate(1e6)(21_000)),
      25_000 + SLOW_UPLOAD_MS,
    ],
  ])('finds %s too slow', (_name, bytesAt, atMs) => expect(tooSlowAtMs(bytesAt)).toBe(atMs));
});
