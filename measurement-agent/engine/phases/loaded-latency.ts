import { PROBE_BITS } from '../../metrics/probe-bits.ts';
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

/**
 * A probe takes as much of the direction that is not loaded, which has the load's acknowledgements to carry: this share of it
 * at most.
 */
const OTHER_SHARE = 0.05;
/** On the slowest lines probes are still this near, or there would be no figure. */
const LONGEST_SPACING_MS = 75;
/** So many are under way at once in the mean: more would wait for the probing connection's own window. */
const MAX_IN_FLIGHT = 12;
/** Spacing until the rate is known. */
const FIRST_SPACING_MS = 50;
/** The round trip of the moment is the median of so many. */
const RECENT = 5;

/** What is the same for all directions that are loaded at once. */
type Shared = Omit<LoadOptions, 'rtt' | keyof DirectionLoad> & {
  idleRttMs: number;
  /** Rate of the direction that is not loaded, bit/s; null while nothing is known of it. */
  otherBps: number | null;
};
/** What is each direction's own. */
export type DirectionLoad = Pick<LoadOptions, 'direction' | 'plan' | 'allowance' | 'onSample'>;

/** Loads a direction, or both at once, and probes round trips meanwhile, on a connection of their own. */
export async function loadAllAndProbe(
  prober: Prober,
  working: Plan['working'],
  shared: Shared,
  loads: readonly DirectionLoad[],
  onRoundTrip: (rttMs: number) => void,
): Promise<LoadedRecord[]> {
  const { idleRttMs, otherBps, responsiveness } = shared;
  const roundTrips: RoundTrip[] = [];
  const rates = new Map<DirectionLoad, number>();
  /** Probes burden the slowest direction most. */
  const slowestBps = () => (rates.size < loads.length ? null : Math.min(...rates.values()));
  const nowMs = () => {
    const recent = roundTrips.slice(-RECENT).map(({ rttMs }) => rttMs);
    return quantile(ascending(recent), 0.5) ?? idleRttMs;
  };
  const meanSpacingMs = () => {
    const bps = slowestBps();
    if (bps === null) return FIRST_SPACING_MS;
    const allowedBps = Math.min(
      working.rateShare * bps,
      OTHER_SHARE * (otherBps ?? Number.POSITIVE_INFINITY),
    );
    const allowedMs = (PROBE_BITS * 1000) / allowedBps;
    return Math.min(LONGEST_SPACING_MS, Math.max(working.meanSpacingMs, nowMs() / MAX_IN_FLIGHT, allowedMs));
  };

  const foreign: ForeignRoundTrip[] = [];
  let foreignShare = responsiveness?.foreignRateShare ?? 0;
  const rateKnown = new AbortController();
  const loadOver = new AbortController();
  const opening = responsiveness
    ? probeForeign(
        {
          ...shared,
          allowedBps: () => {
            const bps = slowestBps();
            return bps === null ? null : foreignShare * bps;
          },
          onRoundTrip: (roundTrip) => foreign.push(roundTrip),
        },
        AbortSignal.any([shared.signal, loadOver.signal]),
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
      AbortSignal.any([shared.signal, rateKnown.signal]),
    )
    .then(() => prober.settle(SETTLE_LIMIT_MS, shared.signal));
  const allKnown = afterAll(loads.length, () => {
    shared.onRateKnown?.();
    rateKnown.abort();
    // The rate is no longer disturbed.
    foreignShare = responsiveness?.selfRateShare ?? 0;
  });
  const allStopped = afterAll(loads.length, () => loadOver.abort());
  const records = await Promise.all(
    loads.map((each) =>
      load({
        ...shared,
        ...each,
        rtt: { idleMs: idleRttMs, nowMs },
        onSample(atMs, bps) {
          rates.set(each, bps);
          each.onSample(atMs, bps);
        },
        onRateKnown: allKnown,
        onLoadStopped: allStopped,
      }),
    ),
  );
  rateKnown.abort();
  loadOver.abort();
  await Promise.all([probing, opening]);
  return records.map((record) => ({ ...record, roundTrips, foreign }));
}

/** Runs `then` when it was called as often as `count`. */
function afterAll(count: number, then: () => void): () => void {
  let left = count;
  return () => {
    left -= 1;
    if (left === 0) then();
  };
}
