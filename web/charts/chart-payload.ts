import type { Lang } from '../format/language.ts';
import type { RateWindow } from './curve.ts';

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

/**
 * What a page hands to the chart script. Words come along: with them the script needs neither language's messages.
 */
export interface ChartPayload {
  kind: 'curve';
  data: CurveData;
  words: CurveWords;
}
