import * as z from 'zod/mini';
import { MAX_KEPT_BREACHES } from './most-breaches.ts';

const nonNegative = z.number().check(z.nonnegative());
const count = z.int().check(z.nonnegative());
const delay = z.nullable(nonNegative);

/** What a device keeps of a watch of its line: a summary. Every probe is in the CSV that the page offers. */
export const watchRecordSchema = z.object({
  /** Random; only tells records apart. */
  id: z.string().check(z.regex(/^[0-9a-f]{32}$/)),
  /** When it began, RFC 3339, by this device's clock. */
  at: z.iso.datetime(),
  durationMs: nonNegative,
  /** Round trips beyond it were called slow. */
  thresholdMs: nonNegative,
  answered: count,
  unanswered: count,
  rttP50Ms: delay,
  rttP95Ms: delay,
  rttP99Ms: delay,
  rttMaxMs: delay,
  /** Datagrams; both 0 where no relay was there. */
  sent: count,
  lost: count,
  /** Time in which nobody watched. */
  asleepMs: nonNegative,
  slowTimes: count,
  outages: count,
  /** When it was slow or silent, ms since it began; the first 200. */
  breaches: z
    .array(z.object({ fromMs: nonNegative, untilMs: nonNegative, worstRttMs: delay, unanswered: count }))
    .check(z.maxLength(MAX_KEPT_BREACHES)),
});
export type WatchRecord = z.infer<typeof watchRecordSchema>;
