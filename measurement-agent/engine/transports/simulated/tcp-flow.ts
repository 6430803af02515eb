import type { Bottleneck } from './bottleneck.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** TCP payload of a full packet and what surrounds it (20 IP, 20 TCP, 12 timestamps). */
export const SEGMENT_BYTES = 1448;
const HEADER_BYTES = 52;

/** RFC 6928. */
const INITIAL_WINDOW = 10;
/** CUBIC (RFC 9438): multiplicative decrease and growth constant. */
const CUBIC_BETA = 0.7;
const CUBIC_C = 0.4;
/** Least retransmission timeout of Linux, ms. */
const MIN_RTO_MS = 200;

interface Segment {
  /** Position of its last byte in the stream, exclusive. */
  endByte: number;
  bytes: number;
  index: number;
}

/**
 * One direction of a TCP connection: slow start, CUBIC, ack clocking, retransmission, delivery in order. Sends
 * `packetsPerSegment` packets at a time on fast lines, as segmentation offload does, which keeps a simulation of 2 Gbit/s
 * affordable.
 */
export class TcpFlow {
  readonly #time: SimulatedTime;
  readonly #forward: Bottleneck;
  readonly #backward: Bottleneck;
  readonly #segmentBytes: number;
  readonly #packetsPerSegment: number;
  /** Called with the number of stream bytes that have arrived in order. */
  readonly #onDelivered: (bytes: number) => void;
  /** Share of load in the bytes of the stream. */
  readonly #payloadShare: () => number;

  #written = 0;
  #sent = 0;
  #nextIndex = 0;
  #inFlight = 0;
  readonly #resend: Segment[] = [];
  #window = INITIAL_WINDOW;
  #threshold = Number.POSITIVE_INFINITY;
  #windowBeforeLoss = 0;
  #epochMs = 0;
  #lastReductionMs = Number.NEGATIVE_INFINITY;
  #smoothedRttMs: number;

  #delivered = 0;
  #expected = 0;
  readonly #outOfOrder = new Map<number, number>();
  #dead = false;

  constructor(
    time: SimulatedTime,
    path: { forward: Bottleneck; backward: Bottleneck; baseRttMs: number; packetsPerSegment: number },
    onDelivered: (bytes: number) => void,
    payloadShare: () => number,
  ) {
    this.#time = time;
    this.#forward = path.forward;
    this.#backward = path.backward;
    this.#packetsPerSegment = path.packetsPerSegment;
    this.#segmentBytes = path.packetsPerSegment * SEGMENT_BYTES;
    this.#smoothedRttMs = path.baseRttMs;
    this.#onDelivered = onDelivered;
    this.#payloadShare = payloadShare;
  }

  /** Puts bytes behind what was written before. */
  write(bytes: number): void {
    this.#written += bytes;
    this.#pump();
  }

  kill(): void {
    this.#dead = true;
  }

  #pump(): void {
    while (!this.#dead && this.#inFlight < this.#window / this.#packetsPerSegment) {
      const again = this.#resend.shift();
      if (again !== undefined) {
        this.#transmit(again);
        continue;
      }
      const bytes = Math.min(this.#segmentBytes, this.#written - this.#sent);
      if (bytes <= 0) return;
      this.#sent += bytes;
      this.#transmit({ endByte: this.#sent, bytes, index: this.#nextIndex });
      this.#nextIndex += 1;
    }
  }

  #transmit(segment: Segment): void {
    const sentAtMs = this.#time.now();
    this.#inFlight += 1;
    const packets = Math.ceil(segment.bytes / SEGMENT_BYTES);
    const arrivesAtMs = this.#forward.pass(
      sentAtMs,
      segment.bytes + packets * HEADER_BYTES,
      segment.bytes * this.#payloadShare(),
    );
    if (arrivesAtMs === null) {
      // Later segments tell the sender about a round trip later; with nothing behind it, the timer does.
      const noticedMs = Math.max(this.#smoothedRttMs, this.#inFlight > 3 ? 0 : MIN_RTO_MS);
      this.#time.at(sentAtMs + noticedMs, () => this.#lose(segment, sentAtMs));
      return;
    }
    this.#time.at(arrivesAtMs, () => {
      if (this.#dead) return;
      const ackAtMs = this.#backward.pass(this.#time.now(), HEADER_BYTES);
      // A lost acknowledgement is made good by the next one.
      this.#time.at(ackAtMs ?? this.#time.now() + this.#smoothedRttMs, () => this.#acknowledge(sentAtMs));
      this.#arrive(segment);
    });
  }

  #arrive({ index, bytes }: Segment): void {
    this.#outOfOrder.set(index, bytes);
    let grown = false;
    for (;;) {
      const next = this.#outOfOrder.get(this.#expected);
      if (next === undefined) break;
      this.#outOfOrder.delete(this.#expected);
      this.#expected += 1;
      this.#delivered += next;
      grown = true;
    }
    if (grown) this.#onDelivered(this.#delivered);
  }

  #acknowledge(sentAtMs: number): void {
    if (this.#dead) return;
    const nowMs = this.#time.now();
    this.#smoothedRttMs += (nowMs - sentAtMs - this.#smoothedRttMs) / 8;
    this.#inFlight -= 1;
    // A window that the application does not fill does not grow (RFC 7661 section 4.4).
    if (this.#inFlight + 1 >= this.#window / this.#packetsPerSegment / 2) this.#grow(nowMs);
    this.#pump();
  }

  #grow(nowMs: number): void {
    const packets = this.#packetsPerSegment;
    if (this.#window < this.#threshold) {
      this.#window += packets;
      return;
    }
    const seconds = (nowMs - this.#epochMs) / 1000;
    const riseSeconds = Math.cbrt((this.#windowBeforeLoss * (1 - CUBIC_BETA)) / CUBIC_C);
    const target = CUBIC_C * (seconds - riseSeconds) ** 3 + this.#windowBeforeLoss;
    // As fast as Reno at least (RFC 9438 section 4.3), and never faster than slow start.
    const step = Math.max((target - this.#window) / this.#window, 0.5 / this.#window);
    this.#window += Math.min(1, step) * packets;
  }

  #lose(segment: Segment, sentAtMs: number): void {
    if (this.#dead) return;
    this.#inFlight -= 1;
    this.#resend.push(segment);
    // One reduction for all losses of one window.
    if (sentAtMs > this.#lastReductionMs) {
      this.#lastReductionMs = this.#time.now();
      this.#windowBeforeLoss = this.#window;
      this.#window = Math.max(2, this.#window * CUBIC_BETA);
      this.#threshold = this.#window;
      this.#epochMs = this.#time.now();
    }
    this.#pump();
  }
}
