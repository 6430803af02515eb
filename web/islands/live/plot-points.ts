import { curveArea, curvePath, dotsPath, marksPath, type RatePoint } from '../../charts/curve.ts';
import { roundAxis } from '../../charts/scale.ts';

/** The three plots of a running test, from top to bottom. */
export const PLOTS = ['rate', 'delay', 'loss'] as const;
export type Plot = (typeof PLOTS)[number];

/** A plot ready to be drawn: SVG path data, and the top of its axis in the unit of the data (bit/s, ms, ratio 0–1). */
export interface PlotDrawing {
  line: string;
  /** Beneath the line; empty where there is none. */
  area: string;
  top: number;
}

export interface Drawing {
  plots: Record<Plot, PlotDrawing>;
  /** Where stages began, as upright lines. */
  marks: string;
}

/** The axis of the loss plot is never shorter: a line that loses nothing lies at its bottom. */
const LEAST_LOSS_AXIS = 0.01;

/** Everything a test has shown so far, on one time axis: ms since it began. */
export class PlotPoints {
  /** Rates and losses of one stage are one line each; the next stage begins another. */
  #rates: RatePoint[][] = [];
  readonly #delays: RatePoint[] = [];
  #losses: RatePoint[][] = [];
  readonly #begunMs: number[] = [];

  /** A stage begins. */
  enter(atMs: number): void {
    this.#begunMs.push(atMs);
    this.#rates.push([]);
    this.#losses.push([]);
  }

  rate(atMs: number, bps: number): void {
    this.#rates.at(-1)?.push([atMs, bps]);
  }

  delay(atMs: number, rttMs: number): void {
    this.#delays.push([atMs, rttMs]);
  }

  loss(atMs: number, lossRatio: number): void {
    this.#losses.at(-1)?.push([atMs, lossRatio]);
  }

  /** All three over the same `spanMs`. */
  drawing(spanMs: number): Drawing {
    const lines = (segments: RatePoint[][], least: number): PlotDrawing => {
      const axis = roundAxis(Math.max(least, ...segments.flat().map(([, value]) => value)));
      return {
        line: segments.map((points) => curvePath(points, spanMs, axis)).join(''),
        area: segments.map((points) => curveArea(points, spanMs, axis)).join(''),
        top: axis.max,
      };
    };
    const delayAxis = roundAxis(Math.max(0, ...this.#delays.map(([, value]) => value)));
    return {
      plots: {
        rate: lines(this.#rates, 0),
        delay: { line: dotsPath(this.#delays, spanMs, delayAxis), area: '', top: delayAxis.max },
        loss: lines(this.#losses, LEAST_LOSS_AXIS),
      },
      // Where the first stage begins there is the edge already.
      marks: marksPath(this.#begunMs.slice(1), spanMs),
    };
  }
}
