/** Words of the public statistics (docs/statistics.md). Lists are public: words are added, never renamed. */

/** What a line is described by, once a month: the median of its days. */
export const METRICS = [
  'downloadBps',
  'uploadBps',
  'idleRttMs',
  'workingRttDownloadMs',
  'workingRttUploadMs',
  'pdvP95Ms',
  'lossRatio',
  'rpm',
] as const;
export type Metric = (typeof METRICS)[number];

/** Metrics of which more is better; of the others less is. */
export const MORE_IS_BETTER: ReadonlySet<Metric> = new Set(['downloadBps', 'uploadBps', 'rpm']);

/**
 * Figures of lines whose contract is known, as shares of the contracted rate: the line's median, and `peakLowShare`, what
 * the line reached in 80% of its tests in busy hours (of five at least).
 */
export const SHARES = ['downloadShare', 'uploadShare', 'peakLowShare'] as const;

/** All that is kept of a line, in this order. */
export const FIGURES = [...METRICS, ...SHARES] as const;
export type Figure = (typeof FIGURES)[number];

/** As UCUM-like text; `1` for shares and ratios. */
export const FIGURE_UNITS: Readonly<Record<Figure, string>> = {
  downloadBps: 'bit/s',
  uploadBps: 'bit/s',
  idleRttMs: 'ms',
  workingRttDownloadMs: 'ms',
  workingRttUploadMs: 'ms',
  pdvP95Ms: 'ms',
  lossRatio: '1',
  rpm: '1/min',
  downloadShare: '1',
  uploadShare: '1',
  peakLowShare: '1',
};

/** Contracted download rate: to 100 Mbit/s, to 1 Gbit/s, to 2 Gbit/s, above. */
export const TIERS = ['to-100m', 'to-1g', 'to-2g', 'to-10g', 'unknown'] as const;
export type Tier = (typeof TIERS)[number];

/** Dimensions of a cell. `unknown` is a value of each but `isp` and the regions: nobody said. */
export const DIMENSIONS = [
  'isp',
  'country',
  'area',
  'subdivision',
  'access',
  'method',
  'tier',
  'dwelling',
  'medium',
  'ipVersion',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Part of the day in the region's own time, by the profile's busy hours. */
export const BANDS = ['any', 'peak', 'off-peak'] as const;
export type Band = (typeof BANDS)[number];

/** Quantiles over lines that are published. */
export const QUANTILES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95] as const;
export type Quantile = (typeof QUANTILES)[number];

/** Rule sets that the same results can be counted by (docs/statistics.md, 9). */
export const PROFILE_NAMES = ['default', 'fcc-mba', 'ofcom', 'bnetza', 'mic-2024'] as const;
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** Lines from which a cell is shown, and from which it is ranked. */
export const SHOWN_FROM_LINES = 30;
export const RANKED_FROM_LINES = 100;

/** No figure rests on fewer lines than this, and no two figures differ by fewer. Counts below it are not told. */
export const ANONYMOUS_FROM_LINES = 10;
