/** Figures of one cell (an ISP or a region) as pages show them. */

/** A name in every language the site speaks. */
export interface Names {
  ja: string;
  en: string;
}

/** p25, p50, p75 over lines, each line counted once with its own median (docs/statistics.md). */
export interface Quartiles {
  p25: number;
  p50: number;
  p75: number;
  /** 95% interval of the median. */
  p50Low: number;
  p50High: number;
  /** Lines that have this figure, to the next ten; null under ten. */
  lines: number | null;
}

/** Counts are told to the next ten; null stands for fewer than ten. */
export interface PeriodFigures {
  days: 30 | 90 | 365;
  /** Counted results. */
  results: number | null;
  /** Lines (回線), each once a month, as a line's key lives a month. */
  lines: number | null;
  /** Results that were stored but not counted. */
  excluded: number | null;
  /** Null while fewer than 30 lines were counted, or when figures of others would tell of single lines. */
  quartiles: {
    downloadBps: Quartiles | null;
    uploadBps: Quartiles | null;
    idleRttMs: Quartiles | null;
    workingRttDownloadMs: Quartiles | null;
    workingRttUploadMs: Quartiles | null;
  } | null;
}

/** Figures that a cell has quartiles of, in the order pages show them. */
export const FIGURE_NAMES = [
  'downloadBps',
  'uploadBps',
  'idleRttMs',
  'workingRttDownloadMs',
  'workingRttUploadMs',
] as const satisfies readonly (keyof NonNullable<PeriodFigures['quartiles']>)[];
export type FigureName = (typeof FIGURE_NAMES)[number];
