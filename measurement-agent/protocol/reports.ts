/** Queries and answers of `/api/v1/reports` (docs/reports.md). A public contract: fields are added, never renamed. */
import * as z from 'zod/mini';
import { about, cellSchema, common, filters, intervalSchema, listOf, periodAnswer } from './quality.ts';
import { METRICS, PROFILE_NAMES } from './statistics.ts';

/** `2026-10`, the first edition of a month, or `2026-10.2`, its second. */
export const EDITION = /^\d{4}-(?:0[1-9]|1[0-2])(?:\.(?:[2-9]|[1-9]\d{1,3}))?$/;

/** In the place of an edition: what is told today, of any period. */
export const LIVE = 'live';

/** Metrics of a report when nobody names any: rates, delay and loss. */
export const REPORT_METRICS = ['downloadBps', 'uploadBps', 'idleRttMs', 'lossRatio'] as const;

/** Where nobody names a region. */
export const REPORT_REGION = 'JP';

/** ISPs of a report at most, those with the most lines. */
export const MOST_REPORTED_ISPS = 1_000;

export const reportQuerySchema = z.strictObject({
  /** Default: JP. */
  region: filters.region,
  /** Of a live report only; default: r90. An edition is of its month. */
  period: common.period,
  /** The rule set; any but `default` live only, and of months that have ended. */
  profile: z.optional(z.enum(PROFILE_NAMES)),
  /** Default: all. */
  metrics: z.optional(listOf(METRICS)),
  format: common.format,
});
export type ReportQuery = z.infer<typeof reportQuerySchema>;

const count = z.nullable(z.int());

/** What a cell told before a correction, or after it; without a metric, its lines and no quantiles. */
const toldBefore = z.object({
  lines: count,
  results: count,
  median: z.nullable(intervalSchema),
  /** Not there in editions of before 2026-11-28, as `members`. */
  p25: z.optional(z.nullable(intervalSchema)),
  p75: z.optional(z.nullable(intervalSchema)),
});

/** A figure that a correction changed. */
export const reportChangeSchema = z.object({
  /** Null: the region as a whole. */
  isp: z.nullable(z.string()),
  /** Null: what a cell tells beside its metrics, as the results that were left out. */
  metric: z.nullable(z.enum(METRICS)),
  before: toldBefore,
  after: toldBefore,
  /** Everything that is told otherwise, as paths in the metric's figure or, without a metric, in the cell: `quantiles/p5`. */
  members: z.optional(z.array(z.string())),
});
export type ReportChange = z.infer<typeof reportChangeSchema>;

export const editionSchema = z.object({
  /** As it stands in an address: `2026-10`, `2026-10.2`. */
  name: z.string(),
  month: z.string(),
  /** 1 for the first; each correction has the next. */
  revision: z.int(),
  frozenAt: z.string(),
  /** The publication that it was made from. */
  publishedAt: z.string(),
  /** SHA-256 over every published sum that its figures were computed from, in hex. */
  inputHash: z.string(),
  /** Regions whose figures a correction changed; empty for the first edition of a month. */
  changedRegions: z.array(z.string()),
});
export type Edition = z.infer<typeof editionSchema>;

export const editionsAnswerSchema = z.object({ editions: z.array(editionSchema) });
export type EditionsAnswer = z.infer<typeof editionsAnswerSchema>;

export const reportAnswerSchema = z.object({
  ...about,
  period: periodAnswer,
  region: z.string(),
  /** Null: live, it may be another tomorrow. */
  edition: z.nullable(editionSchema),
  /** SHA-256 of the answer with all metrics, as docs/reports.md says; null where it is live. */
  answersHash: z.nullable(z.string()),
  /** The region; null where nobody measured. */
  whole: z.nullable(cellSchema),
  /** ISPs whose figures are told, the most lines first. */
  isps: z.array(cellSchema),
  /** How many more there are: whose figures are told but not listed, and whose are not told. */
  unlisted: z.object({ told: z.int(), hidden: z.int() }),
  /** Areas of a country, or prefectures of an area, in the order of their codes. */
  parts: z.array(cellSchema),
  /** What this edition corrects in this region. */
  changes: z.array(reportChangeSchema),
});
export type ReportAnswer = z.infer<typeof reportAnswerSchema>;
