import type { SessionLedger } from './measure/ledger.ts';

/** Bindings and variables of the worker; docs/operate.md describes each. */
export interface Env {
  DB: D1Database;
  /** Full result documents, gzipped JSON under `results/{id}.json.gz`. */
  DOCUMENTS: R2Bucket;
  /** Built web files. */
  ASSETS: Fetcher;
  /** One object per session: bytes and connections across all its sockets. */
  SESSION_LEDGER: DurableObjectNamespace<SessionLedger>;
  /** 32 random bytes, base64url: seals session tokens and derives delete tokens. */
  TOKEN_KEY?: string;
  /** 32 random bytes, base64url: mixed into every address hash, so that the database alone cannot undo one. */
  PREFIX_KEY?: string;
  /** Origin that pages and answers name, as `https://jissoku.example`; the request's own origin when unset. */
  PUBLIC_URL?: string;
  /** "1" under `npm start` and in tests: the edge invents a location there, which must not be believed. */
  LOCAL?: string;
  /** "1" when a proxy in front of a local start sets X-Forwarded-For honestly. */
  TRUST_PROXY?: string;
  /** JSON of `network` fields for a local start, where no edge knows them. Refused in production. */
  NETWORK_OVERRIDE?: string;
  /** TURN server for the loss measurement (a later issue uses both). */
  TURN_URL?: string;
  TURN_SECRET?: string;
}
