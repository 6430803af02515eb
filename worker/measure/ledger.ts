import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';

/** What one session moved, over all its connections. */
export class SessionLedger extends DurableObject<Env> {}
