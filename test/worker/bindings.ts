import { env, exports } from 'cloudflare:workers';
import type { Env } from '../../worker/env.ts';

/** The bindings of the worker under test. */
export const ENV = env as unknown as Env;

/** The worker under test, as the edge calls it. */
export const WORKER = (exports as unknown as { default: Fetcher }).default;
