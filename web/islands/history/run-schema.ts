import * as z from 'zod/mini';
import { MEDIA } from '../../../measurement-agent/protocol/vocabulary.ts';

const rate = z.nullable(z.number().check(z.nonnegative()));
const delay = z.nullable(z.number().check(z.nonnegative()));
const interval = z.nullable(z.tuple([z.number().check(z.nonnegative()), z.number().check(z.nonnegative())]));

/** What a device keeps of a test that it made: enough for a table, a curve and a comparison; the rest is in the document. */
export const historyRunSchema = z.object({
  /** The measurementId, under which the result is published. */
  id: z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/)),
  /** RFC 3339, by this device's clock. */
  at: z.iso.datetime(),
  downloadBps: rate,
  downloadIntervalBps: interval,
  uploadBps: rate,
  uploadIntervalBps: interval,
  idleRttMs: delay,
  workingRttDownloadMs: delay,
  workingRttUploadMs: delay,
  /** 0–1. */
  lossRatio: z.nullable(z.number().check(z.minimum(0), z.maximum(1))),
  medium: z.nullable(z.enum(MEDIA)),
  /** The operator of the network, as the server names it; absent in older records. */
  isp: z.optional(z.nullable(z.string().check(z.maxLength(200)))),
  /** Whether the agent saw nothing that excludes the result from statistics. */
  valid: z.boolean(),
});
export type HistoryRun = z.infer<typeof historyRunSchema>;
