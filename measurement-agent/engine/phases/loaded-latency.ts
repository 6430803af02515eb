import { ascending, quantile } from '../../metrics/quantile.ts';
import type { Plan } from '../../protocol/plan.ts';
import type { RoundTrip } from '../pending-probes.ts';
import type { Prober } from '../prober.ts';
import { type LoadOptions, type LoadRecord, load } from './load.ts';

/** What is still under way when load stops waited behind a full queue: it may take this long. */
const SETTLE_LIMIT_MS = 3_000;

export interface LoadedRecord extends LoadRecord {
  /** Round trips while the line was loaded, on the engine's clock, start-up included. */
  roundTrips: RoundTrip[];
}

/** IP bits of one probe in the direction of its heavier packets: the message, and the acknowledgement of its echo. */
const PROBE_BITS = (52 + 6 + 30 + 52) * 8;
/** On the slowest lines probes are still this near, or there would be no figure. */
const LONGEST_SPACING_MS = 150;
/** So many are under way at once in the mean: more would wait for the probing connection's own window. */
const MAX_IN_FLIGHT = 12;
/** Spacing until the rate is known. */
const FIRST_SPACING_MS = 50;
/** The round trip of the moment is the median of so many. */
const RECENT = 5;

/** Loads one direction and probes round trips meanwhile, on a connection of their own. */
export async function loadAndProbe(
  prober: Prober,
  working: Plan['working'],
  options: Omit<LoadOptions, 'rtt'> & { idleRttMs: number },
  onRoundTrip: (rttMs: number) => void,
): Promise<LoadedRecord> {
  const { idleRttMs } = options;
  const roundTrips: RoundTrip[] = [];
  let bps: number | null = null;
  const nowMs = () => {
    const recent = roundTrips.slice(-RECENT).map(({ rttMs }) => rttMs);
    return quantile(ascending(recent), 0.5) ?? idleRttMs;
  };
  const meanSpacingMs = () =>
    bps === null
      ? FIRST_SPACING_MS
      : Math.min(
          LONGEST_SPACING_MS,
          Math.max(
            working.meanSpacingMs,
            nowMs() / MAX_IN_FLIGHT,
            (PROBE_BITS * 1000) / (working.rateShare * bps),
          ),
        );

  const loadOver = new AbortController();
  const probing = prober
    .probe(
      {
        count: Number.POSITIVE_INFINITY,
        meanSpacingMs,
        onRoundTrip(roundTrip) {
          roundTrips.push(roundTrip);
          onRoundTrip(roundTrip.rttMs);
        },
      },
      AbortSignal.any([options.signal, loadOver.signal]),
    )
    .then(() => prober.settle(SETTLE_LIMIT_MS, options.signal));
  const record = await load({
    ...options,
    rtt: { idleMs: idleRttMs, nowMs },
    onSample(atMs, sampleBps) {
      bps = sampleBps;
      options.onSample(atMs, sampleBps);
    },
    onLoadStopped: () => loadOver.abort(),
  });
  loadOver.abort();
  await probing;
  return { ...record, roundTrips };
}
