/** The worker's text variables and secrets; docs/operate.md describes each. */
export interface Variables {
  /** 32 random bytes, base64url: seals session tokens and derives delete tokens. */
  TOKEN_KEY?: string;
  /** 32 random bytes, base64url: mixed into every address hash, so that the database alone cannot undo one. */
  PREFIX_KEY?: string;
  /** 32 random bytes, base64url: the Ed25519 key that signs summaries and results. Its public key is published and kept. */
  SIGNING_KEY?: string;
  /** The key that will sign next: published already, so that who keeps the key set knows it in time. */
  NEXT_SIGNING_KEY?: string;
  /** Origin that pages and answers name, as `https://jissoku.example`; the request's own origin when unset. */
  PUBLIC_URL?: string;
  /** Who runs this site, and how to reach them: an address of a page or of mail. Pages say so where they are not set. */
  OPERATOR_NAME?: string;
  OPERATOR_CONTACT?: string;
  /** Where the source of this server can be had, as `https://code.example/jissoku`. */
  SOURCE_URL?: string;
  /** "1" under `npm start` and in tests: the edge invents a location there, which must not be believed. */
  LOCAL?: string;
  /** `request` where every request says what time it is, as under a simulator of a fleet (bench/fleet.ts). Refused in production. */
  CLOCK?: string;
  /** "1" where the public figures are of made-up results, as under `npm run demo`: measured ones are then left out. */
  SYNTHETIC?: string;
  /** What a local start listens on; this machine alone where it is not said. */
  HOST?: string;
  /** "1" when a proxy in front of a local start sets X-Forwarded-For honestly. */
  TRUST_PROXY?: string;
  /** JSON of `network` fields for a local start, where no edge knows them. Refused in production. */
  NETWORK_OVERRIDE?: string;
  /** Names of this worker that have an address of one IP version only, as `v4.jissoku.example`; both or neither. */
  MEASURE_HOST_V4?: string;
  MEASURE_HOST_V6?: string;
  /** Measurement protocols of others that are spoken here, as `ndt7 cloudflare`; `none` or unset for none. */
  FOREIGN_PROTOCOLS?: string;
  /** TURN server for the loss measurement, and the secret it shares with us (TURN REST credentials). */
  TURN_URL?: string;
  TURN_SECRET?: string;
  /** Instead of these two: a TURN key of Cloudflare Realtime. */
  TURN_KEY_ID?: string;
  TURN_KEY_API_TOKEN?: string;
  /** Cloudflare Access in front of the fleet's pages: host of the team, and audience tag of the application. */
  ACCESS_TEAM?: string;
  ACCESS_AUD?: string;
  /** Where contact data of owners lies, and what opens it; under a local start a file beside the database. */
  CONTACT_STORE_URL?: string;
  CONTACT_STORE_TOKEN?: string;
}
