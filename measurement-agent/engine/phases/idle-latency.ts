import type { Plan } from '../../protocol/plan.ts';
import type { Prober } from '../prober.ts';

/** Probes that wake what sleeps on an idle path (radio, power saving, code that has not run yet) and do not count. */
const WAKING_PROBES = 3;
/** A probe of an idle line that has not returned after this long is lost. */
const SETTLE_LIMIT_MS = 3_000;

/** Round trips of the idle line in the order they were sent, in ms. */
export async function measureIdleLatency(
  prober: Prober,
  plan: Plan['idle'],
  onSample: (rttMs: number, done: number) => void,
  signal: AbortSignal,
): Promise<number[]> {
  const { meanSpacingMs } = plan;
  await prober.probe({ count: WAKING_PROBES, meanSpacingMs, onRoundTrip: () => {} }, signal);
  await prober.settle(SETTLE_LIMIT_MS, signal);

  const samples: { sentAtMs: number; rttMs: number }[] = [];
  await prober.probe(
    {
      count: plan.probes,
      meanSpacingMs,
      onRoundTrip(sample) {
        samples.push(sample);
        onSample(sample.rttMs, samples.length);
      },
    },
    signal,
  );
  await prober.settle(SETTLE_LIMIT_MS, signal);
  return samples.toSorted((a, b) => a.sentAtMs - b.sentAtMs).map(({ rttMs }) => rttMs);
}
