import { ascending, quantile } from '../../metrics/quantile.ts';
import type { Plan } from '../../protocol/plan.ts';
import { type ForeignRoundTrip, probeForeign } from '../foreign-probes.ts';
import type { RoundTrip } from '../pending-probes.ts';
import type { Prober } from '../prober.ts';
import { type LoadOptions, type LoadRecord, load } from './load.ts';

/** What is still under way when load stops waited behind a full queue: it may take this long. */
const SETTLE_LIMIT_MS = 3_000;

export interface LoadedRecord extends LoadRecord {
  /** Round trips while the line was loaded, on the engine's clock, start-up included. */
  roundTrips: RoundTrip[];
  /** Round trips of connections opened beside the load. */
  foreign: ForeignRoundTrip[];
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

  const foreign: ForeignRoundTrip[] = [];
  const { responsiveness } = options;
  let foreignShare = responsiveness?.foreignRateShare ?? 0;
  const rateKnown = new AbortController();
  const loadOver = new AbortController();
  const opening = responsiveness
    ? probeForeign(
        {
          ...options,
          allowedBps: () => (bps === null ? null : foreignShare * bps),
          onRoundTrip: (roundTrip) => foreign.push(roundTrip),
        },
        AbortSignal.any([options.signal, loadOver.signal]),
      )
    : null;
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
      AbortSignal.any([options.signal, rateKnown.signal]),
    )
    .then(() => prober.settle(SETTLE_LIMIT_MS, options.signal));
  const record = await load({
    ...options,
    rtt: { idleMs: idleRttMs, nowMs },
    onSample(atMs, sampleBps) {
      bps = sampleBps;
      options.onSample(atMs, sampleBps);
    },
    onRateKnown() {
      options.onRateKnown?.();
      rateKnown.abort();
      // The rate is no longer disturbed.
      foreignShare = responsiveness?.selfRateShare ?? 0;
    },
    onLoadStopped: () => loadOver.abort(),
  });
  rateKnown.abort();
  loadOver.abort();
  await Promise.all([probing, opening]);
  return { ...record, roundTrips, foreign };
}
