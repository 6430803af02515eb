import { createMiddleware } from 'hono/factory';
import type { App } from './app.ts';

const SWITCHING_PROTOCOLS = 101;

/** Pages that are made to stand in a frame on other sites. */
const EMBEDDED = '/embed/';

/** Pages whose forms tell by `Origin` that they are ours: without any referrer browsers send `null` (Fetch, section 3.1). */
const WITH_FORMS = /^\/[a-z]{2}\/fleet(\/|$)/;

/**
 * Content Security Policy of everything we serve: our own files and nothing inline. `'self'` does not cover
 * WebSockets in every browser, so the measurement's own host is named, and those of one IP version.
 */
export function contentSecurityPolicy(
  host: string,
  measureHosts: readonly string[],
  framedBy: 'anyone' | 'no-one',
): string {
  const connections = [
    `ws://${host}`,
    `wss://${host}`,
    ...measureHosts.flatMap((each) => ['http', 'https', 'ws', 'wss'].map((scheme) => `${scheme}://${each}`)),
  ];
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${connections.join(' ')}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${framedBy === 'anyone' ? '*' : "'none'"}`,
  ].join('; ');
}

/** A host that is no host is refused where it is used; here it is left out. */
function namedHosts(env: Partial<App['Bindings']> | undefined): string[] {
  return [env?.MEASURE_HOST_V4, env?.MEASURE_HOST_V6].filter(
    (host): host is string => host !== undefined && /^[\w.:[\]-]+$/.test(host),
  );
}

/** Headers that keep a browser from doing with our answers what they are not meant for. */
export const securityHeaders = createMiddleware<App>(async (c, next) => {
  await next();
  // The answer to a WebSocket handshake cannot be touched, and there is no document in it to protect.
  if (c.res.status === SWITCHING_PROTOCOLS) return;
  const { host, pathname } = new URL(c.req.url);
  const framedBy = pathname.startsWith(EMBEDDED) ? 'anyone' : 'no-one';
  c.header('content-security-policy', contentSecurityPolicy(host, namedHosts(c.env), framedBy));
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', WITH_FORMS.test(pathname) ? 'same-origin' : 'no-referrer');
  c.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
});
