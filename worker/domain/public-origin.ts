import type { Config } from './config.ts';

/**
 * The origin that answers and pages name: PUBLIC_URL, else the one the request came to. Behind a trusted proxy of a
 * local start the front passes on the proxy's scheme; in production the edge's URL already has it.
 */
export function publicOrigin(request: Request, config: Pick<Config, 'publicUrl' | 'local'>): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const url = new URL(request.url);
  const secure = config.local && request.headers.get('x-forwarded-proto') === 'https';
  return secure ? `https://${url.host}` : url.origin;
}
