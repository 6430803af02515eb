import { Hono } from 'hono';
import { readConfig } from './domain/config.ts';
import type { Env } from './env.ts';
import { serveMeasurement } from './measure/serve.ts';

export { SessionLedger } from './measure/ledger.ts';

const app = new Hono<{ Bindings: Env }>();

app.get('/api/v1/health', (c) => c.json({ status: 'ok' }));

app.all('/m/v1/*', async (c) => {
  const config = readConfig(c.env);
  if (!config.ok) return c.text(config.error.sentence, 503);
  return serveMeasurement(c.req.raw, c.env, config.value, c.executionCtx);
});

export default app;
