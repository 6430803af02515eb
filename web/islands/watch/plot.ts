import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import { CURVE_VIEW } from '../../charts/curve.ts';
import { roundAxis } from '../../charts/scale.ts';

/** SVG paths of a watch, in CURVE_VIEW: round trips, moments without an answer, the threshold, lost datagrams; and where the axes end. */
export interface WatchPlot {
  line: string;
  silent: string;
  threshold: string;
  axisMs: number;
  /** Whether some round trip is longer than the drawing is high. */
  beyondAxis: boolean;
  /** Bars of the share of datagrams that was lost; empty where none was. */
  loss: string;
  /** 0–1. */
  lossAxis: number;
}

/** Columns of the drawing: of an hour with two probes a second each shows the span of some ten. */
const COLUMNS = 500;

const tenth = (value: number) => Math.round(value * 10) / 10;

/** The drawing ends at so many times the threshold: one long silence must not make a flat line of all the rest. */
const MOST_THRESHOLDS = 4;

/** A line is not drawn across a time without an answer that is longer than this … */
const GAP_MS = 3_000;

/** A drawing of loss shows at least this much, so that one of a thousand is no tower. */
const LEAST_LOSS_AXIS = 0.05;

/** Every column a stroke from its shortest to its longest round trip, so that no peak is lost in an hour. */
export function watchPlot(samples: readonly WatchSample[], spanMs: number, thresholdMs: number): WatchPlot {
  const columns = new Map<number, { low: number; high: number }>();
  const silentColumns = new Set<number>();
  let longestMs = thresholdMs * 1.5;
  for (const sample of samples) {
    const column = Math.min(COLUMNS - 1, Math.floor((sample.atMs / spanMs) * COLUMNS));
    if (sample.kind === 'unanswered') silentColumns.add(column);
    if (sample.kind !== 'round-trip') continue;
    longestMs = Math.max(longestMs, sample.rttMs);
    const known = columns.get(column);
    columns.set(column, {
      low: Math.min(sample.rttMs, known?.low ?? Number.POSITIVE_INFINITY),
      high: Math.max(sample.rttMs, known?.high ?? 0),
    });
  }
  const axisMs = roundAxis(Math.min(longestMs, thresholdMs * MOST_THRESHOLDS)).max;
  const x = (column: number) => tenth(((column + 0.5) / COLUMNS) * CURVE_VIEW.width);
  const y = (ms: number) => tenth(CURVE_VIEW.height * (1 - Math.min(ms, axisMs) / axisMs));
  // … and than two columns.
  const gapColumns = Math.max(2, (GAP_MS / spanMs) * COLUMNS);
  const silentBetween = (from: number, until: number) =>
    [...silentColumns].some((column) => column > from && column < until);
  const strokes = [...columns].toSorted(([a], [b]) => a - b);
  return {
    line: strokes
      .map(([column, { low, high }], index) => {
        const from = strokes[index - 1]?.[0];
        const joined = from !== undefined && column - from <= gapColumns && !silentBetween(from, column);
        return `${joined ? 'L' : 'M'}${x(column)},${y(low)}L${x(column)},${y(high)}`;
      })
      .join(''),
    silent: [...silentColumns].map((column) => `M${x(column)},0V${CURVE_VIEW.height}`).join(''),
    threshold: `M0,${y(thresholdMs)}H${CURVE_VIEW.width}`,
    axisMs,
    beyondAxis: longestMs > axisMs,
    ...lossBars(samples, spanMs),
  };
}

function lossBars(samples: readonly WatchSample[], spanMs: number): Pick<WatchPlot, 'loss' | 'lossAxis'> {
  const trains = samples.filter((sample) => sample.kind === 'datagrams');
  const lossAxis = roundAxis(Math.max(LEAST_LOSS_AXIS, ...trains.map(({ sent, lost }) => lost / sent))).max;
  const x = (atMs: number) => tenth((Math.min(atMs, spanMs) / spanMs) * CURVE_VIEW.width);
  const loss = trains
    .filter(({ lost }) => lost > 0)
    .map(({ atMs, untilMs, sent, lost }) => {
      const top = tenth(CURVE_VIEW.height * (1 - lost / sent / lossAxis));
      return `M${x(atMs)},${CURVE_VIEW.height}V${top}H${x(untilMs)}V${CURVE_VIEW.height}Z`;
    })
    .join('');
  return { loss, lossAxis };
}

/** A watch as CSV (RFC 4180): one row a probe, sleep or train of datagrams, in the order of their times. */
export function watchCsv(samples: readonly WatchSample[], startedAtMs: number): string {
  const rows = samples
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((sample) => [
      new Date(startedAtMs + sample.atMs).toISOString(),
      sample.kind,
      sample.kind === 'round-trip' ? sample.rttMs.toFixed(1) : '',
      sample.kind === 'asleep' ? ((sample.untilMs - sample.atMs) / 1000).toFixed(1) : '',
      ...(sample.kind === 'datagrams' ? [sample.sent, sample.lost] : ['', '']),
    ]);
  return `${[['at', 'kind', 'rttMs', 'asleepSeconds', 'sent', 'lost'], ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}
