import { Hono } from 'hono';
import type { Env } from './env.ts';
import { FOREIGN_PATHS, serveForeign } from './foreign/serve.ts';
import { serveMeasurement } from './measure/serve.ts';
import type { App } from './middleware/app.ts';
import { withConfig } from './middleware/config.ts';
import { serverError } from './middleware/problem.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { api } from './routes/api.ts';
import { discovery } from './routes/discovery.ts';
import { fleetPages } from './routes/fleet-pages.tsx';
import { keys } from './routes/keys.ts';
import { site } from './routes/pages/site.ts';
import { share } from './routes/share.tsx';
import { runScheduled } from './scheduled.ts';

export { SessionLedger } from './measure/ledger.ts';

const app = new Hono<App>();

app.onError(serverError);
app.use(securityHeaders);
app.route('/', api);
app.route('/', keys);
app.all('/m/v1/*', withConfig, (c) => serveMeasurement(c.req.raw, c.env, c.var.config, c.executionCtx));
for (const path of FOREIGN_PATHS) {
  app.all(
    path,
    withConfig,
    async (c, next) =>
      (await serveForeign(c.req.raw, c.env, c.var.config, c.executionCtx as ExecutionContext)) ?? next(),
  );
}
app.route('/', share);
app.route('/', fleetPages);
app.route('/', discovery);
app.route('/', site);

export default {
  fetch: app.fetch,
  scheduled: ({ cron, scheduledTime }, env) => runScheduled(cron, env, scheduledTime),
} satisfies ExportedHandler<Env>;
