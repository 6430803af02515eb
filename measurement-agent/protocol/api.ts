/** Request and response of every JSON route. The OpenAPI document and the /api page are generated from here. */
import * as z from 'zod/mini';
import { networkSchema } from './network.ts';
import { planSchema } from './plan.ts';
import { declaredSchema } from './result.ts';
import { sessionIdSchema } from './summary.ts';

/** POST /api/v1/sessions. An empty body is an empty object. */
export const openSessionRequestSchema = z.strictObject({
  /** The session this one belongs to, when one run measures IPv4 and IPv6 apart. */
  groupId: z.optional(z.nullable(sessionIdSchema)),
});
export type OpenSessionRequest = z.infer<typeof openSessionRequestSchema>;

export const turnSchema = z.object({
  urls: z.array(z.string()),
  username: z.string(),
  credential: z.string(),
  expiresAt: z.iso.datetime(),
});

export const sessionSchema = z.object({
  sessionId: sessionIdSchema,
  /** Opaque and sealed; good for the measurement endpoints until `expiresAt` and for submitting until `submitBy`. */
  token: z.string(),
  expiresAt: z.iso.datetime(),
  submitBy: z.iso.datetime(),
  network: networkSchema,
  plan: planSchema,
  turn: z.nullable(turnSchema),
});
export type Session = z.infer<typeof sessionSchema>;

/** POST /api/v1/results: 201 the first time, 200 with the same values ever after. */
export const submittedSchema = z.object({
  id: sessionIdSchema,
  /** Address of the result's page on this server, without language; not part of the stored document. */
  url: z.string(),
  /** Bearer token for PATCH and DELETE. */
  deleteToken: z.string(),
});
export type Submitted = z.infer<typeof submittedSchema>;

/**
 * PATCH /api/v1/results/{id}: what the person says about the line, afterwards. A field that is not given stays as it is;
 * null takes an answer back.
 */
export const amendResultRequestSchema = z.strictObject({ declared: z.partial(declaredSchema) });
export type AmendResultRequest = z.infer<typeof amendResultRequestSchema>;

export const healthSchema = z.object({ status: z.literal('ok'), version: z.string() });
