import type { Agent } from '../domain/agent.ts';
import type { Config } from '../domain/config.ts';
import type { Env } from '../env.ts';

/** What every hono app of this worker works on. */
export interface App {
  Bindings: Env;
  Variables: {
    /** Set by `withConfig`. */
    config: Config;
    /** Set by `signedByAgent`: who signed the request, and the body that the signature is of. */
    agent: Agent;
    body: Uint8Array;
  };
}
