/** Columns of the open files, in their order. Public: columns are added, never renamed. */
import { FIGURE_UNITS, METRICS } from '../../../measurement-agent/protocol/statistics.ts';

export type ColumnType = 'STRING' | 'INT32' | 'INT64' | 'DOUBLE' | 'BOOLEAN' | 'DATE';

export interface Column {
  name: string;
  type: ColumnType;
  /** As UCUM-like text; null for what is no quantity. */
  unit: string | null;
  meaning: string;
}

const MEANINGS: Readonly<Record<(typeof METRICS)[number], string>> = {
  downloadBps: 'goodput of the download, at the receiver',
  uploadBps: 'goodput of the upload, at the receiver',
  idleRttMs: 'median round trip on the idle line',
  workingRttDownloadMs: 'median round trip during the download',
  workingRttUploadMs: 'median round trip during the upload',
  pdvP95Ms: 'p95 of packet delay variation on the idle line',
  lossRatio: 'datagrams that did not come back, 0 to 1',
  rpm: 'round trips a minute under load, of the slower direction',
};

const FIGURES = METRICS.map(
  (name): Column => ({ name, type: 'DOUBLE', unit: FIGURE_UNITS[name], meaning: MEANINGS[name] }),
);

export const ROW_COLUMNS: readonly Column[] = [
  { name: 'month', type: 'STRING', unit: null, meaning: 'calendar month in UTC' },
  { name: 'synthetic', type: 'BOOLEAN', unit: null, meaning: 'true: made up, measured by nobody' },
  { name: 'methodVersion', type: 'INT32', unit: null, meaning: 'how samples became figures' },
  {
    name: 'lineRef',
    type: 'INT64',
    unit: null,
    meaning: 'one row within this file, at random; figures of a row are of different lines that look alike',
  },
  {
    name: 'lineDay',
    type: 'INT32',
    unit: null,
    meaning: '1: since version 2 a line has one row',
  },
  { name: 'cohort', type: 'STRING', unit: null, meaning: 'who measured' },
  { name: 'asn', type: 'INT32', unit: null, meaning: 'autonomous system' },
  { name: 'isp', type: 'STRING', unit: null, meaning: 'brand, shared:a~b, or as-64500' },
  { name: 'country', type: 'STRING', unit: null, meaning: 'ISO 3166-1' },
  { name: 'area', type: 'STRING', unit: null, meaning: 'area above subdivisions, else the country' },
  { name: 'subdivision', type: 'STRING', unit: null, meaning: 'ISO 3166-2' },
  { name: 'access', type: 'STRING', unit: null, meaning: 'access technology, as declared' },
  { name: 'method', type: 'STRING', unit: null, meaning: 'connection method, as declared' },
  { name: 'tier', type: 'STRING', unit: null, meaning: 'contracted download rate' },
  { name: 'medium', type: 'STRING', unit: null, meaning: 'between device and router, as declared' },
  {
    name: 'coarsened',
    type: 'INT32',
    unit: null,
    meaning:
      'how many of method, tier, medium, access, subdivision, area, asn, isp, country were left out, in this order',
  },
  {
    name: 'date',
    type: 'DATE',
    unit: null,
    meaning: 'day in the region’s own time; times are told of single tests only',
  },
  { name: 'dayKind', type: 'STRING', unit: null, meaning: 'weekday (Monday to Friday) or weekend' },
  {
    name: 'dayPart',
    type: 'STRING',
    unit: null,
    meaning: 'night (23 to 6 o’clock), day (6 to 19), evening (19 to 23)',
  },
  ...FIGURES,
];

export const QUANTILE_COLUMNS = ['p5', 'p10', 'p25', 'p50', 'p75', 'p90', 'p95'] as const;

export const AGGREGATE_COLUMNS: readonly Column[] = [
  { name: 'month', type: 'STRING', unit: null, meaning: 'calendar month in UTC' },
  { name: 'synthetic', type: 'BOOLEAN', unit: null, meaning: 'true: made up, measured by nobody' },
  { name: 'methodVersion', type: 'INT32', unit: null, meaning: 'how samples became figures' },
  { name: 'profile', type: 'STRING', unit: null, meaning: 'rule set and its version' },
  { name: 'cohort', type: 'STRING', unit: null, meaning: 'who measured' },
  { name: 'cellSet', type: 'STRING', unit: null, meaning: 'dimensions that part the cells' },
  ...(['isp', 'country', 'area', 'subdivision', 'access', 'tier', 'medium'] as const).map(
    (name): Column => ({
      name,
      type: 'STRING',
      unit: null,
      meaning: 'value in that dimension; missing where it parts nothing',
    }),
  ),
  { name: 'figure', type: 'STRING', unit: null, meaning: 'which figure' },
  { name: 'unit', type: 'STRING', unit: null, meaning: 'its unit' },
  { name: 'lines', type: 'INT32', unit: null, meaning: 'lines of the row file that have the figure' },
  ...QUANTILE_COLUMNS.map(
    (name): Column => ({ name, type: 'DOUBLE', unit: null, meaning: 'quantile over lines, type 7' }),
  ),
  {
    name: 'p50LowRank',
    type: 'INT32',
    unit: null,
    meaning: 'rank of the line at the low end of the median’s 95% interval',
  },
  { name: 'p50HighRank', type: 'INT32', unit: null, meaning: 'and at its high end' },
  { name: 'p50Low', type: 'DOUBLE', unit: null, meaning: 'the figure of that line' },
  { name: 'p50High', type: 'DOUBLE', unit: null, meaning: 'the figure of that line' },
];

export function unitOf(figure: (typeof METRICS)[number]): string {
  return FIGURE_UNITS[figure];
}
