/** Calls of the worker under test, as agents make them. */
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import type { Session, Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Problem } from '../../measurement-agent/protocol/problems.ts';
import { signSummary } from '../../measurement-agent/protocol/receipts.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { signingKeyOf } from '../../worker/domain/signing-key.ts';
import type { Env } from '../../worker/env.ts';
import worker from '../../worker/index.ts';
import { submissionOf } from '../fixtures/submission.ts';
import { TEST_KEYS } from '../keys.ts';
import { ENV } from './bindings.ts';

export const ORIGIN = 'https://jissoku.example';
export const ADDRESS = '203.0.113.7';
export const TOKYO = { asn: 4713, countryCode: 'JP', subdivisionCode: 'JP-13' };

/** Tests call more often than any cap of theirs lets a prefix; those of caps pass them in `variables`. */
const NO_CAPS = {
  SESSION_LIMIT: undefined,
  RESULT_LIMIT: undefined,
  READ_LIMIT: undefined,
  FOREIGN_LOAD_LIMIT: undefined,
  FOREIGN_PROBE_LIMIT: undefined,
};

/** A request of an agent in Tokyo on OCN, unless `variables` say otherwise. */
export async function call(path: string, init: RequestInit = {}, variables: Partial<Env> = {}) {
  const headers = new Headers(init.headers);
  if (!headers.has('cf-connecting-ip')) headers.set('cf-connecting-ip', ADDRESS);
  const context = createExecutionContext();
  const response = await worker.fetch(
    new Request(ORIGIN + path, { ...init, headers }),
    { ...ENV, ...NO_CAPS, NETWORK_OVERRIDE: JSON.stringify(TOKYO), ...variables },
    context,
  );
  await waitOnExecutionContext(context);
  return response;
}

export async function openSession(address = ADDRESS, variables: Partial<Env> = {}): Promise<Session> {
  const response = await call(
    API_PATHS.sessions,
    { method: 'POST', headers: { 'cf-connecting-ip': address } },
    variables,
  );
  if (response.status !== 201) throw new Error(`no session: ${await response.text()}`);
  return response.json<Session>();
}

/** The fixture's result as one of this session. */
export function submissionFor({ sessionId }: Session, changes: Partial<Submission> = {}): Submission {
  return { ...submissionOf(sessionId), ...changes };
}

/** As the worker signs what it has seen: the fixture's summaries are none that a worker ever made. */
async function signed(body: unknown): Promise<unknown> {
  const summaries = (body as Partial<Submission> | null)?.summaries;
  if (!Array.isArray(summaries)) return body;
  const key = await signingKeyOf(TEST_KEYS.SIGNING_KEY);
  return {
    ...(body as Submission),
    summaries: await Promise.all(
      summaries.map(async (summary) =>
        'receipt' in summary ? summary : { ...summary, receipt: await signSummary(summary, key) },
      ),
    ),
  };
}

export async function submit(
  { token }: Pick<Session, 'token'>,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return call(API_PATHS.results, {
    method: 'POST',
    body:
      typeof body === 'string' || body instanceof ReadableStream ? body : JSON.stringify(await signed(body)),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });
}

export async function submitted(session: Session, changes: Partial<Submission> = {}): Promise<Submitted> {
  const response = await submit(session, submissionFor(session, changes));
  if (response.status !== 201) throw new Error(`not stored: ${await response.text()}`);
  return response.json<Submitted>();
}

/** The reason of a problem document, and the fields it names. */
export async function refusal(response: Response): Promise<{ reason: string; fields: string[] }> {
  const problem = await response.json<Problem>();
  if (
    response.headers.get('content-type') !== 'application/problem+json' ||
    problem.status !== response.status
  )
    throw new Error(`no problem document: ${JSON.stringify(problem)}`);
  return {
    reason: problem.type.replace('/problems/', ''),
    fields: (problem.violations ?? []).map(({ field }) => field),
  };
}

/** Everything stored of results. */
export async function storedResults() {
  const { results } = await ENV.DB.prepare('SELECT * FROM results').all<Record<string, unknown>>();
  const { objects } = await ENV.DOCUMENTS.list();
  return { rows: results, objects: objects.map(({ key }) => key) };
}
