import type { Config } from '../domain/config.ts';
import type { Env } from '../env.ts';

/** What every hono app of this worker works on. */
export interface App {
  Bindings: Env;
  Variables: {
    /** Set by `withConfig`. */
    config: Config;
  };
}
