import * as z from 'zod/mini';

/**
 * Every reason the API refuses a request, with its HTTP status and title (RFC 9457). The `type` URI of a problem is
 * `/problems/{reason}` on the server that answers; docs/protocol.md describes each.
 */
export const PROBLEMS = {
  'bad-json': { status: 400, title: 'The body is not valid JSON' },
  'bad-request': { status: 400, title: 'The request does not follow the contract' },
  'bad-token': { status: 401, title: 'The token is missing, malformed or not from this server' },
  'token-expired': { status: 401, title: 'The token has expired' },
  'bad-signature': { status: 401, title: 'The request is not signed by the key that it names' },
  'unknown-agent': { status: 401, title: 'No agent is enrolled with this key' },
  'clock-skew': { status: 401, title: 'The request was signed at another time' },
  replayed: { status: 401, title: 'This very request was made before' },
  'agent-revoked': { status: 403, title: 'This agent was taken out of service' },
  'key-stolen': { status: 403, title: 'The key of this agent was reported stolen' },
  'token-used': { status: 403, title: 'Another device enrolled with this token' },
  forbidden: { status: 403, title: 'Your key or login does not reach this' },
  'foreign-token': { status: 403, title: 'The token belongs to another session' },
  'wrong-network': { status: 403, title: 'The token was issued to another network' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method' },
  'body-too-slow': { status: 408, title: 'The body takes too long to arrive' },
  'name-taken': { status: 409, title: 'There is one of this name already' },
  'result-deleted': { status: 410, title: 'This result was deleted by its owner' },
  'body-too-large': { status: 413, title: 'The body is larger than allowed' },
  'bad-content-type': { status: 415, title: 'The body must be application/json' },
  'not-kept': { status: 422, title: 'No statistics of this combination are kept' },
  'too-broad': { status: 422, title: 'This combination would need too many rows' },
  'not-enough-lines': { status: 422, title: 'Too few lines to tell this without telling of single ones' },
  'upgrade-required': { status: 426, title: 'This address only speaks WebSocket' },
  'over-budget': { status: 429, title: 'The session has used up its bytes or connections' },
  'too-many-requests': { status: 429, title: 'Too many requests from this network' },
  'server-error': { status: 500, title: 'The server failed; nothing was stored' },
  'not-configured': { status: 503, title: 'The server is not configured completely' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemReason = keyof typeof PROBLEMS;

/** One rule that a body broke: where (a path such as `download.goodputBps`) and which rule. */
export const violationSchema = z.strictObject({ field: z.string(), rule: z.string() });
export type Violation = z.infer<typeof violationSchema>;

/** RFC 9457 problem document. `violations` names every broken rule where the body was readable. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int().check(z.minimum(100), z.maximum(599)),
  detail: z.string(),
  violations: z.optional(z.array(violationSchema)),
});
export type Problem = z.infer<typeof problemSchema>;
