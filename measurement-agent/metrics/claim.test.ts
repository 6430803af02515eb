import { describe, expect, test } from 'vitest';
import { type Claim, claimFaults } from './claim.ts';

/** 50 bins of 100 ms: half a second of nothing, half of start-up, then 12,500 bytes a ms, a second of it at half the rate. */
const BYTES = Array.from({ length: 50 }, (_, bin) => {
  if (bin < 5) return 0;
  if (bin < 10) return 300_000;
  return bin >= 30 && bin < 40 ? 625_000 : 1_250_000;
});
const TOTAL = BYTES.reduce<number>((sum, bytes) => sum + bytes, 0);
const SUMMARY = { bytes: TOTAL, curve: { binMs: 100, bytes: BYTES } };
/** The two seconds before the slow one: 100 Mbit/s. */
const CLAIM: Claim = { bytes: TOTAL, goodputBps: 100e6, durationMs: 2_000, windowFromMs: 1_000 };

describe('claimFaults()', () => {
  test.each([
    ['the truth', {}, 'download', []],
    ['a rate within 5% and 20 ms', { goodputBps: 105.9e6 }, 'download', []],
    ['a rate above that', { goodputBps: 106.2e6 }, 'download', ['rate']],
    ['the same up', { goodputBps: 105.9e6 }, 'upload', []],
    ['a rate above that up', { goodputBps: 106.2e6 }, 'upload', ['rate']],
    ['a window that the clocks put elsewhere', { windowFromMs: 700 }, 'download', []],
    ['bytes within 5%', { bytes: TOTAL * 0.96 }, 'download', []],
    ['fewer bytes', { bytes: TOTAL * 0.94 }, 'download', ['bytes']],
    ['more bytes up', { bytes: TOTAL * 1.03 }, 'upload', ['bytes']],
    [
      'a rate that is nowhere so low',
      { goodputBps: 30e6, durationMs: 1_000, windowFromMs: 3_500 },
      'download',
      ['rate'],
    ],
    ['a rate that only half of the window has', { windowFromMs: 2_000 }, 'download', []],
    ['no window at all', { durationMs: 0 }, 'download', ['rate']],
    ['a window longer than the phase', { durationMs: 20_000, goodputBps: 100e6 }, 'download', ['rate']],
  ] as const)('%s', (_name, changes, direction, faults) => {
    expect(claimFaults({ ...CLAIM, ...changes }, SUMMARY, direction, null)).toEqual(faults);
  });

  test('a far line may be off by a tenth of its round trip, and of a second at most', () => {
    const faults = (goodputBps: number, idleRttMs: number) =>
      claimFaults({ ...CLAIM, goodputBps }, SUMMARY, 'download', idleRttMs);
    expect(faults(108.9e6, 600)).toEqual([]);
    expect(faults(109.2e6, 600)).toEqual(['rate']);
    expect(faults(112e6, 60_000)).toEqual(['rate']);
  });

  test('a short window may be beyond the curve by a quarter of itself, so half of the rate is not true there', () => {
    const curve = { binMs: 50, bytes: Array.from({ length: 10 }, () => 625_000) };
    const claim = { bytes: 6_250_000, durationMs: 500, windowFromMs: 0 };
    const faults = (goodputBps: number) =>
      claimFaults({ ...claim, goodputBps }, { bytes: 6_250_000, curve }, 'download', null);
    expect(faults(100e6)).toEqual([]);
    expect(faults(50e6)).toEqual(['rate']);
  });

  test('without a curve a rate may need no more bytes than there were', () => {
    const summary = { bytes: TOTAL };
    expect(claimFaults(CLAIM, summary, 'download', null)).toEqual([]);
    expect(claimFaults({ ...CLAIM, goodputBps: 400e6 }, summary, 'download', null)).toEqual(['rate']);
  });

  test('nothing was moved and nothing claimed', () => {
    const nothing = { bytes: 0, goodputBps: 0, durationMs: 200, windowFromMs: 0 };
    expect(
      claimFaults(nothing, { bytes: 0, curve: { binMs: 100, bytes: [0, 0] } }, 'download', null),
    ).toEqual([]);
  });
});
