import { env } from 'cloudflare:workers';
import type { Env } from '../../worker/env.ts';

/** The bindings of the worker under test. */
export const ENV = env as unknown as Env;
