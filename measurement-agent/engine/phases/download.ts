import { CountLog } from '../../metrics/count-log.ts';
import type { Counts } from '../../metrics/counts.ts';
import { encodeMessage, parseWorkerMessage } from '../../protocol/messages.ts';
import { MARK_INTERVAL_MS } from '../../protocol/spec.ts';
import type { LoadConnection, LoadContext } from '../load-connection.ts';
import { heldMessageBytes, type Pace, Pacer } from '../pacing.ts';
import { PendingProbes } from '../pending-probes.ts';
import type { Connection, ConnectionEvents } from '../transport.ts';

/** A share of what is in flight that must have arrived before the source is given more. */
const RENEW_SHARE = 1 / 4;

/**
 * Receives load. The agent is the receiver: every complete message is counted when it arrives, and the source is held
 * to a credit that covers what the connection brings in a second and a round trip.
 */
export class DownloadConnection implements LoadConnection {
  readonly #context: LoadContext;
  readonly #probes: PendingProbes;
  #pacer: Pacer | null = null;
  readonly #log = new CountLog();
  #connection: Connection | null = null;
  #limitBytes = 0;
  #messageBytes = 0;
  #mark: string | null = null;
  #toldAtMs = 0;
  #heldBytes: number | null = null;
  #finishing = false;
  #agreed = false;
  #end: (agreed: boolean) => void = () => {};
  readonly ended = new Promise<boolean>((resolve) => {
    this.#end = resolve;
  });
  bytes = 0;

  constructor(context: LoadContext) {
    this.#context = context;
    this.#probes = new PendingProbes(context);
  }

  readonly events: ConnectionEvents = {
    onPayload: (byteLength) => {
      this.bytes += byteLength;
      this.#log.add(this.#context.now(), this.bytes);
      this.#grant();
      if (this.bytes === this.#limitBytes) this.#context.allowance.ranOut();
    },
    onText: (text) => {
      const message = parseWorkerMessage(text);
      if (!message.ok) return;
      // Behind the last byte: nothing more is under way.
      if (message.value.type === 'finished') this.#agreed = true;
      if (message.value.type === 'mark') {
        this.#mark = message.value.nonce;
        // The source times what is proved, also while it is given nothing.
        if (!this.#finishing && this.#context.now() - this.#toldAtMs >= MARK_INTERVAL_MS) this.#tell();
      }
      if (message.value.type !== 'probe') return;
      const roundTrip = this.#probes.returned(message.value.id, this.#context.now());
      if (roundTrip !== null) this.#context.onRoundTrip(roundTrip.rttMs);
    },
    onClose: () => this.#end(this.#agreed),
  };

  start(connection: Connection): void {
    this.#connection = connection;
    this.#pacer = new Pacer(this.#context.rtt, this.#context.now());
    this.#grant();
  }

  hold(inFlightBytes: number): void {
    this.#heldBytes = inFlightBytes;
  }

  probe(): void {
    if (this.#connection !== null) this.#probes.send(this.#connection);
  }

  finish(): void {
    this.#finishing = true;
    this.#connection?.sendText(encodeMessage({ type: 'finish', ...this.#proof() }));
  }

  counts(): Counts {
    return this.#log.counts();
  }

  #grant(): void {
    if (this.#finishing || this.#pacer === null) return;
    const { inFlightBytes, messageBytes } = this.#pace(this.#pacer);
    const limitBytes = this.bytes + inFlightBytes;
    const renewBytes = this.#heldBytes === null ? inFlightBytes * RENEW_SHARE : messageBytes;
    if (limitBytes - this.#limitBytes < renewBytes) return;
    const taken = this.#context.allowance.take(limitBytes - this.#limitBytes);
    if (taken === 0) return;
    this.#limitBytes += taken;
    this.#messageBytes = messageBytes;
    this.#tell();
  }

  /** Tells the source how far it may send, and what has arrived. */
  #tell(): void {
    this.#toldAtMs = this.#context.now();
    this.#connection?.sendText(
      encodeMessage({
        type: 'credit',
        receivedBytes: this.bytes,
        limitBytes: this.#limitBytes,
        messageBytes: this.#messageBytes,
        ...this.#proof(),
      }),
    );
  }

  /** What proves that the load has arrived: the newest mark in it. */
  #proof(): { mark?: string } {
    return this.#mark === null ? {} : { mark: this.#mark };
  }

  #pace(pacer: Pacer): Pace {
    if (this.#heldBytes === null) return pacer.pace(this.#log.counts(), this.#context.now());
    return { inFlightBytes: this.#heldBytes, messageBytes: heldMessageBytes(this.#heldBytes) };
  }
}
