import { Hono } from 'hono';
import type { Env } from './env.ts';

export { SessionLedger } from './measure/ledger.ts';

const app = new Hono<{ Bindings: Env }>();

export default app;
