import { createMiddleware } from 'hono/factory';

const SWITCHING_PROTOCOLS = 101;

/**
 * Content Security Policy of everything we serve: our own files and nothing inline. `'self'` does not cover
 * WebSockets in every browser, so the measurement's own host is named.
 */
export function contentSecurityPolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ws://${host} wss://${host}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers that keep a browser from doing with our answers what they are not meant for. */
export const securityHeaders = createMiddleware(async (c, next) => {
  await next();
  // The answer to a WebSocket handshake cannot be touched, and there is no document in it to protect.
  if (c.res.status === SWITCHING_PROTOCOLS) return;
  c.header('content-security-policy', contentSecurityPolicy(new URL(c.req.url).host));
  c.header('x-content-type-options', 'nosniff');
  c.header('referrer-policy', 'no-referrer');
  c.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
});
