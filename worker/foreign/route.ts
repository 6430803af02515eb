import type { Config } from '../domain/config.ts';
import type { Cap } from '../middleware/caps.ts';

/** What the answer to a foreign client is made from. */
export interface Asked {
  request: Request;
  url: URL;
  config: Config;
  ctx: Pick<ExecutionContext, 'waitUntil' | 'abort'>;
}

export type ForeignCap = Extract<Cap, `FOREIGN_${string}`>;

/** One address of a foreign protocol. */
export interface ForeignRoute {
  methods: readonly ('GET' | 'POST')[];
  /** Headers of every answer, refusals included: pages on other sites measure here. */
  headers: (url: URL) => Readonly<Record<string, string>>;
  /** Which cap of its prefix the request counts on. */
  cap: (request: Request, url: URL) => ForeignCap;
  answer: (asked: Asked) => Response | Promise<Response>;
}

export type ForeignRoutes = Readonly<Record<string, ForeignRoute>>;

export const PROBE = (): ForeignCap => 'FOREIGN_PROBE_LIMIT';
export const LOAD = (): ForeignCap => 'FOREIGN_LOAD_LIMIT';

/** For pages of any site, none of which sends cookies here. */
export const ANY_ORIGIN: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST',
  'access-control-allow-headers': 'content-type, content-encoding',
};
