/** Numbers of the ndt7 specification v0.11 (m-lab/ndt-server, spec/ndt7-protocol.md) that a client needs. */

/** What a result calls the protocol. */
export const NDT7_NAME = 'ndt7';

export const NDT7_SUBPROTOCOL = 'net.measurementlab.ndt.v7';

export const NDT7_PATHS = { download: '/ndt/v7/download', upload: '/ndt/v7/upload' } as const;

/** "The expected duration of a test is up to ten seconds." */
export const TEST_MS = 10_000;

/** How long a handshake may take. */
export const OPEN_WITHIN_MS = 10_000;

/** Binary messages begin with this size and double while they are no more than this share of what was sent (appendix). */
export const FIRST_MESSAGE_BYTES = 1 << 13;
export const SCALING_SHARE = 16;

/** Largest message that one must be able to receive. */
export const LARGEST_RECEIVED_BYTES = 1 << 24;
