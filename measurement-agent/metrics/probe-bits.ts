/**
 * IP bits of one probe in either direction: a message of 30 bytes with its frame and headers, and the acknowledgement of the one
 * that goes the other way.
 */
export const PROBE_BITS = (52 + 6 + 30 + 52) * 8;
