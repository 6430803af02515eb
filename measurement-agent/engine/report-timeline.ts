import { type Datagram, lossParts } from '../metrics/loss-parts.ts';
import { thinned } from '../metrics/thin.ts';
import type { Loss, Timeline } from '../protocol/result.ts';
import type { Stage } from './events.ts';
import type { LossRecord, LossTrain } from './loss-stages.ts';
import type { RoundTrip } from './pending-probes.ts';
import type { LoadedRecord } from './phases/loaded-latency.ts';
import { toMicroseconds } from './rounding.ts';

/** What of a run has a place in time, on the engine's clock. */
export interface TimedSamples {
  /** When the run and each stage of it began. */
  startedAtMs: number;
  stagesBeganAtMs: Partial<Record<Stage, number>>;
  /** In the order sent; null when that stage was not reached. */
  idleRoundTrips: readonly RoundTrip[] | null;
  download: LoadedRecord | null;
  upload: LoadedRecord | null;
  /** Both directions at once; null when that was not asked for, or not reached. */
  bidirectional: { download: LoadedRecord; upload: LoadedRecord } | null;
  loss: LossRecord;
}

/** Some 300 points of 16 bytes are 5 kB of a document. */
const MOST_IDLE = 100;
const MOST_WORKING = 200;

/** `timeline` of a result. `loss` is what was reported of it: datagrams of unknown fate are not in it. */
export function timelineOf(samples: TimedSamples, loss: Loss | null): Timeline {
  const { startedAtMs, stagesBeganAtMs, idleRoundTrips, download, upload, bidirectional } = samples;
  const sinceStart = (atMs: number) => Math.max(0, Math.round(atMs - startedAtMs));
  const points = (roundTrips: readonly RoundTrip[], most: number) =>
    thinned(
      roundTrips
        .toSorted((a, b) => a.sentAtMs - b.sentAtMs)
        .map(({ sentAtMs, rttMs }): [number, number] => [sinceStart(sentAtMs), toMicroseconds(rttMs)]),
      most,
    );
  // Connections are opened first: a direction begins where its series does.
  const began = { ...stagesBeganAtMs };
  for (const record of [download, upload]) if (record !== null) began[record.direction] = record.beganAtMs;
  if (bidirectional !== null) began.bidirectional = bidirectional.download.beganAtMs;
  const beganMs = Object.entries(began).map(([stage, atMs]) => [stage, sinceStart(atMs)]);
  // Both directions at once share one series of round trips.
  const loaded = [download, upload, bidirectional?.download].flatMap((record) => record?.roundTrips ?? []);
  const datagrams = [
    ...(loss === null ? [] : datagramsOf(samples.loss.idle)),
    ...(loss?.working ? datagramsOf(samples.loss.working) : []),
  ].map(({ atMs, isLost }) => ({ atMs: sinceStart(atMs), isLost }));
  return {
    beganMs: Object.fromEntries(beganMs),
    idleRtts: points(idleRoundTrips ?? [], MOST_IDLE),
    workingRtts: points(loaded, MOST_WORKING),
    loss: loss && lossParts(datagrams),
  };
}

/** Every datagram of a train on the engine's clock. */
function datagramsOf(train: LossTrain): Datagram[] {
  if (typeof train === 'string') return [];
  const received = new Set(train.received);
  return train.sentAfterMs.map((afterMs, sequence) => ({
    atMs: train.beganAtMs + afterMs,
    isLost: !received.has(sequence),
  }));
}
