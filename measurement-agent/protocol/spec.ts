/**
 * Every number and name of the wire contract, each with its reason. docs/protocol.md explains them in prose.
 * This file imports nothing.
 */

/** Version of the stored result document. Fields are added, never renamed or removed, within one version. */
export const FORMAT_VERSION = 1;

/** Version of the method: how samples become figures. Rows of different method versions never share a statistic. */
export const METHOD_VERSION = 1;

/** WebSocket subprotocol of every measurement connection; the worker echoes it on success. */
export const MEASURE_SUBPROTOCOL = 'jissoku.measure.v1';

/**
 * A browser cannot set headers on a WebSocket, and a token in the URL ends up in logs. The token therefore travels
 * as a second offered subprotocol with this prefix. RFC 6455 section 4.1 allows any RFC 9110 token there.
 */
export const TOKEN_SUBPROTOCOL_PREFIX = 'jissoku.token.';

/** Paths of the measurement endpoints, all WebSocket. */
export const MEASURE_PATHS = {
  download: '/m/v1/download',
  upload: '/m/v1/upload',
  echo: '/m/v1/echo',
} as const;

/** Paths of the public API. */
export const API_PATHS = {
  sessions: '/api/v1/sessions',
  results: '/api/v1/results',
  batch: '/api/v1/results:batch',
  enroll: '/api/v1/agents:enroll',
  heartbeat: '/api/v1/agents:heartbeat',
  fleet: '/api/v1/fleet',
  health: '/api/v1/health',
  openapi: '/api/v1/openapi.json',
  quality: '/api/v1/quality',
  reports: '/api/v1/reports',
  openData: '/api/v1/open-data',
} as const;

/** The public keys of a server (RFC 8615). */
export const KEYS_PATH = '/.well-known/jissoku-keys.json';

/**
 * A signed request is taken when it was signed so far from the server's clock, either way: requests are signed as they are sent, and an
 * agent corrects its clock by the answer. As long are nonces remembered.
 */
export const SIGNED_WITHIN_S = 300;

/** Oldest protocol version that this server takes; it counts `/api/v1` and `jissoku.measure.v1` together. */
export const OLDEST_PROTOCOL = 1;

/** Protocol version that this code speaks. */
export const PROTOCOL_VERSION = 1;

/** Load ends this long after a session is opened: long enough for every plan, too short to be a free pipe. */
export const SESSION_LOAD_MS = 5 * 60_000;

/** A result may be submitted this long after its session was opened, for agents that were offline. */
export const SUBMIT_WITHIN_MS = 90 * 24 * 3_600_000;

/**
 * Bytes one session may move, both directions together: 10 Gbit/s for the usual time of both loads, and 20 Gbit/s for long
 * enough to give a rate that counts.
 */
export const SESSION_BYTE_BUDGET = 8 * 1024 ** 3;

/**
 * What the data saver allows of load. Headers, acknowledgements and what is sent again are some 7% more, probes and the
 * datagrams of the loss measurement 0.7 MB: 10 MB in all.
 */
export const DATA_SAVER_BYTES = 8_500_000;

/** Less than this says nothing of any line. */
export const LEAST_MAX_BYTES = 200_000;

/** Load-generating connections one session may hold at a time (draft-ietf-ippm-responsiveness-09 caps at 16). */
export const MAX_LOAD_CONNECTIONS = 16;

/**
 * Smallest payload of one load message: one full TCP segment over Ethernet (1500 − 20 − 20 − 12). A message counts
 * only when complete, so smaller messages would be all overhead and larger ones would blur a slow line.
 */
export const MIN_MESSAGE_BYTES = 1448;

/**
 * Largest payload of one load message. On loopback workerd sends messages of 1 MiB faster than those of 256 KiB; only
 * lines of several Gbit/s ever ask for them.
 */
export const MAX_MESSAGE_BYTES = 1024 * 1024;

/** A load message should last about this long on the line, so that the newest count is at most this stale. */
export const MESSAGE_DURATION_MS = 20;

/** The upload sink sends its counter at most this often, in-band, while it runs … */
export const COUNTER_INTERVAL_MS = 50;

/**
 * … and whenever so many bytes have come since: an eighth of what may be in flight, as an agent that only hears every 50 ms
 * could not send more than 1.3 Gbit/s on a connection.
 */
export const COUNTER_INTERVAL_BYTES = 1024 * 1024;

/**
 * Credit the receiver of a download holds out to the source, at most, per connection. Workers' WebSockets expose no
 * bufferedAmount: what is granted but not yet on the wire sits in the isolate (128 MiB for all connections in it).
 */
export const MAX_CREDIT_BYTES = 8 * 1024 * 1024;

/** Largest text message the worker accepts. */
export const MAX_TEXT_MESSAGE_BYTES = 1024;

/** Largest text message the agent accepts: a summary carries the worker's own curve of the phase. */
export const MAX_SUMMARY_BYTES = 16 * 1024;

/**
 * The source of a download marks the load at least this often. An eighth of the credit: what is acknowledged lags little behind
 * what has been received.
 */
export const MARK_INTERVAL_BYTES = 1024 * 1024;

/** … and a line that takes longer for that after this long, at the end of a credit. */
export const MARK_INTERVAL_MS = 50;

/**
 * Load may run this far ahead of what the agent has proved to have received: the credit, and what lies between two marks and
 * behind the newest of them.
 */
export const MAX_UNPROVED_BYTES = MAX_CREDIT_BYTES + 4 * MARK_INTERVAL_BYTES;

/** Bins of the curve in a summary, ms. */
export const CURVE_BIN_MS = 100;

/** Bins of a curve at most: a minute, longer than any plan loads a line. */
export const MAX_CURVE_BINS = 600;

/** Largest JSON body of a request, compressed or not: a result with 60 s of series at 50 ms stays below a third of it. */
export const MAX_BODY_BYTES = 512 * 1024;

/** A measurement connection with no message from the agent for this long is closed. */
export const IDLE_CLOSE_MS = 15_000;

/** An upload that delivers less than this … */
export const SLOW_UPLOAD_BYTES = 16 * 1024;

/** … in any stretch of this length is closed: 9 kbit/s, a tenth of what one connection gets on the slowest line worth measuring. */
export const SLOW_UPLOAD_MS = 15_000;

/** No access line measured here carries more. Larger figures are a fault of the measurement, not a fast line. */
export const MAX_RATE_BPS = 1e12;

/** Close codes of measurement connections (RFC 6455 section 7.4.2: 4000-4999 are private). */
export const CLOSE_CODES = {
  done: 1000,
  badMessage: 4400,
  unauthorized: 4401,
  forbiddenNetwork: 4403,
  idle: 4408,
  overBudget: 4413,
  tooManyConnections: 4429,
  expired: 4440,
} as const;
