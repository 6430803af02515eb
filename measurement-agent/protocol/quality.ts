/** Queries and answers of `/api/v1/quality` (docs/statistics.md). A public contract: fields are added, never renamed. */
import * as z from 'zod/mini';
import { DIMENSIONS, FIGURES, METRICS, PROFILE_NAMES, QUANTILES, TIERS } from './statistics.ts';
import { ACCESS_TECHNOLOGIES, COHORTS, CONNECTION_METHODS, DWELLINGS, MEDIA } from './vocabulary.ts';

/** `2026-11-23`, `2026-11`, `2026-Q4`, or the last 30, 90 or 365 days. */
export const PERIOD = /^(?:\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|\d{4}-Q[1-4]|r30|r90|r365)$/;

/** Where nobody names one. */
export const DEFAULT_PERIOD = 'r90';

/** A region: a country, an area such as `JP-kanto`, or a subdivision. */
const REGION = /^[A-Z]{2}(?:-[A-Za-z0-9]{1,16})?$/;

/** A brand's slug, `shared:a~b`, or `as-64500`. */
const ISP = /^[a-z0-9:~-]{1,200}$/;

const periodText = z
  .string()
  .check(z.regex(PERIOD, 'must be a day, a month, a quarter as 2026-Q4, or r30, r90, r365'));
const unknownOr = <Values extends readonly string[]>(values: Values) =>
  z.enum([...values, 'unknown'] as const);
const isp = z.string().check(z.regex(ISP, 'must be the key of an ISP'));
/** Names of a list, with commas between. */
export const listOf = <Value extends string>(values: readonly Value[]) =>
  z.pipe(
    z.string(),
    z.transform((text: string, context) => {
      const named = text.split(',').filter((value) => value !== '');
      const wrong = named.find((value) => !(values as readonly string[]).includes(value));
      if (wrong === undefined) return [...new Set(named)] as Value[];
      context.issues.push({ code: 'custom', message: `does not know ${wrong.slice(0, 40)}`, input: text });
      return z.NEVER;
    }),
  );

/** What every question may say: which results, and of when. */
export const common = {
  /** Default: r90. */
  period: z.optional(periodText),
  /** Who measured; default: crowd-browser. Cohorts are never mixed. */
  cohort: z.optional(z.enum(COHORTS)),
  /** The rule set; `/api/v1/quality` itself knows others. */
  profile: z.optional(z.literal('default')),
  format: z.optional(z.enum(['json', 'csv'])),
};

export const filters = {
  isp: z.optional(isp),
  region: z.optional(z.string().check(z.regex(REGION, 'must be a country, an area or a subdivision'))),
  access: z.optional(unknownOr(ACCESS_TECHNOLOGIES)),
  method: z.optional(unknownOr(CONNECTION_METHODS)),
  tier: z.optional(z.enum(TIERS)),
  dwelling: z.optional(unknownOr(DWELLINGS)),
  medium: z.optional(unknownOr(MEDIA)),
  ipVersion: z.optional(z.enum(['4', '6', 'unknown'])),
};

const metric = z.optional(z.enum(METRICS));

export const qualityQuerySchema = z.strictObject({
  ...common,
  ...filters,
  /** The rule set; any but `default` for months that have ended. */
  profile: z.optional(z.enum(PROFILE_NAMES)),
  /** A cell for each value, of one or more dimensions. */
  groupBy: z.optional(listOf(DIMENSIONS)),
  /** Default: all. */
  metrics: z.optional(listOf(FIGURES)),
  /** Cells an answer; default 100. */
  limit: z.optional(z.string().check(z.regex(/^(?:[1-9]\d{0,2}|1000)$/, 'must be 1 to 1000'))),
  /** `nextCursor` of the answer before. */
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type QualityQuery = z.infer<typeof qualityQuerySchema>;

/**
 * `fixed`: homes over fixed lines of its own; `fvno`: over lines that another operator has wholesaled; the others as the directory of
 * brands has them.
 */
export const RANKED_KINDS = ['fixed', 'fvno', 'catv', 'mno', 'mvno', 'satellite'] as const;
export type RankedKind = (typeof RANKED_KINDS)[number];

export const rankQuerySchema = z.strictObject({
  ...common,
  region: filters.region,
  metric,
  /** Brands of one kind only; default: all, which compares homes with telephones. */
  kind: z.optional(z.enum(RANKED_KINDS)),
});
export type RankQuery = z.infer<typeof rankQuerySchema>;

export const compareQuerySchema = z.strictObject({
  ...common,
  a: isp,
  b: isp,
  region: filters.region,
  metric,
});
export type CompareQuery = z.infer<typeof compareQuerySchema>;

export const divergenceQuerySchema = z.strictObject({
  period: common.period,
  format: common.format,
  isp,
  region: filters.region,
  metric,
});
export type DivergenceQuery = z.infer<typeof divergenceQuerySchema>;

export const hoursQuerySchema = z.strictObject({
  ...common,
  isp: filters.isp,
  region: filters.region,
  metric,
});
export type HoursQuery = z.infer<typeof hoursQuerySchema>;

export const trendQuerySchema = z.strictObject({
  cohort: common.cohort,
  profile: common.profile,
  format: common.format,
  isp: filters.isp,
  region: filters.region,
  metric,
  /** Default: month. */
  step: z.optional(z.enum(['day', 'month'])),
});
export type TrendQuery = z.infer<typeof trendQuerySchema>;

export const changeQuerySchema = z.strictObject({
  cohort: common.cohort,
  profile: common.profile,
  isp,
  from: z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month')),
  to: z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'must be a month')),
  metric,
});
export type ChangeQuery = z.infer<typeof changeQuerySchema>;

export const sketchQuerySchema = z.strictObject({
  ...common,
  isp: filters.isp,
  region: filters.region,
  metric,
});
export type SketchQuery = z.infer<typeof sketchQuerySchema>;

/** A value with its 95% interval. */
export const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });
export type Interval = z.infer<typeof intervalSchema>;

/** Fewer than ten, of periods over several months in every month, are not told: null. Others are told to the next ten. */
const toldCount = z.nullable(z.int());

const quantileName = QUANTILES.map((q) => `p${Math.round(q * 100)}`) as [
  'p5',
  'p10',
  'p25',
  'p50',
  'p75',
  'p90',
  'p95',
];

export const figureSchema = z.object({
  lines: toldCount,
  /** Lines that the intervals rest on: over several months fewer than the fullest of them has, where the same homes measured in others. */
  independentLines: toldCount,
  /** Each null where the lines are too few to carry its interval. */
  quantiles: z.record(z.enum(quantileName), z.nullable(intervalSchema)),
  geometricMean: z.nullable(z.number()),
  /** Medians in busy and in other hours; null where not kept or too few lines. */
  peak: z.nullable(intervalSchema),
  offPeak: z.nullable(intervalSchema),
});
export type FigureAnswer = z.infer<typeof figureSchema>;

/** Why a cell's figures are not told. */
export const SUPPRESSIONS = ['too-few-lines', 'one-prefix', 'complementary'] as const;
export type Suppression = (typeof SUPPRESSIONS)[number];

export const cellSchema = z.object({
  /** The value of each dimension. */
  place: z.record(z.string(), z.string()),
  results: toldCount,
  lines: toldCount,
  /** Why no figures are told; null when they are. */
  suppressed: z.nullable(z.enum(SUPPRESSIONS)),
  /** Whether the lines are enough for a ranking. */
  ranked: z.boolean(),
  /**
   * Of cells that are added up over areas (ISP by contract tier): the share of the ISP's lines that all its tiers have together, 0–1. Areas in which
   * fewer than ten lines have a tier are in none of its cells.
   */
  coverage: z.optional(z.number()),
  /** Shares of lines whose region a person named, and whose region was looked up; null as `excluded`. */
  regions: z.nullable(z.object({ declared: z.number(), guessed: z.number() })),
  /** Results that do not count, by reason; null where no figures are told, and where that is not kept (`source`). */
  excluded: z.nullable(z.array(z.object({ reason: z.string(), results: toldCount }))),
  /** When what is told here was last renewed. */
  updatedAt: z.nullable(z.string()),
  figures: z.nullable(z.record(z.string(), figureSchema)),
  /** Of lines whose contract is known. */
  contract: z.nullable(
    z.object({
      lines: toldCount,
      /** Shares of lines that reach 95%, 80 to 95%, under 80% of the contracted download rate. */
      bands: z.nullable(z.object({ met: z.number(), near: z.number(), missed: z.number() })),
      /** 80/80: the share of the contract that 80% of lines reach in 80% of their tests in busy hours. */
      consistency8080: z.nullable(intervalSchema),
    }),
  ),
});
export type CellAnswer = z.infer<typeof cellSchema>;

/** What every answer says of itself. */
export const about = {
  profile: z.object({
    name: z.string(),
    version: z.int(),
    /** True while some of its parameters are assumed: nobody has read them at their source. */
    provisional: z.boolean(),
    assumed: z.array(z.string()),
  }),
  methodVersion: z.int(),
  /** Made-up data for demonstration. */
  synthetic: z.boolean(),
  cohort: z.enum(COHORTS),
  /** The last publication; null before the first. */
  updatedAt: z.nullable(z.string()),
};

export const periodAnswer = z.object({ name: z.string(), from: z.string(), to: z.string() });

export const qualityAnswerSchema = z.object({
  ...about,
  period: periodAnswer,
  /**
   * `rollup`: kept for every result; `line-months`, `results`: computed for this question, from line-month rows or by another
   * profile from the results themselves.
   */
  source: z.enum(['rollup', 'line-months', 'results']),
  cells: z.array(cellSchema),
  nextCursor: z.nullable(z.string()),
});
export type QualityAnswer = z.infer<typeof qualityAnswerSchema>;

/**
 * Why an ISP has no rank: under 100 lines with the metric; all its lines in one network; its figures would bare those of a
 * neighbour; or, in a ranking of a kind, it is of none that is ranked, as an AS that several brands share.
 */
export const UNRANKED_REASONS = ['too-few-lines', 'one-prefix', 'complementary', 'no-ranked-kind'] as const;
export type UnrankedReason = (typeof UNRANKED_REASONS)[number];

export const rankAnswerSchema = z.object({
  ...about,
  period: periodAnswer,
  metric: z.enum(METRICS),
  ranking: z.array(
    z.object({
      isp: z.string(),
      lines: toldCount,
      results: toldCount,
      excluded: toldCount,
      median: intervalSchema,
      /** Ranks that the data leave open, at 5% for the whole ranking. */
      rankFrom: z.int(),
      rankTo: z.int(),
      tiedWith: z.array(z.string()),
    }),
  ),
  /**
   * Measured ISPs that have no rank, and why not; most lines first, and last those of no kind that is ranked. Those of under ten
   * lines are not listed.
   */
  unranked: z.array(z.object({ isp: z.string(), lines: toldCount, reason: z.enum(UNRANKED_REASONS) })),
});
export type RankAnswer = z.infer<typeof rankAnswerSchema>;

export const compareAnswerSchema = z.object({
  ...about,
  period: periodAnswer,
  metric: z.enum(METRICS),
  a: z.string(),
  b: z.string(),
  /** a − b over the same regions, tiers and parts of the day; null with a reason. */
  difference: z.nullable(intervalSchema),
  /** a / b. */
  ratio: z.nullable(intervalSchema),
  reason: z.nullable(z.string()),
  /** Share of each side's lines that could be compared. */
  coverage: z.object({ a: z.number(), b: z.number() }),
  /** Results of each side's lines in the strata that were compared, and results of theirs that do not count. */
  results: z.object({ a: toldCount, b: toldCount }),
  excluded: z.object({ a: toldCount, b: toldCount }),
  strata: z.array(
    z.object({
      area: z.string(),
      tier: z.string(),
      band: z.string(),
      linesA: toldCount,
      linesB: toldCount,
      weight: z.number(),
    }),
  ),
  replicates: z.int(),
  seed: z.string(),
});
export type CompareAnswer = z.infer<typeof compareAnswerSchema>;

/**
 * Why an ISP's own agents cannot be held against the crowd: under ten lines of its agents, or of the crowd, or none of both in the
 * same area, tier and part of the day.
 */
export const DIVERGENCE_REASONS = ['too-few-agents', 'too-few-of-the-crowd', 'no-common-stratum'] as const;
export type DivergenceReason = (typeof DIVERGENCE_REASONS)[number];

/** As a comparison, of one ISP's lines: `a` is what its own agents measured (`isp-agent`), `b` what the crowd did. */
export const divergenceAnswerSchema = z.object({
  ...compareAnswerSchema.shape,
  isp: z.string(),
  a: z.literal('isp-agent'),
  b: z.literal('crowd-browser'),
  reason: z.nullable(z.enum(DIVERGENCE_REASONS)),
  /** Whether the interval of the difference leaves out 0; null with a reason. */
  diverges: z.nullable(z.boolean()),
});
export type DivergenceAnswer = z.infer<typeof divergenceAnswerSchema>;

export const hoursAnswerSchema = z.object({
  ...about,
  period: periodAnswer,
  metric: z.enum(METRICS),
  /** Of the whole week. */
  lines: toldCount,
  results: toldCount,
  /** Results that do not count. */
  excluded: toldCount,
  /** 168 medians from Monday, 0 to 1 o'clock, in the region's own time; null where too few lines measured. */
  hours: z.array(z.nullable(z.object({ lines: toldCount, median: intervalSchema }))),
  /** The median with every hour of the week weighing the same, beside the plain one; null under 80% of hours. */
  hourStandardisedMedian: z.nullable(z.number()),
  plainMedian: z.nullable(intervalSchema),
  /** Share of the week's hours that are told. */
  coverage: z.number(),
});
export type HoursAnswer = z.infer<typeof hoursAnswerSchema>;

export const trendAnswerSchema = z.object({
  ...about,
  metric: z.enum(METRICS),
  step: z.enum(['day', 'month']),
  series: z.array(
    z.object({
      period: z.string(),
      lines: toldCount,
      results: toldCount,
      /** Results that do not count; null under ten, and where no figures are told. */
      excluded: toldCount,
      median: z.nullable(intervalSchema),
    }),
  ),
  /** Change of the median from one period to the next: Theil and Sen's slope with Sen's 95% interval; null under 6 months, and under 30 days. */
  slope: z.nullable(intervalSchema),
});
export type TrendAnswer = z.infer<typeof trendAnswerSchema>;

export const changeAnswerSchema = z.object({
  ...about,
  metric: z.enum(METRICS),
  isp: z.string(),
  from: z.string(),
  to: z.string(),
  /** Null when a month has too few lines. */
  change: z.nullable(
    z.object({
      medianFrom: z.number(),
      medianTo: z.number(),
      /** What other lines, regions or tiers do to the median. */
      mix: z.number(),
      /** What the same kinds of lines do; mix + real is the whole change. */
      real: intervalSchema,
      coverage: z.number(),
      /** Of both months. */
      lines: z.object({ from: toldCount, to: toldCount }),
      results: z.object({ from: toldCount, to: toldCount }),
      excluded: z.object({ from: toldCount, to: toldCount }),
    }),
  ),
});
export type ChangeAnswer = z.infer<typeof changeAnswerSchema>;

export const sketchAnswerSchema = z.object({
  ...about,
  period: periodAnswer,
  metric: z.enum(METRICS),
  lines: z.int(),
  results: toldCount,
  /** Results that do not count. */
  excluded: toldCount,
  /** DDSketch: bin k holds values in (gamma^(k − 1), gamma^k]. */
  gamma: z.number(),
  zeroCount: z.int(),
  /** [bin, lines], in ascending order. */
  bins: z.array(z.tuple([z.int(), z.int()])),
});
export type SketchAnswer = z.infer<typeof sketchAnswerSchema>;
