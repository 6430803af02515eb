import { Hono } from 'hono';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { methodNotAllowed } from '../middleware/problem.ts';
import { cells } from './quality/cells.ts';
import { change } from './quality/change.ts';
import { compare } from './quality/compare.ts';
import { divergence } from './quality/divergence.ts';
import { hours } from './quality/hours.ts';
import { rank } from './quality/rank.ts';
import { sketch } from './quality/sketch.ts';
import { trend } from './quality/trend.ts';

/** `/api/v1/quality` and what lies under it. */
export const quality = new Hono<App>();

quality.use(capped('READ_LIMIT'));
quality.get('/', cells);
quality.get('/rank', rank);
quality.get('/compare', compare);
quality.get('/divergence', divergence);
quality.get('/change', change);
quality.get('/hours', hours);
quality.get('/trend', trend);
quality.get('/sketch', sketch);
for (const path of ['/', '/rank', '/compare', '/divergence', '/change', '/hours', '/trend', '/sketch'])
  quality.all(path, methodNotAllowed('GET'));
