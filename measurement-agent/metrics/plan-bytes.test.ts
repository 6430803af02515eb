import { expect, test } from 'vitest';
import { DEFAULT_PLAN } from '../protocol/plan.ts';
import { longestLoadMs, mostBytes } from './plan-bytes.ts';

test('a plan loads a line for its times and the rests between', () => {
  const plan = {
    ...DEFAULT_PLAN,
    download: { ...DEFAULT_PLAN.download, durationMs: 3_000 },
    upload: { ...DEFAULT_PLAN.upload, durationMs: 1_000 },
    responsiveness: { holdMs: 150, foreignRateShare: 0, selfRateShare: 0 },
  };
  // 600 + 3000 + 250 + 150, and 600 + 1000 + 250 + 150
  expect(longestLoadMs(plan)).toBe(6_000);
  expect(mostBytes(plan, 8e6)).toBe(6_000_000);
  expect(longestLoadMs({ ...plan, responsiveness: undefined })).toBe(5_200);
});
