import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import { CURVE_VIEW } from '../../charts/curve.ts';
import { roundAxis } from '../../charts/scale.ts';

/** SVG paths of a watch, in CURVE_VIEW: round trips, moments without an answer, the threshold; and where the axis ends. */
export interface WatchPlot {
  line: string;
  silent: string;
  threshold: string;
  axisMs: number;
}

/** Columns of the drawing: of an hour with two probes a second each shows the span of some ten. */
const COLUMNS = 500;

const tenth = (value: number) => Math.round(value * 10) / 10;

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
  const axisMs = roundAxis(longestMs).max;
  const x = (column: number) => tenth(((column + 0.5) / COLUMNS) * CURVE_VIEW.width);
  const y = (ms: number) => tenth(CURVE_VIEW.height * (1 - ms / axisMs));
  const strokes = [...columns].toSorted(([a], [b]) => a - b);
  return {
    line: strokes
      .map(
        ([column, { low, high }], index) =>
          `${index === 0 ? 'M' : 'L'}${x(column)},${y(low)}L${x(column)},${y(high)}`,
      )
      .join(''),
    silent: [...silentColumns].map((column) => `M${x(column)},0V${CURVE_VIEW.height}`).join(''),
    threshold: `M0,${y(thresholdMs)}H${CURVE_VIEW.width}`,
    axisMs,
  };
}

/** A watch as CSV (RFC 4180): one row a probe, in the order of their times. */
export function watchCsv(samples: readonly WatchSample[], startedAtMs: number): string {
  const rows = samples
    .toSorted((a, b) => a.atMs - b.atMs)
    .map((sample) => [
      new Date(startedAtMs + sample.atMs).toISOString(),
      sample.kind,
      sample.kind === 'round-trip' ? sample.rttMs.toFixed(1) : '',
      sample.kind === 'asleep' ? ((sample.untilMs - sample.atMs) / 1000).toFixed(1) : '',
    ]);
  return `${[['at', 'kind', 'rttMs', 'asleepSeconds'], ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}
