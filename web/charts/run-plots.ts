/** Geometry of a run's three plots, which share the axis of time: ms since the run began. */
import type { ResultDocument, Timeline } from '../../measurement-agent/protocol/result.ts';
import { barsPath, dotsPath, marksPath, type RatePoint } from './curve.ts';
import { type Axis, roundAxis } from './scale.ts';

export type RunStage = keyof Timeline['beganMs'];

/** A direction's rate where it lies on the axis. */
export interface RunRate {
  direction: 'download' | 'upload';
  load: NonNullable<ResultDocument['download']>;
  beganMs: number;
}

export interface RunPlots {
  spanMs: number;
  /** In their order. */
  stages: { stage: RunStage; fromMs: number }[];
  /** Where stages begin, as upright lines. */
  marks: string;
  /** Null when no direction has a figure. */
  rate: { axis: Axis; rates: RunRate[] } | null;
  /** Null without any round trip. */
  delay: { axis: Axis; idle: string; working: string } | null;
  /** `bars` are lost / sent of each part, `measured` the parts that have any datagrams. Null when that was not kept. */
  loss: { axis: Axis; bars: string; measured: string; sent: number; lost: number } | null;
}

/** The axis of loss is never shorter: a single datagram of many is no full bar. */
const LEAST_LOSS_AXIS = 0.01;

type Run = Pick<ResultDocument, 'download' | 'upload'> & { timeline: Timeline };

export function runPlots({ download, upload, timeline }: Run): RunPlots {
  const { beganMs, idleRtts, workingRtts } = timeline;
  const rates = [rateOf('download', download, beganMs), rateOf('upload', upload, beganMs)].flat();
  const kept = timeline.loss !== null && timeline.loss.parts.length > 0 ? timeline.loss : null;
  const stages = (Object.entries(beganMs) as [RunStage, number | undefined][])
    .flatMap(([stage, fromMs]) => (fromMs === undefined ? [] : [{ stage, fromMs }]))
    .toSorted((a, b) => a.fromMs - b.fromMs);
  const spanMs = Math.max(
    0,
    ...stages.map(({ fromMs }) => fromMs),
    ...rates.map((rate) => rate.beganMs + (rate.load.series.at(-1)?.[0] ?? 0)),
    ...[...idleRtts, ...workingRtts].map(([atMs]) => atMs),
    ...(kept?.parts.map(([fromMs]) => fromMs + kept.partMs) ?? []),
  );
  return {
    spanMs,
    stages,
    marks: marksPath(
      stages.map(({ fromMs }) => fromMs),
      spanMs,
    ),
    rate: rates.length === 0 ? null : { axis: roundAxis(highestBps(rates)), rates },
    delay: delayPlot(idleRtts, workingRtts, spanMs),
    loss: kept && lossPlot(kept, spanMs),
  };
}

function rateOf(
  direction: RunRate['direction'],
  load: ResultDocument['download'],
  { [direction]: beganMs }: Timeline['beganMs'],
): RunRate[] {
  return load === null || beganMs === undefined ? [] : [{ direction, load, beganMs }];
}

function highestBps(rates: readonly RunRate[]): number {
  return Math.max(...rates.flatMap(({ load }) => [load.goodputBps, ...load.series.map(([, bps]) => bps)]));
}

function delayPlot(
  idle: readonly RatePoint[],
  working: readonly RatePoint[],
  spanMs: number,
): RunPlots['delay'] {
  if (idle.length + working.length === 0) return null;
  const axis = roundAxis(Math.max(...[...idle, ...working].map(([, rttMs]) => rttMs)));
  return { axis, idle: dotsPath(idle, spanMs, axis), working: dotsPath(working, spanMs, axis) };
}

function lossPlot(
  { partMs, parts }: NonNullable<Timeline['loss']>,
  spanMs: number,
): NonNullable<RunPlots['loss']> {
  const ratios = parts.map(([fromMs, sent, lost]): RatePoint => [fromMs, sent === 0 ? 0 : lost / sent]);
  const axis = roundAxis(Math.max(LEAST_LOSS_AXIS, ...ratios.map(([, ratio]) => ratio)));
  return {
    axis,
    bars: barsPath(
      ratios.filter(([, ratio]) => ratio > 0),
      partMs,
      spanMs,
      axis,
    ),
    measured: barsPath(
      parts.map(([fromMs]) => [fromMs, 0]),
      partMs,
      spanMs,
      axis,
    ),
    sent: parts.reduce((sum, [, sent]) => sum + sent, 0),
    lost: parts.reduce((sum, [, , lost]) => sum + lost, 0),
  };
}
