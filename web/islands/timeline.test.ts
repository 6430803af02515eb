import { expect, it } from 'vitest';
import { overall, STAGES, stageDurations } from './timeline.ts';

const DURATIONS = { idle: 1_000, loss: 0, download: 4_000, upload: 5_000 };

it('takes the durations from the plan that runs', () => {
  const plan = {
    idle: { probes: 40, meanSpacingMs: 25 },
    download: { durationMs: 4_000, connections: 4 },
    upload: { durationMs: 5_000, connections: 4 },
    working: { meanSpacingMs: 50 },
  };
  // Start-up comes on top of what a plan says.
  const expected = { idle: 1_000, loss: 0, download: 4_600, upload: 5_600 };
  expect(stageDurations(plan, ['idle', 'download', 'upload'])).toEqual(expected);
  expect(stageDurations(plan, STAGES)).toEqual({ ...expected, loss: 2_000 });
});

it.each([
  ['idle', 0, 0, 10_000],
  ['download', 0.5, 30, 7_000],
  ['upload', 1, 100, 0],
  // A stage that takes longer than planned waits at its end.
  ['download', 1.7, 50, 5_000],
] as const)('stands in %s at %d of it at %d percent', (stage, fraction, percent, leftMs) => {
  expect(overall(DURATIONS, stage, fraction)).toEqual({ percent, leftMs });
});
