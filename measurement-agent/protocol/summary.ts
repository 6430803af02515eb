import * as z from 'zod/mini';

/** A direction as the agent sees it. */
export const directionSchema = z.literal(['download', 'upload']);
export type Direction = z.infer<typeof directionSchema>;

/** A part of a measurement that ends with a summary: one direction under load, or both at once. */
export const phaseSchema = z.literal(['download', 'upload', 'bidirectional']);
export type Phase = z.infer<typeof phaseSchema>;

/** The id of a session, of its measurement and of its result: 128 random bits, base64url. */
export const sessionIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/, 'must be a session id'));

/**
 * What the worker saw of one phase of one session, over all its connections.
 * `bytes` are application bytes sent (download) or received in complete messages (upload); `agentBytes` is what the
 * agent said it counted; `durationMs` runs from the first to the last byte the worker handled, on its clock.
 */
export const summarySchema = z.strictObject({
  sessionId: sessionIdSchema,
  /** `bidirectional`: both at once, their bytes together. */
  direction: phaseSchema,
  bytes: z.int().check(z.nonnegative()),
  agentBytes: z.int().check(z.nonnegative()),
  durationMs: z.number().check(z.nonnegative()),
  connections: z.int().check(z.nonnegative()),
  edge: z.nullable(z.string().check(z.maxLength(32))),
  /** A connection came from another address prefix of the same AS (Happy Eyeballs, CGNAT pools, mobile networks). */
  prefixChanged: z.boolean(),
  /** Share of the worker's timers that ran late during the load, 0–1; null when none came due. */
  lateShare: z.optional(z.nullable(z.number().check(z.minimum(0), z.maximum(1)))),
  closedAt: z.iso.datetime(),
});
export type Summary = z.infer<typeof summarySchema>;
