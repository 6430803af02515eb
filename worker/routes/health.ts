import { Hono } from 'hono';
import type * as z from 'zod/mini';
import type { healthSchema } from '../../measurement-agent/protocol/api.ts';
import { VERSION } from '../domain/version.ts';
import type { App } from '../middleware/app.ts';
import { methodNotAllowed } from '../middleware/problem.ts';

/** `/api/v1/health` */
export const health = new Hono<App>();

health.get('/', (c) => c.json({ status: 'ok', version: VERSION } satisfies z.infer<typeof healthSchema>));
health.all('/', methodNotAllowed('GET'));
