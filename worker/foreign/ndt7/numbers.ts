/** Numbers of the ndt7 specification v0.11 (m-lab/ndt-server, spec/ndt7-protocol.md), and of ours where it leaves them open. */

export const SUBPROTOCOL = 'net.measurementlab.ndt.v7';

/** "The query string MUST NOT be longer than 4096 bytes" (The WebSocket handshake). */
export const MAX_QUERY_BYTES = 4096;

/** The only value of `early_exit`, MB: a download may end once so much is sent. Ours always ends before that. */
export const EARLY_EXIT_MB = '250';

/** Binary messages begin with this size … */
export const FIRST_MESSAGE_BYTES = 1 << 13;

/** … double while they are no more than this share of what was sent (appendix, Adapting binary message size) … */
export const SCALING_SHARE = 16;

/** … up to here, as at M-Lab's own servers. */
export const LARGEST_SENT_BYTES = 1 << 20;

/** What an implementation must be able to receive (WebSocket channel usage). */
export const LARGEST_RECEIVED_BYTES = 1 << 24;

/** Between two measurements of ours: "not more than ten textual messages per second". */
export const MEASUREMENT_INTERVAL_MS = 250;

/** "If a test has been running for at least thirteen seconds, an implementation MAY close the underlying TLS connection." */
export const CLOSE_AFTER_MS = 13_000;

/** An upload that was closed gets so much longer to answer. */
export const CUT_AFTER_MS = 15_000;

/**
 * A download is over when this much was sent. Nothing tells us what has arrived, and what a slow line cannot take waits in the memory
 * of the isolate: this is the most that one connection can make wait.
 */
export const DOWNLOAD_BYTES = 48 * 1024 * 1024;

/** What may be sent at once, and how fast that doubles: a slow line begins to hold little, and no line is held back by it. */
export const OFFER = { firstBytes: 4 * 1024 * 1024, doublesInMs: 250, lookMs: 25 } as const;

/** What all downloads of an isolate may make wait: on Cloudflare three quarters of its 128 MB; on a machine of one's own, more. */
export const HELD_BYTES = { edge: 2 * DOWNLOAD_BYTES, local: 5 * DOWNLOAD_BYTES } as const;
