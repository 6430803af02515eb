/** How often one neighbourhood of lines may ask. The numbers are in wrangler.toml. */
import { createMiddleware } from 'hono/factory';
import { anonymityPrefix, clientAddress } from '../domain/address.ts';
import type { Config } from '../domain/config.ts';
import { prefixTag } from '../domain/prefix-tag.ts';
import type { Env } from '../env.ts';
import type { App } from './app.ts';
import { problem } from './problem.ts';

export type Cap =
  | 'SESSION_LIMIT'
  | 'RESULT_LIMIT'
  | 'READ_LIMIT'
  | 'FOREIGN_LOAD_LIMIT'
  | 'FOREIGN_PROBE_LIMIT';

/** Goes with every refusal: the period that the caps are counted over. */
export const RETRY_AFTER = { 'retry-after': '60' };

/** Whoever has no address shares one counter. */
const NO_ADDRESS = 'no-address';

/**
 * Counts the request and tells whether its prefix (/24 or /48) is within the cap; always, where the operator has bound
 * none. The counter knows the prefix by a keyed hash only.
 */
export async function withinCap<Name extends Cap>(
  cap: Name,
  request: Request,
  env: Pick<Env, Name>,
  { tokenKey }: Pick<Config, 'tokenKey'>,
): Promise<boolean> {
  const limiter = env[cap];
  if (limiter === undefined) return true;
  const address = clientAddress(request.headers);
  const key = address === null ? NO_ADDRESS : await prefixTag(anonymityPrefix(address), tokenKey);
  return (await limiter.limit({ key })).success;
}

/** Refuses what is beyond the cap. Comes first in a route: a refusal must cost less than an answer. */
export function capped(cap: Cap) {
  return createMiddleware<App>(async (c, next) => {
    if (await withinCap(cap, c.req.raw, c.env, c.var.config)) return next();
    const detail = 'Your network, which others may share, sends too many requests. Try again in a minute.';
    return problem(c, { reason: 'too-many-requests', detail }, RETRY_AFTER);
  });
}
