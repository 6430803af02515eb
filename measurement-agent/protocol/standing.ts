/** Answer of `/api/v1/results/{id}/standing`. A public contract: fields are added, never renamed. */
import * as z from 'zod/mini';
import { ACCESS_TECHNOLOGIES } from './vocabulary.ts';

/** Figures of a result that lines are compared by. */
export const STANDING_FIGURES = [
  'downloadBps',
  'uploadBps',
  'idleRttMs',
  'workingRttDownloadMs',
  'workingRttUploadMs',
  'pdvP95Ms',
  'lossRatio',
] as const;
export type StandingFigure = (typeof STANDING_FIGURES)[number];

/**
 * Why a result has no place among lines: it does not count itself; neither its provider nor its region is known; no cell that it
 * lies in has lines enough to be told.
 */
export const STANDING_ABSENCES = ['not-counted', 'line-unknown', 'too-few-lines'] as const;
export type StandingAbsence = (typeof STANDING_ABSENCES)[number];

const namesSchema = z.object({ ja: z.string(), en: z.string() });
const ratio = z.number().check(z.minimum(0), z.maximum(1));

const placedSchema = z.object({
  /** Lines that the figure is known of, to the next ten. */
  lines: z.nullable(z.int()),
  /** Median of these lines with its 95% interval. */
  median: z.nullable(z.object({ value: z.number(), low: z.number(), high: z.number() })),
  /**
   * Share of the lines that the result is better than: it lies between `low` and `high`, with about 95% confidence. As wide as the
   * published quantiles leave it.
   */
  betterThan: z.object({ low: ratio, high: ratio }),
});
export type Placed = z.infer<typeof placedSchema>;

export const standingSchema = z.object({
  /** The narrowest cell that is told and that the result lies in; null with a reason. */
  cell: z.nullable(
    z.object({
      /** `members`: brands that share the network, where it is such a group. */
      isp: z.nullable(z.object({ slug: z.string(), names: namesSchema, members: z.array(namesSchema) })),
      region: z.nullable(z.object({ code: z.string(), names: namesSchema })),
      access: z.nullable(z.enum(ACCESS_TECHNOLOGIES)),
      period: z.object({ name: z.string(), from: z.string(), to: z.string() }),
      lines: z.nullable(z.int()),
      /** The question to `/api/v1/quality` that the cell answers. */
      href: z.string(),
    }),
  ),
  reason: z.nullable(z.enum(STANDING_ABSENCES)),
  /** Null for a figure that the result or the cell lacks. */
  figures: z.record(z.enum(STANDING_FIGURES), z.nullable(placedSchema)),
});
export type Standing = z.infer<typeof standingSchema>;
