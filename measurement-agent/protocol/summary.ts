import * as z from 'zod/mini';
import { MAX_CURVE_BINS } from './spec.ts';
import { textSchema } from './text.ts';

/** A direction as the agent sees it. */
export const directionSchema = z.literal(['download', 'upload']);
export type Direction = z.infer<typeof directionSchema>;

/** A part of a measurement that ends with a summary: one direction under load, or both at once. */
export const phaseSchema = z.literal(['download', 'upload', 'bidirectional']);
export type Phase = z.infer<typeof phaseSchema>;

/** The id of a session, of its measurement and of its result: 128 random bits, base64url. */
export const sessionIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/, 'must be a session id'));

/** Bytes that were received in consecutive stretches of `binMs`, on the worker's clock. */
export const curveSchema = z.strictObject({
  binMs: z.int().check(z.minimum(1), z.maximum(10_000)),
  /** Of a download what the agent proved to have received, when its proof arrived; of an upload what the worker received. */
  bytes: z.array(z.int().check(z.nonnegative())).check(z.maxLength(MAX_CURVE_BINS)),
});
export type Curve = z.infer<typeof curveSchema>;

/** A JWS (RFC 7515) in compact form without its payload (appendix F): the payload is what stands beside it. */
export const detachedSignatureSchema = z
  .string()
  .check(
    z.maxLength(512),
    z.regex(/^[A-Za-z0-9_-]+\.\.[A-Za-z0-9_-]+$/, 'must be a JWS without its payload'),
  );

/**
 * What the worker saw of one phase of one session, over all its connections, and its signature of that.
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
  edge: z.nullable(textSchema(32)),
  /** A connection came from another address prefix of the same AS (Happy Eyeballs, CGNAT pools, mobile networks). */
  prefixChanged: z.boolean(),
  /** Share of the worker's timers that ran late during the load, 0–1; null when none came due. */
  lateShare: z.optional(z.nullable(z.number().check(z.minimum(0), z.maximum(1)))),
  closedAt: z.iso.datetime(),
  /** When what arrived. Absent in summaries older than receipts, as are the fields below. */
  curve: z.optional(curveSchema),
  /**
   * Hash of the session and the address prefix that it was opened from: equal in all summaries of a session, and never in two
   * sessions. Null when the address was unknown.
   */
  prefixHash: z.optional(z.nullable(textSchema(32))),
  /** The worker's signature of all other fields. */
  receipt: z.optional(detachedSignatureSchema),
});
export type Summary = z.infer<typeof summarySchema>;
