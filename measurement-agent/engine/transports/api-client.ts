import type * as z from 'zod/mini';
import { sessionSchema, submittedSchema } from '../../protocol/api.ts';
import { err, type Fallible, ok } from '../../protocol/fallible.ts';
import { problemSchema } from '../../protocol/problems.ts';
import { resultSchema } from '../../protocol/result.ts';
import { API_PATHS } from '../../protocol/spec.ts';
import type { RequestFailure, Transport } from '../transport.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  path: string;
  /** Bearer token. */
  token?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Further headers, as a signature. */
  headers?: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  status: number;
  /** Value of Retry-After, if any. */
  retryAfter: string | null;
  /** The server's time, ms since the epoch, where its answer tells it. */
  dateMs?: number | null;
  text: string;
}

/** One HTTP exchange. Rejects when no answer came; `signal` aborts it. */
export type HttpSend = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/** A request without an answer for this long has failed. */
const ANSWER_LIMIT_MS = 15_000;

/** Asks a worker for JSON; what comes is checked, and what is no answer of one is a failure. */
export async function askJson<Answer>(
  send: HttpSend,
  schema: z.ZodMiniType<Answer>,
  what: HttpRequest,
  signal: AbortSignal,
  answerLimitMs = ANSWER_LIMIT_MS,
): Promise<Fallible<Answer, RequestFailure>> {
  let response: HttpResponse;
  try {
    response = await send(what, AbortSignal.any([signal, AbortSignal.timeout(answerLimitMs)]));
  } catch (error) {
    return err({ reason: signal.aborted ? 'aborted' : 'unreachable', detail: detailOf(error) });
  }
  const json = parseJson(response.text);
  if (response.status >= 200 && response.status < 300) {
    const answer = schema.safeParse(json);
    if (answer.success) return ok(answer.data);
  }
  const problem = problemSchema.safeParse(json);
  if (problem.success) {
    return err({ reason: 'problem', problem: problem.data, retryAfterMs: msOf(response.retryAfter) });
  }
  return err({
    reason: 'not-the-contract',
    detail: `${what.method} ${what.path} answered ${response.status} with something that is not from a Jissoku worker`,
  });
}

/** The JSON routes of a worker over some way of sending HTTP. */
export function apiClient(send: HttpSend): Pick<Transport, 'openSession' | 'submit' | 'fetchResult'> {
  return {
    openSession: (body, signal) =>
      askJson(send, sessionSchema, { method: 'POST', path: API_PATHS.sessions, body }, signal),
    submit: (token, body, signal) =>
      askJson(send, submittedSchema, { method: 'POST', path: API_PATHS.results, token, body }, signal),
    fetchResult: (id, signal) =>
      askJson(send, resultSchema, { method: 'GET', path: `${API_PATHS.results}/${id}` }, signal),
  };
}

/** Retry-After in its form of seconds (RFC 9110, 10.2.3), which is the worker's; null for anything else. */
function msOf(retryAfter: string | null): number | null {
  return retryAfter !== null && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) * 1000 : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The innermost reason: `fetch failed` says less than the ECONNREFUSED behind it. */
function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? detailOf(error.cause) : error.message || error.name;
}
