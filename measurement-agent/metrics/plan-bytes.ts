import type { Plan } from '../protocol/plan.ts';
import type { Direction } from '../protocol/summary.ts';

/** Start-up may come on top of a plan's time: this long, and some round trips. */
export const START_UP_MS = 600;
/** What the pacing of the load has queued up is gone after about this long. */
export const CALMING_MS = 250;

/** How long a plan loads a direction at most, on a path of short round trips, ms. */
export function longestDirectionMs(plan: Plan, direction: Direction): number {
  const holdMs = plan.responsiveness ? CALMING_MS + plan.responsiveness.holdMs : 0;
  return START_UP_MS + plan[direction].durationMs + holdMs;
}

/** How long a plan loads both directions, one after the other, at most. */
export function longestLoadMs(plan: Plan): number {
  return longestDirectionMs(plan, 'download') + longestDirectionMs(plan, 'upload');
}

/** Bytes that a test moves at most on a line of `bps` in both directions: load runs for its time, not for an amount. */
export function mostBytes(plan: Plan, bps: number): number {
  return (longestLoadMs(plan) * bps) / 8000;
}
