import { goodput } from '../metrics/goodput.ts';
import {
  type Confidence,
  responsivenessConfidence,
  responsivenessRpm,
  trimmedMeanMs,
} from '../metrics/responsiveness.ts';
import type { DirectionResponsiveness, Responsiveness } from '../protocol/result.ts';
import type { LoadedRecord } from './phases/loaded-latency.ts';
import { toMicroseconds } from './rounding.ts';

/** Revision, and how its probes are made: new connections are WebSockets, those on the load messages of theirs. */
const METHOD = 'draft-ietf-ippm-responsiveness-09 websocket';
/** Fewer connections than this, or fewer messages, are an anecdote. */
const MIN_FOREIGN = 3;
const MIN_SELF = 10;

const CONFIDENCES: readonly Confidence[] = ['low', 'medium', 'high'];

/** `responsiveness` of a result: each direction, and the lower of both. Null when a direction has too few samples. */
export function responsivenessReport(
  download: LoadedRecord | null,
  upload: LoadedRecord | null,
): Responsiveness | null {
  const down = directionReport(download);
  const up = directionReport(upload);
  if (down === null || up === null) return null;
  return {
    rpm: Math.min(down.rpm, up.rpm),
    confidence: CONFIDENCES.find((each) => each === down.confidence || each === up.confidence) ?? 'low',
    method: METHOD,
    download: down,
    upload: up,
  };
}

function directionReport(record: LoadedRecord | null): DirectionResponsiveness | null {
  return record && responsivenessOf(record, record.selfRttsMs);
}

/** Responsiveness while `record` was loaded; `selfRttsMs` are the round trips on its connections. */
export function responsivenessOf(
  record: LoadedRecord,
  selfRttsMs: readonly number[],
): DirectionResponsiveness | null {
  const window = goodput(record.connections, record.untilMs);
  if (window === null) return null;
  const { beganAtMs } = record;
  const foreignRttsMs = record.foreign
    .map(({ sentAtMs, rttMs }) => ({ atMs: sentAtMs - beganAtMs, rttMs }))
    .filter(({ atMs }) => atMs >= window.loadedFromMs);
  const rpm = responsivenessRpm({ foreignRttsMs, selfRttsMs });
  const foreignRttMs = trimmedMeanMs(foreignRttsMs.map(({ rttMs }) => rttMs));
  const selfRttMs = trimmedMeanMs(selfRttsMs);
  if (rpm === null || foreignRttMs === null || selfRttMs === null) return null;
  if (foreignRttsMs.length < MIN_FOREIGN || selfRttsMs.length < MIN_SELF) return null;
  return {
    rpm: toTenths(rpm),
    confidence: responsivenessConfidence(foreignRttsMs),
    foreignRttMs: toMicroseconds(foreignRttMs),
    foreignSamples: foreignRttsMs.length,
    selfRttMs: toMicroseconds(selfRttMs),
    selfSamples: selfRttsMs.length,
  };
}

function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
