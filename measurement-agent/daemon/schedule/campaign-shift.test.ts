import { expect, test } from 'vitest';
import { campaignShiftMs } from './campaign-shift.ts';

test.each([
  // Around half a minute rounding alone would move it to and fro.
  [0, 29_000, 0],
  [0, 31_000, 0],
  [60_000, 29_000, 60_000],
  [0, 60_000, 0],
  [0, 60_001, 60_000],
  [0, 95_000, 120_000],
  [120_000, 61_000, 120_000],
  [32_400_000, 12, 0],
  [0, -32_400_400, -32_400_000],
])('a shift of %i ms is at an offset of %i ms one of %i', (appliedMs, aheadMs, shiftMs) => {
  expect(campaignShiftMs(appliedMs, aheadMs)).toBe(shiftMs);
});
