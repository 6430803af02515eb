/**
 * The front of a local start, in a workerd of its own. It serves the measurement endpoints itself, those of others too, because the
 * development server in front of D1 and R2 would slow them and negotiate compression, and hands everything else on
 * to the app. It knows the client's true address and lets nobody else say it.
 */
import { readConfig } from '../domain/config.ts';
import type { Env } from '../env.ts';
import { FOREIGN_PATHS, serveForeign } from '../foreign/serve.ts';
import { serveMeasurement } from '../measure/serve.ts';
import type { Variables } from '../variables.ts';
import { trustedHeaders } from './trusted-headers.ts';
import { type Window, windowLimit } from './window-limit.ts';

export { SessionLedger } from '../measure/ledger.ts';

interface FrontEnv extends Variables, Pick<Env, 'SESSION_LEDGER'> {
  APP: Fetcher;
  /** JSON: the caps of wrangler.toml by name. */
  CAPS: string;
}

/** One process is one isolate here: what it counts is all there is. */
let caps: Record<string, RateLimit> | null = null;

function capsOf({ CAPS }: FrontEnv): Record<string, RateLimit> {
  caps ??= Object.fromEntries(
    Object.entries(JSON.parse(CAPS) as Record<string, Window>).map(([name, window]) => [
      name,
      windowLimit(window),
    ]),
  );
  return caps;
}

const front: ExportedHandler<FrontEnv> = {
  async fetch(request, env, ctx) {
    // A host that is none.
    if (!URL.canParse(request.url)) return new Response(null, { status: 400 });
    const socketAddress = (request.cf as { clientIp?: string } | undefined)?.clientIp ?? null;
    const headers = trustedHeaders(request.headers, socketAddress, env.TRUST_PROXY === '1');
    const trusted = new Request(request, { headers });
    const { pathname } = new URL(request.url);
    const foreign = FOREIGN_PATHS.includes(pathname);
    if (!foreign && !pathname.startsWith('/m/')) return env.APP.fetch(trusted);
    const config = readConfig(env);
    if (!config.ok) return new Response(config.error.sentence, { status: 503 });
    if (foreign)
      return (await serveForeign(trusted, capsOf(env), config.value, ctx)) ?? env.APP.fetch(trusted);
    return serveMeasurement(trusted, env, config.value, ctx);
  },
};

export default front;
