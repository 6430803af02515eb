import { randomBytes } from 'node:crypto';
import type * as z from 'zod/mini';
import type { RequestFailure } from '../engine/transport.ts';
import { askJson, type HttpSend } from '../engine/transports/api-client.ts';
import {
  type Batch,
  batchSchema,
  type Enrolled,
  enrolledSchema,
  type Heartbeat,
  type HeartbeatRequest,
  heartbeatSchema,
} from '../protocol/agents.ts';
import type { Fallible } from '../protocol/fallible.ts';
import { signRequest } from '../protocol/request-signature.ts';
import { API_PATHS } from '../protocol/spec.ts';
import type { DeviceKey } from './device-key.ts';
import type { Queued } from './spool.ts';

/** 500 results over a line of 1 Mbit/s. */
const BATCH_ANSWER_MS = 120_000;

/** The routes that an enrolled agent signs. */
export interface SignedClient {
  enroll(token: string, agentVersion: string): Promise<Fallible<Enrolled, RequestFailure>>;
  heartbeat(request: HeartbeatRequest): Promise<Fallible<Heartbeat, RequestFailure>>;
  batch(results: readonly Queued[]): Promise<Fallible<Batch, RequestFailure>>;
}

/**
 * Signs with the device's key. Requests carry the server's time as far as it is known: a device whose clock is wrong learns it from the
 * first refusal and asks again.
 */
export function signedClient(
  { origin, send, signal }: { origin: string; send: HttpSend; signal: AbortSignal },
  { id, publicKey, privateKey }: DeviceKey,
  nowMs: () => number,
): SignedClient {
  /** Device's clock minus the server's, where it is so far off that signatures are refused. */
  let offMs = 0;

  async function ask<Answer>(
    schema: z.ZodMiniType<Answer>,
    path: string,
    body: unknown,
    limitMs?: number,
  ): Promise<Fallible<Answer, RequestFailure>> {
    for (let attempt = 0; ; attempt += 1) {
      let dateMs: number | null = null;
      const dated: HttpSend = async (request, aborted) => {
        const response = await send(request, aborted);
        dateMs = response.dateMs ?? null;
        return response;
      };
      const headers = await signRequest(
        {
          method: 'POST',
          authority: new URL(origin).host,
          path,
          body: new TextEncoder().encode(JSON.stringify(body)),
        },
        {
          keyId: id,
          createdAtS: Math.floor((nowMs() - offMs) / 1000),
          nonce: randomBytes(16).toString('base64url'),
        },
        privateKey,
      );
      const what = { method: 'POST', path, body, headers: { ...headers } } as const;
      const answer = await askJson(dated, schema, what, signal, limitMs);
      if (answer.ok || !isProblem(answer.error, 'clock-skew') || dateMs === null || attempt > 0)
        return answer;
      offMs = nowMs() - dateMs;
    }
  }

  return {
    enroll: (token, agentVersion) =>
      ask(enrolledSchema, API_PATHS.enroll, { token, publicKey, agentVersion }),
    heartbeat: (request) => ask(heartbeatSchema, API_PATHS.heartbeat, request),
    batch: (results) =>
      ask(
        batchSchema,
        API_PATHS.batch,
        { items: results.map(({ token, submission }) => ({ token, result: submission })) },
        BATCH_ANSWER_MS,
      ),
  };
}

/** Whether a failure is the server's word, and this one. */
export function isProblem(failure: RequestFailure, ...reasons: readonly string[]): boolean {
  return (
    failure.reason === 'problem' && reasons.some((reason) => failure.problem.type === `/problems/${reason}`)
  );
}

/** What a person reads of a failure. */
export function failureText(failure: RequestFailure): string {
  return failure.reason === 'problem'
    ? `${failure.problem.title}. ${failure.problem.detail}`
    : `${failure.reason}: ${failure.detail}`;
}
