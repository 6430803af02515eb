import type { LoadPlan, Plan } from '../protocol/plan.ts';

/** Start-up may come on top of a plan's time: this long, and some round trips. */
export const START_UP_MS = 600;
/** What the pacing of the load has queued up is gone after about this long. */
export const CALMING_MS = 250;

/** How long a plan loads each direction at most, on a path of short round trips, ms. */
export function longestLoadMs(plan: Plan): number {
  const holdMs = plan.responsiveness ? CALMING_MS + plan.responsiveness.holdMs : 0;
  const one = ({ durationMs }: LoadPlan) => START_UP_MS + durationMs + holdMs;
  return one(plan.download) + one(plan.upload);
}

/** Bytes that a test moves at most on a line of `bps` in both directions: load runs for its time, not for an amount. */
export function mostBytes(plan: Plan, bps: number): number {
  return (longestLoadMs(plan) * bps) / 8000;
}
