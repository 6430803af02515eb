import { type Axis, axisPercent, roundAxis } from './scale.ts';

/** The three figures of one box, all in one unit. */
export interface BoxFigures {
  p25: number;
  p50: number;
  p75: number;
  /** Where the whiskers end; null where there are too few lines for them. */
  p10?: number | null;
  p90?: number | null;
}

/** One box in per cent of the axis. */
export interface Box {
  start: number;
  width: number;
  median: number;
  /** From p10 to the box and from the box to p90; null where either is not known. */
  whiskers: { start: number; end: number } | null;
}

export interface BoxPlot {
  axis: Axis;
  ticks: { value: number; percent: number }[];
  /** One per row, null where the row has no figures. */
  boxes: (Box | null)[];
}

/** A box that would be invisible is drawn this wide, in per cent. */
const MIN_BOX_PERCENT = 0.5;

/** Geometry of a horizontal box plot whose rows share one axis from zero; null when no row has figures. */
export function boxPlot(rows: readonly (BoxFigures | null)[]): BoxPlot | null {
  const present = rows.filter((row) => row !== null);
  if (present.length === 0) return null;
  const axis = roundAxis(Math.max(...present.map((row) => row.p90 ?? row.p75)));
  return {
    axis,
    ticks: axis.ticks.map((value) => ({ value, percent: axisPercent(value, axis) })),
    boxes: rows.map((row) => {
      if (row === null) return null;
      const start = axisPercent(row.p25, axis);
      const width = Math.max(MIN_BOX_PERCENT, axisPercent(row.p75, axis) - start);
      return {
        start,
        width: Math.round(width * 100) / 100,
        median: axisPercent(row.p50, axis),
        whiskers:
          typeof row.p10 === 'number' && typeof row.p90 === 'number'
            ? { start: axisPercent(row.p10, axis), end: axisPercent(row.p90, axis) }
            : null,
      };
    }),
  };
}
