/** Figures of one cell (an ISP or a region) as pages show them. */

/** A name in every language the site speaks. */
export interface Names {
  ja: string;
  en: string;
}

/** p25, p50, p75 over lines, each line counted once with its own median (docs/metrics.md). */
export interface Quartiles {
  p25: number;
  p50: number;
  p75: number;
  /** Lines that have this figure. */
  lines: number;
}

export interface PeriodFigures {
  days: 30 | 90 | 365;
  /** Counted results. */
  results: number;
  /** Distinct lines (回線): the largest number seen in any one calendar month, as a line's key lives a month. */
  lines: number;
  /** Results that were stored but not counted. */
  excluded: number;
  /** Null while fewer than MIN_LINES lines were counted. */
  quartiles: {
    downloadBps: Quartiles | null;
    uploadBps: Quartiles | null;
    idleRttMs: Quartiles | null;
    workingRttDownloadMs: Quartiles | null;
    workingRttUploadMs: Quartiles | null;
  } | null;
}

/** Figures are shown from this many lines on. */
export const MIN_LINES = 30;

/** Figures that a cell has quartiles of, in the order pages show them. */
export const FIGURE_NAMES = [
  'downloadBps',
  'uploadBps',
  'idleRttMs',
  'workingRttDownloadMs',
  'workingRttUploadMs',
] as const satisfies readonly (keyof NonNullable<PeriodFigures['quartiles']>)[];
export type FigureName = (typeof FIGURE_NAMES)[number];
