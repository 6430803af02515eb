/** Refusals as problem documents (RFC 9457). */
import type { Context, ErrorHandler, Handler } from 'hono';
import { PROBLEMS, type Problem } from '../../measurement-agent/protocol/problems.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { App } from './app.ts';

export function problem(
  c: Context<App>,
  { reason, detail, violations }: Refusal,
  headers: Record<string, string> = {},
): Response {
  const body = problemOf({ reason, detail, ...(violations && { violations }) });
  const { status } = PROBLEMS[reason];
  return c.body(JSON.stringify(body), status, {
    ...headers,
    // RFC 9110 section 15.5.2: a 401 names the scheme.
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    'content-type': 'application/problem+json',
  });
}

/** The document alone, where it is part of an answer. */
export function problemOf({ reason, detail, violations }: Refusal): Problem {
  const { status, title } = PROBLEMS[reason];
  return { type: `/problems/${reason}`, title, status, detail, ...(violations && { violations }) };
}

/** For the addresses of the API that do not exist. */
export function nothingHere(c: Context<App>): Response {
  return problem(c, { reason: 'not-found', detail: `There is nothing at ${c.req.path}.` });
}

/** For every method that an address does not take. */
export function methodNotAllowed(...methods: readonly string[]): Handler<App> {
  const allow = methods.join(', ');
  return (c) =>
    problem(c, { reason: 'method-not-allowed', detail: `This address takes ${allow}.` }, { allow });
}

/** What nobody expected: the operator reads it in the log, the client learns only that it was not its fault. */
export const serverError: ErrorHandler<App> = (error, c) => {
  // oxlint-disable-next-line no-console -- the log of the worker is where its operator looks
  console.error(error);
  return problem(c, { reason: 'server-error', detail: 'Try again later.' });
};
