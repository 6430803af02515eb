import type { Plan } from '../../protocol/plan.ts';
import type { RoundTrip } from '../pending-probes.ts';
import type { Prober } from '../prober.ts';

/** Probes that wake what sleeps on an idle path (radio, power saving, code that has not run yet) and do not count. */
const WAKING_PROBES = 3;
/**
 * On a long path many probes are under way at once, and TCP holds back what exceeds its congestion window: 10 packets at
 * first (RFC 6928). Few enough are free; beyond that a burst that does not count opens the window on both sides.
 */
const FREE_IN_FLIGHT = 4;
const MAX_IN_FLIGHT = 40;
/** No path on Earth is longer. */
const LONGEST_RTT_MS = 2_000;
/** A probe of an idle line that has not returned after this long is lost. */
const SETTLE_LIMIT_MS = 3_000;

/** Round trips of the idle line in the order they were sent. */
export async function measureIdleLatency(
  prober: Prober,
  plan: Plan['idle'],
  onSample: (rttMs: number, done: number) => void,
  signal: AbortSignal,
): Promise<RoundTrip[]> {
  let wokenRttMs = Number.POSITIVE_INFINITY;
  const wake = async (count: number, spacingMs: number) => {
    const onRoundTrip = ({ rttMs }: RoundTrip) => {
      wokenRttMs = Math.min(wokenRttMs, rttMs);
    };
    await prober.probe({ count, meanSpacingMs: () => spacingMs, onRoundTrip }, signal);
    await prober.settle(SETTLE_LIMIT_MS, signal);
  };
  await wake(WAKING_PROBES, plan.meanSpacingMs);
  const spacingMs = Math.max(plan.meanSpacingMs, Math.min(wokenRttMs, LONGEST_RTT_MS) / MAX_IN_FLIGHT);
  const inFlight = wokenRttMs / spacingMs;
  if (inFlight > FREE_IN_FLIGHT) await wake(Math.ceil(2 * Math.min(inFlight, MAX_IN_FLIGHT)), 0);

  const samples: RoundTrip[] = [];
  await prober.probe(
    {
      count: plan.probes,
      meanSpacingMs: () => spacingMs,
      onRoundTrip(sample) {
        samples.push(sample);
        onSample(sample.rttMs, samples.length);
      },
    },
    signal,
  );
  await prober.settle(SETTLE_LIMIT_MS, signal);
  return samples.toSorted((a, b) => a.sentAtMs - b.sentAtMs);
}
