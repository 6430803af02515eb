import * as z from 'zod/mini';
import { MAX_RATE_BPS } from './spec.ts';
import { MEDIA } from './vocabulary.ts';

const durationMs = z.number().check(z.nonnegative(), z.maximum(3_600_000));
const share = z.number().check(z.minimum(0), z.maximum(1));
const bytes = z.int().check(z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER));

/** How the machine was while one part of a measurement ran. */
const partSchema = z.strictObject({
  durationMs,
  /**
   * How much later than due a timer of the measuring thread ran; null when none came due. What arrives from the network
   * waits as long before its time is taken.
   */
  timerLateMs: z.nullable(
    z.strictObject({
      p50: durationMs,
      p95: durationMs,
      p99: durationMs,
      max: durationMs,
      samples: z.int().check(z.minimum(1), z.maximum(1e6)),
    }),
  ),
  /** Share of the time that the measuring thread was not waiting for anything; null where that is not told (browsers). */
  threadBusyShare: z.nullable(share),
  /** Share of the time of all processor cores that was used, whoever used it; null where that is not told (browsers). */
  machineBusyShare: z.nullable(share),
  /** Bytes that crossed the network interface of the route, link headers included; null where no one counts them. */
  interfaceBytes: z.nullable(z.strictObject({ received: bytes, sent: bytes })),
  /** TCP segments that this host sent again (RFC 4022, tcpRetransSegs), of any program; null where no one counts them. */
  retransmittedSegments: z.nullable(z.int().check(z.nonnegative(), z.maximum(1e12))),
});
export type PartSurroundings = z.infer<typeof partSchema>;

/** What an agent noticed of its machine and its own end of the path. Null is "not known", never "no". */
export const surroundingsSchema = z.strictObject({
  /** The server is on this machine: no line was crossed. */
  loopback: z.nullable(z.boolean()),
  /** Of the interface that carried the route. */
  medium: z.nullable(z.enum(MEDIA)),
  /** The route left through a VPN interface of this machine. */
  vpn: z.nullable(z.boolean()),
  /** Rate of the Ethernet link of the interface, bit/s; null where the system does not tell it. Absent in older documents and of browsers. */
  linkBps: z.optional(z.nullable(z.number().check(z.minimum(1), z.maximum(MAX_RATE_BPS)))),
  /** The route went over another interface or address than before, or the device was offline for a while. */
  networkChanged: z.nullable(z.boolean()),
  /** Farthest that the wall clock moved against the monotonic one, either way. */
  clockJumpMs: z.number().check(z.nonnegative(), z.maximum(1e15)),
  /** Each null when that part did not run. */
  idle: z.nullable(partSchema),
  download: z.nullable(partSchema),
  upload: z.nullable(partSchema),
});
export type Surroundings = z.infer<typeof surroundingsSchema>;
