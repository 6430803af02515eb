/** Samples to a submission. Plain data in, plain data out; every formula is in metrics. */

import { series } from '../metrics/counts.ts';
import { ipdvMeanAbsMs, pdvQuantileMs, rfc3550Ms, rttFigures } from '../metrics/delay.ts';
import { goodput } from '../metrics/goodput.ts';
import { isSteady, p10Bps, rateInterval } from '../metrics/rate-interval.ts';
import { noticed } from '../metrics/verdict/noticed.ts';
import type { Bidirectional, Declared, Idle, Load, Submission, WorkingRtt } from '../protocol/result.ts';
import { FORMAT_VERSION, MEASURE_SUBPROTOCOL, METHOD_VERSION } from '../protocol/spec.ts';
import type { Direction, Summary } from '../protocol/summary.ts';
import { type MissingReason, VERDICT_REASONS, type VerdictReason } from '../protocol/vocabulary.ts';
import type { LoadedRecord } from './phases/loaded-latency.ts';
import { probesBps } from './probe-cost.ts';
import { singleConnectionBps } from './ramp.ts';
import { lossReport } from './report-loss.ts';
import { responsivenessOf, responsivenessReport } from './report-responsiveness.ts';
import { type TimedSamples, timelineOf } from './report-timeline.ts';
import { microseconds } from './rounding.ts';

/** Everything a run left behind. */
export interface Samples extends TimedSamples {
  sessionId: string;
  groupId: string | null;
  synthetic: boolean;
  /** Bytes that the person allowed; null without such a limit. */
  maxBytes: number | null;
  agent: Submission['agent'];
  transport: string;
  declared: Declared;
  startedAt: string;
  durationMs: number;
  /** The run was stopped before its end. */
  stopped: boolean;
  /** The echo connection died. */
  echoLost: boolean;
  summaries: readonly Summary[];
  surroundings: Submission['surroundings'];
}

/** Interval of the stored series. */
const SERIES_INTERVAL_MS = 100;
/** A p95 that no sample lies beyond says nothing: 20 samples are the least that leave one there. */
const MIN_ROUND_TRIPS = 20;

function variation(rttsMs: readonly number[]) {
  return microseconds({
    ipdvMeanAbsMs: ipdvMeanAbsMs(rttsMs),
    pdvP95Ms: pdvQuantileMs(rttsMs, 0.95),
    rfc3550Ms: rfc3550Ms(rttsMs),
  });
}

type Field = keyof Submission['missing'];

/** A figure, or why there is none. */
type Figure<Value> = { value: Value; missing: null } | { value: null; missing: MissingReason };

export function report(samples: Samples): Submission {
  const idle = idleFigure(samples);
  const download = loadFigure('download', samples);
  const upload = loadFigure('upload', samples);
  const workingDownload = workingFigure('download', samples);
  const workingUpload = workingFigure('upload', samples);
  const selfDownload = selfFigure('download', samples);
  const selfUpload = selfFigure('upload', samples);
  const responsiveness = responsivenessReport(
    download.value === null ? null : samples.download,
    upload.value === null ? null : samples.upload,
  );
  const loss = lossReport(samples.loss);
  const bidirectional = bidirectionalFigure(samples);
  const missing: Partial<Record<Field, MissingReason>> = { ...loss.missing };
  const note = (field: Field, reason: MissingReason | null) => {
    if (reason !== null) missing[field] = reason;
  };
  note('idle', idle.missing);
  note('download', download.missing);
  note('upload', upload.missing);
  if (download.value !== null) {
    note('download.workingRttMs', workingDownload.missing);
    note('download.selfRttMs', selfDownload.missing);
  }
  if (upload.value !== null) {
    note('upload.workingRttMs', workingUpload.missing);
    note('upload.selfRttMs', selfUpload.missing);
  }
  if (samples.bidirectional !== null) note('bidirectional', bidirectional.missing);
  if (responsiveness === null) note('responsiveness', whyNoResponsiveness(samples));

  const measured: Omit<Submission, 'verdict'> = {
    formatVersion: FORMAT_VERSION,
    measurementId: samples.sessionId,
    protocol: MEASURE_SUBPROTOCOL,
    methodVersion: METHOD_VERSION,
    synthetic: samples.synthetic,
    groupId: samples.groupId,
    agent: samples.agent,
    startedAt: samples.startedAt,
    durationMs: samples.durationMs,
    bytes: { download: bytesOf('download', samples), upload: bytesOf('upload', samples) },
    ...(samples.maxBytes === null ? {} : { maxBytes: samples.maxBytes }),
    transport: samples.transport,
    declared: samples.declared,
    idle: idle.value,
    download: download.value && {
      ...download.value,
      workingRttMs: workingDownload.value,
      selfRttMs: selfDownload.value,
    },
    upload: upload.value && {
      ...upload.value,
      workingRttMs: workingUpload.value,
      selfRttMs: selfUpload.value,
    },
    loss: loss.loss,
    responsiveness,
    ...(samples.bidirectional === null ? {} : { bidirectional: bidirectional.value }),
    timeline: timelineOf(samples, loss.loss),
    missing,
    summaries: [...samples.summaries],
    surroundings: samples.surroundings,
  };
  const figures = [idle.missing, download.missing, upload.missing];
  return { ...measured, verdict: verdict(samples, figures, noticed(measured)) };
}

function bytesOf(direction: Direction, samples: Samples): number {
  return (samples[direction]?.bytes ?? 0) + (samples.bidirectional?.[direction].bytes ?? 0);
}

function idleFigure({ idleRoundTrips, stopped, echoLost }: Samples): Figure<Idle> {
  const idleRttsMs = idleRoundTrips?.map(({ rttMs }) => rttMs) ?? [];
  const rttMs = rttFigures(idleRttsMs);
  if (rttMs === null || idleRttsMs.length < MIN_ROUND_TRIPS)
    return { value: null, missing: whyMissing(stopped, echoLost) };
  return {
    value: { rttMs: microseconds(rttMs), samples: idleRttsMs.length, ...variation(idleRttsMs) },
    missing: null,
  };
}

function loadFigure(
  direction: Direction,
  samples: Samples,
): Figure<Omit<Load, 'workingRttMs' | 'selfRttMs'>> {
  const record = samples[direction];
  if (record === null) return { value: null, missing: whyMissing(samples.stopped, samples.echoLost) };
  return rateFigure(record);
}

function rateFigure(record: LoadedRecord): Figure<Omit<Load, 'workingRttMs' | 'selfRttMs'>> {
  if (record.outcome === 'stopped') return { value: null, missing: 'stopped' };
  if (record.outcome === 'lost') return { value: null, missing: 'connection-lost' };
  const rate = goodput(record.connections, record.untilMs);
  if (rate === null) return { value: null, missing: 'too-few-samples' };
  const { beganAtMs, roundTrips } = record;
  const besideBps = probesBps(roundTrips, beganAtMs + rate.fromMs, beganAtMs + rate.toMs);
  const interval = rateInterval(record.connections, rate.fromMs, rate.toMs, besideBps);
  return {
    value: {
      goodputBps: Math.round(rate.bps),
      interval: interval && {
        lowBps: Math.round(interval.lowBps),
        highBps: Math.round(interval.highBps),
        level: 0.95,
        method: 'batch-means',
      },
      steady: isSteady(record.connections, rate),
      p10Bps: rounded(p10Bps(record.connections, rate.loadedFromMs, record.untilMs)),
      singleConnectionBps: rounded(singleConnectionBps(record.ramp)),
      endedBy: record.endedBy,
      connections: record.connections.length,
      durationMs: Math.round(rate.toMs - rate.fromMs),
      windowFromMs: Math.round(rate.fromMs),
      bytes: record.bytes,
      series: series(record.connections, SERIES_INTERVAL_MS, record.untilMs).map(([ms, bps]) => [
        ms,
        Math.round(bps),
      ]),
    },
    missing: null,
  };
}

function bidirectionalFigure(samples: Samples): Figure<Bidirectional> {
  const both = samples.bidirectional;
  if (both === null) return { value: null, missing: 'not-measured' };
  const download = rateFigure(both.download);
  const upload = rateFigure(both.upload);
  if (download.value === null) return download;
  if (upload.value === null) return upload;
  return {
    value: {
      download: download.value,
      upload: upload.value,
      workingRttMs: workingOf(both.download, samples).value,
      responsiveness: responsivenessOf(both.download, [
        ...both.download.selfRttsMs,
        ...both.upload.selfRttsMs,
      ]),
    },
    missing: null,
  };
}

function workingFigure(direction: Direction, samples: Samples): Figure<WorkingRtt> {
  return workingOf(samples[direction], samples);
}

/** Round trips of probes that were sent after start-up and before load stopped. */
function workingOf(record: LoadedRecord | null, samples: Samples): Figure<WorkingRtt> {
  const window = record && goodput(record.connections, record.untilMs);
  if (record === null || window === null)
    return { value: null, missing: whyMissing(samples.stopped, samples.echoLost) };
  const rttsMs = record.roundTrips
    .filter(({ sentAtMs }) => {
      const atMs = sentAtMs - record.beganAtMs;
      return atMs >= window.loadedFromMs && atMs < record.untilMs;
    })
    .map(({ rttMs }) => rttMs);
  return roundTripFigure(rttsMs, samples.echoLost ? 'connection-lost' : 'too-few-samples');
}

/** Round trips on the load connections. */
function selfFigure(direction: Direction, samples: Samples): Figure<WorkingRtt> {
  const record = samples[direction];
  if (record === null) return { value: null, missing: whyMissing(samples.stopped, samples.echoLost) };
  const none = record.selfRttsMs.length === 0 && record.outcome === 'complete';
  return roundTripFigure(record.selfRttsMs, none ? 'not-measured' : 'too-few-samples');
}

function roundTripFigure(rttsMs: readonly number[], whyNot: MissingReason): Figure<WorkingRtt> {
  const figures = rttFigures(rttsMs);
  if (figures === null || rttsMs.length < MIN_ROUND_TRIPS) return { value: null, missing: whyNot };
  const { min: _min, ...quantiles } = figures;
  return {
    value: { ...microseconds(quantiles), samples: rttsMs.length, ...variation(rttsMs) },
    missing: null,
  };
}

function whyNoResponsiveness({ download, upload, stopped, echoLost }: Samples): MissingReason {
  const records = [download, upload];
  const probed = records.some((record) => record !== null && record.selfRttsMs.length > 0);
  if (stopped || echoLost || records.includes(null)) return whyMissing(stopped, echoLost);
  if (records.some((record) => record?.outcome === 'lost')) return 'connection-lost';
  return probed ? 'too-few-samples' : 'not-measured';
}

function rounded(bps: number | null): number | null {
  return bps === null ? null : Math.round(bps);
}

function whyMissing(stopped: boolean, echoLost: boolean): MissingReason {
  if (stopped) return 'stopped';
  return echoLost ? 'connection-lost' : 'too-few-samples';
}

function verdict(
  { stopped, echoLost }: Samples,
  figures: readonly (MissingReason | null)[],
  others: readonly VerdictReason[],
): Submission['verdict'] {
  const codes = new Set<VerdictReason>();
  if (stopped) codes.add('stopped');
  if (echoLost || figures.includes('connection-lost')) codes.add('connection-lost');
  // A line is not to blame for what its person did not allow.
  if (figures.includes('too-few-samples') && !others.includes('byte-limited')) codes.add('too-few-samples');
  for (const code of others) codes.add(code);
  const reasons = [...codes].map((code) => ({ code, excludes: VERDICT_REASONS[code].excludes }));
  return { valid: !reasons.some(({ excludes }) => excludes), reasons };
}
