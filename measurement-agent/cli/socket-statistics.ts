import type { SegmentSizes } from '../metrics/path-mtu.ts';

/** `rcvmss` is the kernel's estimate: it begins at 536 (RFC 9293) and is true once full segments came. */
const UNMEASURED_SEGMENT_BYTES = 536;
/** So many of them make it certain that full ones were among them. */
const CERTAIN_SEGMENTS = 20;

/**
 * Reads what `ss -tinoH` (iproute2) prints: two lines a connection, the second indented. What else it prints of a
 * connection is `advmss`, the MSS this host announced, which no router on the path changes, and `pmtu`, which is the
 * interface's MTU until a router answers that a packet was too large, and then already part of `mss`.
 */
export function parseSocketStatistics(text: string): SegmentSizes[] {
  return text.split(/\n(?=\S)/).flatMap((connection) => {
    const figure = (name: string) => {
      const digits = new RegExp(`\\s${name}:(\\d+)`).exec(connection)?.[1];
      // What no double holds is no size of anything.
      return digits !== undefined && Number.isSafeInteger(Number(digits)) ? Number(digits) : null;
    };
    const local = /^\S+\s+\d+\s+\d+\s+(\S+):\d+\s/.exec(connection)?.[1];
    const sentBytes = figure('mss');
    if (local === undefined || sentBytes === null) return [];
    const received = figure('rcvmss');
    const certain =
      received !== null &&
      received > UNMEASURED_SEGMENT_BYTES &&
      (figure('bytes_received') ?? 0) >= CERTAIN_SEGMENTS * received;
    return [
      {
        ipVersion: local.startsWith('[') && !local.startsWith('[::ffff:') ? 6 : 4,
        timestamps: /\sts\s/.test(connection),
        sentBytes,
        receivedBytes: certain ? received : null,
      },
    ];
  });
}
