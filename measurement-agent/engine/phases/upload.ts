import type { Count, Counts } from '../../metrics/counts.ts';
import { encodeMessage, parseWorkerMessage } from '../../protocol/messages.ts';
import type { LoadConnection, LoadContext } from '../load-connection.ts';
import { heldMessageBytes, type Pace, Pacer } from '../pacing.ts';
import { PendingProbes } from '../pending-probes.ts';
import type { Connection, ConnectionEvents } from '../transport.ts';
import { type Report, workerCounts } from '../worker-times.ts';

/**
 * Sends load. The worker is the receiver and says in-band what it has counted; what the agent has handed to its own
 * buffers counts for nothing. Keeps as much beyond the last report in flight as the connection takes in a second and a
 * round trip.
 */
export class UploadConnection implements LoadConnection {
  readonly #context: LoadContext;
  readonly #probes: PendingProbes;
  #pacer: Pacer | null = null;
  readonly #reports: Report[] = [];
  /** Counts on the agent's clock as reports were heard: late by the way back, good enough to pace by. */
  readonly #heard: Count[] = [];
  #connection: Connection | null = null;
  #sentBytes = 0;
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
    onPayload: () => {},
    onText: (text) => {
      const message = parseWorkerMessage(text);
      if (!message.ok) return;
      if (message.value.type === 'finished') {
        this.bytes = message.value.bytes;
        this.#agreed = true;
      } else if (message.value.type === 'probe') {
        const roundTrip = this.#probes.returned(message.value.id, this.#context.now());
        if (roundTrip !== null) this.#context.onRoundTrip(roundTrip.rttMs);
      } else if (message.value.type === 'counter') {
        const heardAtMs = this.#context.now();
        this.bytes = message.value.receivedBytes;
        this.#reports.push({ bytes: this.bytes, elapsedMs: message.value.elapsedMs, heardAtMs });
        this.#heard.push({ atMs: heardAtMs, bytes: this.bytes });
        this.#fill();
        if (this.bytes === this.#sentBytes) this.#context.allowance.ranOut();
      }
    },
    onClose: () => this.#end(this.#agreed),
  };

  start(connection: Connection): void {
    this.#connection = connection;
    this.#pacer = new Pacer(this.#context.rtt, this.#context.now());
    this.#fill();
  }

  hold(inFlightBytes: number): void {
    this.#heldBytes = inFlightBytes;
  }

  probe(): void {
    if (this.#connection !== null) this.#probes.send(this.#connection);
  }

  finish(): void {
    this.#finishing = true;
    this.#connection?.sendText(encodeMessage({ type: 'finish' }));
  }

  counts(): Counts {
    return workerCounts(this.#reports);
  }

  #fill(): void {
    if (this.#finishing || this.#pacer === null) return;
    const { inFlightBytes, messageBytes } = this.#pace(this.#pacer);
    while (this.#sentBytes - this.bytes < inFlightBytes) {
      const taken = this.#context.allowance.take(messageBytes);
      if (taken === 0) return;
      this.#connection?.sendPayload(taken);
      this.#sentBytes += taken;
    }
  }

  #pace(pacer: Pacer): Pace {
    if (this.#heldBytes === null) return pacer.paceUpload(this.#heard, this.#context.now());
    return { inFlightBytes: this.#heldBytes, messageBytes: heldMessageBytes(this.#heldBytes) };
  }
}
