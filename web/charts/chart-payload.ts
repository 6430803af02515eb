import type { Lang } from '../format/language.ts';
import type { BoxFigures } from './box-plot.ts';
import type { RateWindow } from './curve.ts';
import type { Quantity } from './quantity.ts';

/** The numbers of a rate over time, as the result document has them. */
export interface CurveData extends RateWindow {
  /** The rate over the window, drawn as a level line. */
  goodputBps: number;
}

export interface CurveWords {
  lang: Lang;
  elapsed: string;
  rate: string;
  /** Said of a point that the figure leaves out. */
  leftOut: string;
  /** Names the level line. */
  figure: string;
}

export interface BoxPlotRow extends BoxFigures {
  lines: number | null;
}

export interface BoxPlotData {
  quantity: Quantity;
  /** Null where a period has no figures; its place stays empty. */
  rows: readonly (BoxPlotRow | null)[];
}

export interface BoxPlotWords {
  lang: Lang;
  /** Names of the rows, in their order. */
  periods: readonly string[];
  p25: string;
  p50: string;
  p75: string;
  lines: string;
}

/**
 * What a page hands to the chart script. Words come along: with them the script needs neither language's messages.
 */
export type ChartPayload =
  | { kind: 'curve'; data: CurveData; words: CurveWords }
  | { kind: 'box-plot'; data: BoxPlotData; words: BoxPlotWords };
