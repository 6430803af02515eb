import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { App } from './app.ts';

/** Pages on any origin may measure and read results; nothing here goes by cookies. */
export const anyOrigin = cors({
  origin: '*',
  allowMethods: ['GET', 'POST'],
  allowHeaders: ['authorization', 'content-type'],
  exposeHeaders: ['retry-after', 'etag', 'accept-ranges', 'content-range'],
  maxAge: 86_400,
});

/** Answers hold tokens, or what may be deleted at any time; those that a cache may keep say so themselves. */
export const noStore = createMiddleware<App>(async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
});
