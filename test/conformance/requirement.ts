import type { Server } from '../server.ts';

/** One row of a table: what a specification asks, where it does, and what is done to see it. */
export interface Requirement {
  section: string;
  requirement: string;
  /** Throws when the server does not do so. */
  check: (server: Server) => Promise<void>;
}
