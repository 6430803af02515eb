/** What the parameters of questions about statistics mean, for the OpenAPI document: the same name means the same everywhere. */
export const PARAMETER_TEXTS: Readonly<Record<string, string>> = {
  period:
    'A day `2026-11-23`, a month `2026-11`, a quarter `2026-Q4`, or the last `r30`, `r90`, `r365` days. Default: `r90`; not every combination is kept of every period.',
  cohort: 'Who measured. Cohorts are never mixed. Default: `crowd-browser`.',
  profile:
    'The rules that lines are counted by. Any but `default` are computed from results, of months that have ended; see /method/profiles.',
  format: 'Default: `json`. `csv` has its columns in the first row, also where nothing follows.',
  isp: 'Key of an ISP: the slug of a brand, `shared:a~b`, or `as-64500`.',
  region: 'A country `JP`, an area `JP-kanto`, or a subdivision `JP-13` (ISO 3166).',
  access: 'Only lines of this access technology, as declared.',
  method: 'Only lines of this connection method, as declared or guessed and confirmed.',
  tier: 'Only lines whose contracted download rate is in this class.',
  dwelling: 'Only lines into this kind of dwelling, as declared.',
  medium: 'Only what was measured over this between device and router.',
  ipVersion: 'Only what was measured over this version of IP.',
  groupBy: 'Dimensions, with commas between: a cell for each value.',
  metrics: 'Figures, with commas between. Default: all.',
  limit: 'Cells of an answer, 1 to 1,000. Default: 100.',
  cursor: '`nextCursor` of the answer before.',
  metric: 'The figure. Default: `downloadBps`.',
  kind: 'Only brands of this kind. Default: all, which holds homes against telephones.',
  a: 'Key of the first ISP.',
  b: 'Key of the second ISP: the difference is a − b.',
  step: 'Months or days. Default: `month`.',
  from: 'The earlier month.',
  to: 'The later month.',
};
