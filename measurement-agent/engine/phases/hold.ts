import { CALMING_MS } from '../../metrics/plan-bytes.ts';
import { PROBE_BITS } from '../../metrics/probe-bits.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { Clock, Random } from '../clock.ts';
import type { LoadConnection } from '../load-connection.ts';
import { heldInFlightBytes } from '../pacing.ts';
import { wait } from '../wait.ts';

/** A figure needs so many round trips; where the rate allows few a second, probing goes on for them, but not for ever. */
const WANTED_PROBES = 24;
const LONGEST_MS = 2_000;
/** draft-ietf-ippm-responsiveness-09: MPS, 100 probes a second, is for a run ten times as long. */
const LEAST_SPACING_MS = 4;

export interface HoldOptions {
  plan: NonNullable<Plan['responsiveness']>;
  connections: readonly LoadConnection[];
  /** Rate of each connection over the last part of the load, bit/s. */
  ratesBps: readonly number[];
  /** Round trip of the loaded path, ms. */
  rttMs: number;
  /** No more bytes may be moved: the line is no longer kept full. */
  spent: () => boolean;
  clock: Clock;
  random: Random;
  signal: AbortSignal;
}

/**
 * Keeps the line as full as it is while probes go over the load connections themselves. The load before it hands out more
 * than the path takes, so that nothing but the path limits it; a probe would wait behind that, which is the measurement's
 * queue and no line's. By Little's law a queue stays as it is when in flight is what rate and round trip say. What is under way
 * at the end comes back before the load's own last word, which follows it in order.
 */
export async function holdAndProbe(options: HoldOptions): Promise<void> {
  const { plan, connections, ratesBps, rttMs, spent, clock, random, signal } = options;
  const bps = ratesBps.reduce((sum, each) => sum + each, 0);
  if (connections.length === 0 || bps === 0) return;
  connections.forEach((connection, index) => {
    connection.hold(heldInFlightBytes((ratesBps[index] ?? 0) / 8000, rttMs));
  });
  await wait(clock, CALMING_MS, signal);
  const spacingMs = Math.max(LEAST_SPACING_MS, (PROBE_BITS * 1000) / (plan.selfRateShare * bps));
  const endMs = clock.now() + Math.min(LONGEST_MS, Math.max(plan.holdMs, WANTED_PROBES * spacingMs));
  while (clock.now() < endMs && !spent() && !signal.aborted) {
    connections[Math.floor(random() * connections.length)]?.probe();
    await wait(clock, -Math.log(1 - random()) * spacingMs, signal);
  }
}
