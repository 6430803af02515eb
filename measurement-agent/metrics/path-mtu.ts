/** What the kernel knows of one TCP connection. Segment sizes are payload bytes, TCP options not included. */
export interface SegmentSizes {
  ipVersion: 4 | 6;
  /** TCP timestamps (RFC 7323) are in use: 12 bytes of options in every segment. */
  timestamps: boolean;
  /** Size of the segments this host sends: the peer's MSS option as it arrived, lowered by path MTU discovery. */
  sentBytes: number;
  /** Size of the largest segments this host has received; null when too little has arrived to tell. */
  receivedBytes: number | null;
}

/** IP and TCP headers without options (RFC 791, RFC 8200, RFC 9293). */
const HEADER_BYTES = { 4: 20 + 20, 6: 40 + 20 } as const;
/** RFC 7323 section 3.2, padded to whole words. */
const TIMESTAMP_BYTES = 12;
/** Every IPv4 host takes 576 (RFC 791); above jumbo frames there is only the host itself. */
const MIN_MTU_BYTES = 576;
const MAX_MTU_BYTES = 9216;

/**
 * MTU of a path in bytes: the largest IP packet that passes whole in both directions. Null without a connection, and
 * where no path is in between, as on loopback.
 *
 * A router that limits a line writes a smaller MSS option (RFC 9293 section 3.7.1) into the SYN, the SYN-ACK or both. In the
 * SYN it limits what the peer sends, which shows in the segments received; in the SYN-ACK what
 * this host sends. A router that writes nothing answers a packet that is too large (RFC 1191, RFC 8201), which lowers
 * what this host sends. Hence the smaller of both directions. A connection can only lag behind in either: what it sends is
 * too large until the first answer, what it has received too small until the first full segment.
 */
export function pathMtuBytes(connections: readonly SegmentSizes[]): number | null {
  const sent = connections.map((each) => packetBytes(each.sentBytes, each));
  const received = connections.flatMap((each) =>
    each.receivedBytes === null ? [] : [packetBytes(each.receivedBytes, each)],
  );
  if (sent.length === 0) return null;
  const up = Math.min(...sent);
  const mtu = received.length === 0 ? up : Math.min(up, Math.max(...received));
  return mtu >= MIN_MTU_BYTES && mtu <= MAX_MTU_BYTES ? mtu : null;
}

function packetBytes(segmentBytes: number, { ipVersion, timestamps }: SegmentSizes): number {
  return segmentBytes + HEADER_BYTES[ipVersion] + (timestamps ? TIMESTAMP_BYTES : 0);
}
