import { Hono } from 'hono';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { anyOrigin, noStore } from '../middleware/api-headers.ts';
import type { App } from '../middleware/app.ts';
import { withConfig } from '../middleware/config.ts';
import { nothingHere, serverError } from '../middleware/problem.ts';
import { agents } from './agents.ts';
import { fleet } from './fleet.ts';
import { health } from './health.ts';
import { openData } from './open-data.ts';
import { openapi } from './openapi.ts';
import { quality } from './quality.ts';
import { reports } from './reports.ts';
import { resultBatch } from './result-batch.ts';
import { results } from './results.ts';
import { sessions } from './sessions.ts';

/** Everything under `/api/v1`, problems included. */
export const api = new Hono<App>();

api.onError(serverError);
api.use('/api/v1/*', anyOrigin, noStore, withConfig);
api.route('/', agents);
api.route('/', fleet);
api.route('/', resultBatch);
api.route(API_PATHS.sessions, sessions);
api.route(API_PATHS.results, results);
api.route(API_PATHS.health, health);
api.route(API_PATHS.openapi, openapi);
api.route(API_PATHS.quality, quality);
api.route(API_PATHS.reports, reports);
api.route(API_PATHS.openData, openData);
api.all('/api/v1/*', nothingHere);
