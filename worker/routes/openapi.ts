import { Hono } from 'hono';
import { openApiDocument } from '../domain/openapi.ts';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { methodNotAllowed } from '../middleware/problem.ts';

/** `/api/v1/openapi.json` */
export const openapi = new Hono<App>();

openapi.get('/', capped('READ_LIMIT'), (c) => c.json(openApiDocument()));
openapi.all('/', methodNotAllowed('GET'));
