import type { Config } from '../domain/config.ts';
import type { ForeignProtocol } from '../domain/foreign-protocols.ts';
import type { Env } from '../env.ts';
import { RETRY_AFTER, withinCap } from '../middleware/caps.ts';
import { CLOUDFLARE } from './cloudflare/routes.ts';
import { LIBRESPEED } from './librespeed/routes.ts';

import { NDT7 } from './ndt7/routes.ts';
import { refuse } from './refuse.ts';
import { RESPONSIVENESS } from './responsiveness/routes.ts';
import type { Asked, ForeignCap, ForeignRoutes } from './route.ts';

const ROUTES: Record<ForeignProtocol, ForeignRoutes> = {
  ndt7: NDT7,
  responsiveness: RESPONSIVENESS,
  cloudflare: CLOUDFLARE,
  librespeed: LIBRESPEED,
};

/** Every address of these protocols, switched on or not. */
export const FOREIGN_PATHS: readonly string[] = Object.values(ROUTES).flatMap((routes) =>
  Object.keys(routes),
);

/** Of every answer: load is nothing that a cache or a proxy may keep or change, and no document of a site. */
const ALWAYS = {
  'cache-control': 'no-store, no-transform',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const SWITCHING_PROTOCOLS = 101;

/** Answers a client of another measurement; null where this server does not speak its protocol. No token is asked for. */
export async function serveForeign(
  request: Request,
  env: Pick<Env, ForeignCap>,
  config: Config,
  ctx: Asked['ctx'],
): Promise<Response | null> {
  const url = new URL(request.url);
  const route = config.foreignProtocols
    .map((protocol) => ROUTES[protocol][url.pathname])
    .find((found) => found !== undefined);
  if (route === undefined) return null;
  const headers = { ...ALWAYS, ...route.headers(url) };
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers });
  if (!route.methods.some((method) => method === request.method)) {
    const allow = route.methods.join(', ');
    return refuse(
      { reason: 'method-not-allowed', detail: `This address takes ${allow}.` },
      { ...headers, allow },
    );
  }
  if (!(await withinCap(route.cap(request, url), request, env, config))) {
    const detail = 'Your network, which others may share, measures too often. Try again in a minute.';
    return refuse({ reason: 'too-many-requests', detail }, { ...headers, ...RETRY_AFTER });
  }
  const answer = await route.answer({ request, url, config, ctx });
  // The answer to a WebSocket handshake cannot be touched.
  if (answer.status === SWITCHING_PROTOCOLS) return answer;
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}
