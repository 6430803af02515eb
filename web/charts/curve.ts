import { type Axis, axisPercent } from './scale.ts';

/** [ms since the direction began, bit/s in the interval that ends there]. */
export type RatePoint = readonly [number, number];

/** Width and height of the drawing a curve's path is made for; it is stretched to the chart's real size. */
export const CURVE_VIEW = { width: 1000, height: 100 } as const;

/**
 * When start-up ended, in ms, zero when none was left out. A document has no field for it, but its window ends with
 * the load, as the series does: what the series has before the window is start-up, rounded up to a point of it.
 */
export function startUpEndMs(series: readonly RatePoint[], durationMs: number): number {
  const lastMs = series.at(-1)?.[0] ?? 0;
  const beforeMs = lastMs - durationMs;
  if (beforeMs <= 0) return 0;
  return series.find(([atMs]) => atMs >= beforeMs)?.[0] ?? 0;
}

const tenth = (value: number) => Math.round(value * 10) / 10;

/**
 * SVG path data of a rate over time. `points` are [ms, value], ordered; zero is at the bottom left of CURVE_VIEW.
 * Empty without points; a single point is a short level stroke.
 */
export function curvePath(points: readonly RatePoint[], spanMs: number, axis: Axis): string {
  const places = points.map(([atMs, value]) => {
    const x = spanMs > 0 ? tenth((Math.min(atMs, spanMs) / spanMs) * CURVE_VIEW.width) : 0;
    const y = tenth(CURVE_VIEW.height - (axisPercent(value, axis) * CURVE_VIEW.height) / 100);
    return `${x},${y}`;
  });
  const [first, ...rest] = places;
  if (first === undefined) return '';
  return rest.length === 0 ? `M${first}h1` : `M${first}L${rest.join(' ')}`;
}

/** The same path closed along the bottom, for the area beneath the curve; empty with fewer than two points. */
export function curveArea(points: readonly RatePoint[], spanMs: number, axis: Axis): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length < 2) return '';
  const x = (atMs: number) => tenth((Math.min(atMs, spanMs) / spanMs) * CURVE_VIEW.width);
  return `${curvePath(points, spanMs, axis)}L${x(last[0])},${CURVE_VIEW.height} ${x(first[0])},${CURVE_VIEW.height}Z`;
}
