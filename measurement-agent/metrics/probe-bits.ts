/**
 * IP bits of one probe in either direction: a message of 30 bytes with its frame and headers, and the acknowledgement of the one
 * that goes the other way.
 */
export const PROBE_BITS = (52 + 6 + 30 + 52) * 8;

/** SCTP, DTLS 1.2 with AES-GCM, ChannelData (RFC 8656), UDP and IPv4 around a chunk of a data channel. */
const AROUND_BYTES = 28 + 37 + 4 + 28;

/**
 * IP bits of one datagram of the loss measurement in either direction, where they are half a second apart: 100 bytes, SCTP's
 * acknowledgement of its own (RFC 9260 section 6.2), and a tenth more for ICE's checks that the way is still there (RFC 7675).
 */
export const SPARSE_DATAGRAM_BITS = Math.round((100 + AROUND_BYTES + AROUND_BYTES) * 1.1) * 8;
