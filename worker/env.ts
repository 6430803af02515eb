import type { SessionLedger } from './measure/ledger.ts';
import type { Variables } from './variables.ts';

/** Bindings and variables of the worker. */
export interface Env extends Variables {
  DB: D1Database;
  /** Full result documents, gzipped: `results/{id}.json.gz` of one, `bundles/{number}.jsonl.gz` of a batch. */
  DOCUMENTS: R2Bucket;
  /** Built web files. */
  ASSETS: Fetcher;
  /** One object per session: bytes and connections across all its sockets. */
  SESSION_LEDGER: DurableObjectNamespace<SessionLedger>;
  /** Contact data of owners, where it lies behind a service of this account or of a local start. */
  CONTACT_STORE?: Fetcher;
  /** Caps per address prefix, for new sessions, for changes to results, and for reading; none holds where it is not bound. */
  SESSION_LIMIT?: RateLimit;
  RESULT_LIMIT?: RateLimit;
  READ_LIMIT?: RateLimit;
  /** The same for clients of other measurements, for what loads a line and for what does not. */
  FOREIGN_LOAD_LIMIT?: RateLimit;
  FOREIGN_PROBE_LIMIT?: RateLimit;
}
