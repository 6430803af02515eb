import { type Axis, axisPercent } from './scale.ts';

/** [ms since the direction began, bit/s in the interval that ends there]. */
export type RatePoint = readonly [number, number];

/** Width and height of the drawing a curve's path is made for; it is stretched to the chart's real size. */
export const CURVE_VIEW = { width: 1000, height: 100 } as const;

/** Numbers of a direction that say which part of its series a rate is of. */
export interface RateWindow {
  series: readonly RatePoint[];
  /** Length of the window. */
  durationMs: number;
  /** Where it begins, ms since the direction began; absent where it ends with the series. */
  windowFromMs?: number | undefined;
}

/** Where the window begins and ends, in ms, rounded up to points of the series; it begins at zero when nothing was left out. */
export function countedPart({ series, durationMs, windowFromMs }: RateWindow): {
  fromMs: number;
  toMs: number;
} {
  const lastMs = series.at(-1)?.[0] ?? 0;
  const beginsMs = windowFromMs ?? lastMs - durationMs;
  const pointFrom = (ms: number) => series.find(([atMs]) => atMs >= ms)?.[0] ?? lastMs;
  return { fromMs: beginsMs <= 0 ? 0 : pointFrom(beginsMs), toMs: pointFrom(beginsMs + durationMs) };
}

/** The parts of a rate's curve, moved to where it began: the one that the figure is of, and those left out of it. Neighbours share a point. */
export function curveParts(
  window: RateWindow,
  beganMs: number,
): Record<'before' | 'counted' | 'after', RatePoint[]> {
  const { fromMs, toMs } = countedPart(window);
  const { series } = window;
  const moved = (points: readonly RatePoint[]) =>
    points.map(([atMs, bps]): RatePoint => [beganMs + atMs, bps]);
  const before = series.filter(([atMs]) => atMs <= fromMs);
  return {
    before: moved(before),
    counted: moved(series.filter(([atMs], index) => atMs <= toMs && index >= before.length - 1)),
    after: moved(series.filter(([atMs]) => atMs >= toMs)),
  };
}

/** Where a moment lies on an axis of time, in per cent of its length with two digits. */
export function sharePercent(ms: number, spanMs: number): number {
  return spanMs > 0 ? Math.round((Math.min(ms, spanMs) / spanMs) * 10_000) / 100 : 0;
}

const tenth = (value: number) => Math.round(value * 10) / 10;

/** Nothing took any time in a span of zero: all of it is at the left. */
function xOf(atMs: number, spanMs: number): number {
  return spanMs > 0 ? tenth((Math.min(atMs, spanMs) / spanMs) * CURVE_VIEW.width) : 0;
}

function placeOf([atMs, value]: RatePoint, spanMs: number, axis: Axis): string {
  const y = tenth(CURVE_VIEW.height - (axisPercent(value, axis) * CURVE_VIEW.height) / 100);
  return `${xOf(atMs, spanMs)},${y}`;
}

/** SVG path data of points that no line joins: strokes without length, which round caps make dots of. */
export function dotsPath(points: readonly RatePoint[], spanMs: number, axis: Axis): string {
  return points.map((point) => `M${placeOf(point, spanMs, axis)}h0`).join('');
}

/** SVG path data of bars from the bottom, each `widthMs` wide from its moment on; those of no height are a line there. */
export function barsPath(points: readonly RatePoint[], widthMs: number, spanMs: number, axis: Axis): string {
  return points
    .map((point) => {
      const right = xOf(point[0] + widthMs, spanMs);
      return `M${xOf(point[0], spanMs)},${CURVE_VIEW.height}L${placeOf(point, spanMs, axis)}H${right}V${CURVE_VIEW.height}Z`;
    })
    .join('');
}

/** SVG path data of upright lines from bottom to top, one at each moment. */
export function marksPath(atMs: readonly number[], spanMs: number): string {
  return atMs.map((ms) => `M${xOf(ms, spanMs)},0V${CURVE_VIEW.height}`).join('');
}

/**
 * SVG path data of a rate over time. `points` are [ms, value], ordered; zero is at the bottom left of CURVE_VIEW.
 * Empty without points; a single point is a short level stroke.
 */
export function curvePath(points: readonly RatePoint[], spanMs: number, axis: Axis): string {
  const places = points.map((point) => placeOf(point, spanMs, axis));
  const [first, ...rest] = places;
  if (first === undefined) return '';
  return rest.length === 0 ? `M${first}h1` : `M${first}L${rest.join(' ')}`;
}

/** The same path closed along the bottom, for the area beneath the curve; empty with fewer than two points. */
export function curveArea(points: readonly RatePoint[], spanMs: number, axis: Axis): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return '';
  const bottom = CURVE_VIEW.height;
  return `${curvePath(points, spanMs, axis)}L${xOf(last[0], spanMs)},${bottom} ${xOf(first[0], spanMs)},${bottom}Z`;
}
