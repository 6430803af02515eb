/** What an enrolled agent and its server say to each other (docs/protocol.md, section 8). */
import * as z from 'zod/mini';
import { submittedSchema } from './api.ts';
import { problemSchema } from './problems.ts';
import { agentIdSchema } from './request-signature.ts';
import { declaredSchema } from './result.ts';
import { scheduleSchema } from './schedule.ts';
import { sessionIdSchema } from './summary.ts';
import { textSchema } from './text.ts';
import type { COHORTS } from './vocabulary.ts';

/** Who an agent belongs to and where it stands, as in lists: never a path, a line or markup. */
export const labelSchema = z.string().check(
  z.regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u,
    'must be 1 to 64 letters, digits, spaces, dots, dashes or underscores, and begin with a letter or digit',
  ),
  z.refine((label) => !label.includes('..'), 'must not contain two dots in a row'),
);

/** The line that an agent stands on: what a person would declare, said once by who enrols it. */
export const siteSchema = z.strictObject({ name: labelSchema, declared: declaredSchema });
export type Site = z.infer<typeof siteSchema>;

/** Cohorts that a fleet may be of. */
export const FLEET_COHORTS = ['independent-agent', 'isp-agent'] as const satisfies (typeof COHORTS)[number][];
export type FleetCohort = (typeof FLEET_COHORTS)[number];

export const enrolmentTokenSchema = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be an enrolment token (43 characters)'));

const versionSchema = textSchema(32).check(z.minLength(1));

/** POST /api/v1/agents:enroll, signed by the key that it brings. */
export const enrollRequestSchema = z.strictObject({
  token: enrolmentTokenSchema,
  /** Ed25519, 32 bytes, base64url. */
  publicKey: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes in base64url')),
  agentVersion: versionSchema,
});

/** 201 the first time, 200 with the same values when the same key comes with the same token again. */
export const enrolledSchema = z.object({
  agentId: agentIdSchema,
  owner: z.string(),
  cohort: z.enum(FLEET_COHORTS),
  site: siteSchema,
});
export type Enrolled = z.infer<typeof enrolledSchema>;

const count = z.int().check(z.nonnegative(), z.maximum(1e12));

/** POST /api/v1/agents:heartbeat, signed: how the agent is, for what it is to do. */
export const heartbeatRequestSchema = z.strictObject({
  agentVersion: versionSchema,
  /** Agent's clock minus server's, by the heartbeat before; null at the first. */
  clockOffsetMs: z.nullable(z.number().check(z.minimum(-1e13), z.maximum(1e13))),
  /** Results that wait, that the server refused, and that had to be dropped for want of space. */
  results: z.strictObject({ queued: count, refused: count, dropped: count }),
  /** Slots without a test since the agent was enrolled. */
  slots: z.strictObject({ missed: count, skipped: count, failed: count }),
  /** Bytes of this calendar month (UTC). */
  monthBytes: count,
});
export type HeartbeatRequest = z.infer<typeof heartbeatRequestSchema>;

export const suppressionSchema = z.object({ until: z.iso.datetime(), reason: z.string() });

export const heartbeatSchema = z.object({
  serverTime: z.iso.datetime(),
  schedule: scheduleSchema,
  /** No test and no light probe before its end (RFC 7594, Suppression); null when there is none. */
  suppression: z.nullable(suppressionSchema),
  /** One test out of turn, asked for since and wanted until then; absent or null for none. */
  retest: z.optional(z.nullable(z.object({ askedAt: z.iso.datetime(), until: z.iso.datetime() }))),
  /** Next heartbeat, after this long. */
  heartbeatEveryS: z.int().check(z.minimum(30), z.maximum(86_400)),
  /** Oldest `/api/v1` and `jissoku.measure` version that the server takes; an agent of an older one spools and says so. */
  oldestProtocol: z.int(),
  /** Newest agent that the server knows of. */
  newestAgent: versionSchema,
});
export type Heartbeat = z.infer<typeof heartbeatSchema>;

/** A batch has so many results at most … */
export const MAX_BATCH_ITEMS = 500;
/** … and so many bytes: 500 results of 15 kB, an eighth of what an isolate may hold. */
export const MAX_BATCH_BYTES = 8 * 1024 * 1024;

/** POST /api/v1/results:batch, signed. Each item is read by itself: one that is broken spoils no other. */
export const batchRequestSchema = z.strictObject({
  items: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MAX_BATCH_ITEMS)),
});

/** One of the items, before its `result` is looked at. */
export const batchItemSchema = z.strictObject({
  /** The session's: it may have expired, and is taken until its `submitBy`. */
  token: z.string().check(z.maxLength(16_384)),
  result: z.unknown(),
});

/** What became of an item: stored now (201), before (200), or why not. */
export const batchOutcomeSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('stored'),
    status: z.union([z.literal(200), z.literal(201)]),
    submitted: submittedSchema,
  }),
  z.object({
    outcome: z.literal('refused'),
    measurementId: z.nullable(sessionIdSchema),
    problem: problemSchema,
  }),
]);
export type BatchOutcome = z.infer<typeof batchOutcomeSchema>;

/** In the order of the items. */
export const batchSchema = z.object({ items: z.array(batchOutcomeSchema) });
export type Batch = z.infer<typeof batchSchema>;
