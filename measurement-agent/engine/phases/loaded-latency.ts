import type { Plan } from '../../protocol/plan.ts';
import type { Prober, RoundTrip } from '../prober.ts';
import { type LoadOptions, type LoadRecord, load } from './load.ts';

/** What is still under way when load stops waited behind a full queue: it may take this long. */
const SETTLE_LIMIT_MS = 3_000;

export interface LoadedRecord extends LoadRecord {
  /** Round trips while the line was loaded, on the engine's clock, start-up included. */
  roundTrips: RoundTrip[];
}

/** Loads one direction and probes round trips meanwhile, on a connection of their own. */
export async function loadAndProbe(
  prober: Prober,
  working: Plan['working'],
  options: LoadOptions,
  onRoundTrip: (rttMs: number) => void,
): Promise<LoadedRecord> {
  const roundTrips: RoundTrip[] = [];
  const loadOver = new AbortController();
  const probing = prober
    .probe(
      {
        count: Number.POSITIVE_INFINITY,
        meanSpacingMs: working.meanSpacingMs,
        onRoundTrip(roundTrip) {
          roundTrips.push(roundTrip);
          onRoundTrip(roundTrip.rttMs);
        },
      },
      AbortSignal.any([options.signal, loadOver.signal]),
    )
    .then(() => prober.settle(SETTLE_LIMIT_MS, options.signal));
  const record = await load({ ...options, onLoadStopped: () => loadOver.abort() });
  loadOver.abort();
  await probing;
  return { ...record, roundTrips };
}
