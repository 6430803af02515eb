/**
 * Messages on measurement connections. Binary messages are load and carry nothing but their length; text messages
 * are JSON and listed here. Parsing never throws.
 */
import * as z from 'zod/mini';
import { err, type Fallible, ok } from './fallible.ts';
import { MAX_MESSAGE_BYTES, MAX_SUMMARY_BYTES, MAX_TEXT_MESSAGE_BYTES, MIN_MESSAGE_BYTES } from './spec.ts';
import { phaseSchema, summarySchema } from './summary.ts';

const byteCount = z.int().check(z.nonnegative());

/** What only who has received a mark can know: 9 random bytes, base64url. */
const nonce = z.string().check(z.regex(/^[A-Za-z0-9_-]{12}$/, 'must be the nonce of a mark'));

/**
 * Download, agent → worker: the source may send until `limitBytes` in total, in messages of `messageBytes`.
 * `receivedBytes` is what the agent has received so far on this connection; `mark` the newest mark that it has received,
 * absent before the first.
 */
const creditSchema = z.strictObject({
  type: z.literal('credit'),
  receivedBytes: byteCount,
  limitBytes: byteCount,
  messageBytes: z.int().check(z.minimum(MIN_MESSAGE_BYTES), z.maximum(MAX_MESSAGE_BYTES)),
  mark: z.optional(nonce),
});

/**
 * Download, worker → agent, behind every MARK_INTERVAL_BYTES of load, or MARK_INTERVAL_MS after another. Who sends its nonce back has
 * received everything before it: a number of bytes alone would be a claim.
 */
const markSchema = z.strictObject({ type: z.literal('mark'), nonce });

/** Agent → worker: this load connection is over. The worker stops, answers `finished`, and closes. */
const finishSchema = z.strictObject({ type: z.literal('finish'), mark: z.optional(nonce) });

/** Any connection, agent → worker: sent back unchanged, behind what the worker has sent before. `id` is the agent's own. */
const probeSchema = z.strictObject({ type: z.literal('probe'), id: byteCount });

/** Echo, agent → worker: every load connection of a direction is finished; the worker answers `summary`. */
const closePhaseSchema = z.strictObject({
  type: z.literal('close-phase'),
  direction: phaseSchema,
  /** Application bytes the agent counted in this direction. */
  bytes: byteCount,
});

/** Upload, worker → agent, every COUNTER_INTERVAL_MS or COUNTER_INTERVAL_BYTES while it runs: bytes of complete messages received so far. */
const counterSchema = z.strictObject({
  type: z.literal('counter'),
  receivedBytes: byteCount,
  /** Since the first message of this connection, on the worker's clock (whole ms; advances with I/O). */
  elapsedMs: z.number().check(z.nonnegative()),
});

/** Load connection, worker → agent, last message: what the worker sent (download) or received (upload) on it. */
const finishedSchema = z.strictObject({ type: z.literal('finished'), bytes: byteCount });

/** Echo, worker → agent: what the worker saw of one direction, over all its connections. */
const summaryMessageSchema = z.strictObject({ type: z.literal('summary'), summary: summarySchema });

export const agentMessageSchema = z.discriminatedUnion('type', [
  creditSchema,
  finishSchema,
  probeSchema,
  closePhaseSchema,
]);
export const workerMessageSchema = z.discriminatedUnion('type', [
  probeSchema,
  counterSchema,
  markSchema,
  finishedSchema,
  summaryMessageSchema,
]);

export type AgentMessage = z.infer<typeof agentMessageSchema>;
export type WorkerMessage = z.infer<typeof workerMessageSchema>;

export type MessageFault = { reason: 'too-long' | 'not-json' | 'not-in-contract' };

function parse<Message>(
  schema: z.ZodMiniType<Message>,
  text: string,
  mostBytes: number,
): Fallible<Message, MessageFault> {
  if (text.length > mostBytes) return err({ reason: 'too-long' });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err({ reason: 'not-json' });
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? ok(parsed.data) : err({ reason: 'not-in-contract' });
}

/** Parses a text message as the worker receives it. */
export function parseAgentMessage(text: string): Fallible<AgentMessage, MessageFault> {
  return parse(agentMessageSchema, text, MAX_TEXT_MESSAGE_BYTES);
}

/** Parses a text message as the agent receives it. */
export function parseWorkerMessage(text: string): Fallible<WorkerMessage, MessageFault> {
  return parse(workerMessageSchema, text, MAX_SUMMARY_BYTES);
}

export function encodeMessage(message: AgentMessage | WorkerMessage): string {
  return JSON.stringify(message);
}
