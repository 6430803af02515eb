/**
 * How many connections load a line. One is too few where loss, a long path or a per-flow limit holds it back; many are a
 * burden on a slow line. So: one first, then twice as many as long as that brings more.
 */

/** What a number of connections brought, in the order tried. */
export interface RampStep {
  connections: number;
  /** Rate of all of them over the step, bit/s. */
  bps: number;
}

/** More connections must bring this much more to be worth more still. */
const RISE = 1.1;
/** A line slower than this is filled by one connection, and has no room for the packets of a second. */
const SINGLE_BELOW_BPS = 2e6;

/** A step lasts this long or two round trips: what was added must have had time to grow. */
const STEP_MS = 300;
export function rampStepMs(rttMs: number): number {
  return Math.max(STEP_MS, 2 * rttMs);
}

/** One connection is tried for this long at most before others join it, or for two round trips. */
const SINGLE_LIMIT_MS = 900;

/** What to do after a step: add so many connections, wait another step, or leave it at what there is. */
export type RampDecision = { add: number } | 'wait' | 'done';

export function decideRamp(
  steps: readonly RampStep[],
  { rttMs, maxConnections }: { rttMs: number; maxConnections: number },
): RampDecision {
  const last = steps.at(-1);
  if (last === undefined) return 'wait';
  const before = steps.at(-2);
  const rises = before === undefined || last.bps >= RISE * before.bps;
  const { connections } = last;
  if (connections === 1) {
    const settled = !rises && last.bps > 0;
    if (!settled && steps.length * rampStepMs(rttMs) < Math.max(SINGLE_LIMIT_MS, 2 * rttMs)) return 'wait';
    // A rate that still grows says nothing about the line yet.
    if (settled && last.bps < SINGLE_BELOW_BPS) return 'done';
  } else if (!rises) {
    return 'done';
  }
  const add = Math.min(connections, maxConnections - connections);
  return add > 0 ? { add } : 'done';
}

/** The rate that one connection brought last while it was alone; null when it never was. */
export function singleConnectionBps(steps: readonly RampStep[]): number | null {
  return steps.findLast(({ connections }) => connections === 1)?.bps ?? null;
}
