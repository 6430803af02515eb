import { type Axis, axisPercent, roundAxis } from './scale.ts';

/** A value of one period with its interval. */
export interface TrendFigures {
  value: number;
  low: number;
  high: number;
}

/** A point in per cent: `x` from the left, the others from the top. */
export interface TrendPoint {
  x: number;
  y: number;
  yLow: number;
  yHigh: number;
}

export interface TrendPlot {
  axis: Axis;
  ticks: { value: number; y: number }[];
  /** One a period, null where it has no figures. */
  points: (TrendPoint | null)[];
  /** Points that follow each other without a gap. */
  runs: TrendPoint[][];
}

/** Geometry of medians over periods on an axis from zero; null when no period has figures. */
export function trendPlot(series: readonly (TrendFigures | null)[]): TrendPlot | null {
  const present = series.filter((each) => each !== null);
  if (present.length === 0) return null;
  const axis = roundAxis(Math.max(...present.map(({ high }) => high)));
  const down = (value: number) => Math.round((100 - axisPercent(value, axis)) * 100) / 100;
  // Each period has a column of its own, and stands in its middle.
  const points = series.map(
    (each, index) =>
      each && {
        x: Math.round(((index + 0.5) / series.length) * 1e4) / 100,
        y: down(each.value),
        yLow: down(each.low),
        yHigh: down(each.high),
      },
  );
  const runs: TrendPoint[][] = [];
  for (const [index, point] of points.entries()) {
    if (point === null) continue;
    if (index > 0 && points[index - 1] !== null) runs.at(-1)?.push(point);
    else runs.push([point]);
  }
  return { axis, ticks: axis.ticks.map((value) => ({ value, y: down(value) })), points, runs };
}
