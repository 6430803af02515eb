import { PROBLEMS } from '../../measurement-agent/protocol/problems.ts';
import type { Refusal } from '../domain/refusal.ts';
import { problemOf } from '../middleware/problem.ts';

/** A refusal as everywhere else on this server: a problem document (RFC 9457). */
export function refuse(refusal: Refusal, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(problemOf(refusal)), {
    status: PROBLEMS[refusal.reason].status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
  });
}
