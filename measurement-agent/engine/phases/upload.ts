import type { Count, Counts } from '../../metrics/goodput.ts';
import { encodeMessage, parseWorkerMessage } from '../../protocol/messages.ts';
import type { LoadConnection } from '../load-connection.ts';
import { Pacer, type PathRtt } from '../pacing.ts';
import type { Connection, ConnectionEvents } from '../transport.ts';
import { type Report, workerCounts } from '../worker-times.ts';

/**
 * Sends load. The worker is the receiver and says in-band what it has counted; what the agent has handed to its own
 * buffers counts for nothing. Keeps as much beyond the last report in flight as the connection takes in a second and a
 * round trip.
 */
export class UploadConnection implements LoadConnection {
  readonly #now: () => number;
  readonly #rtt: PathRtt;
  #pacer: Pacer | null = null;
  readonly #reports: Report[] = [];
  /** Counts on the agent's clock as reports were heard: late by the way back, good enough to pace by. */
  readonly #heard: Count[] = [];
  #connection: Connection | null = null;
  #sentBytes = 0;
  #finishing = false;
  #agreed = false;
  #end: (agreed: boolean) => void = () => {};
  readonly ended = new Promise<boolean>((resolve) => {
    this.#end = resolve;
  });
  bytes = 0;

  /** `now` counts ms since the direction began. */
  constructor(now: () => number, rtt: PathRtt) {
    this.#now = now;
    this.#rtt = rtt;
  }

  readonly events: ConnectionEvents = {
    onPayload: () => {},
    onText: (text) => {
      const message = parseWorkerMessage(text);
      if (!message.ok) return;
      if (message.value.type === 'finished') {
        this.bytes = message.value.bytes;
        this.#agreed = true;
      } else if (message.value.type === 'counter') {
        const heardAtMs = this.#now();
        this.bytes = message.value.receivedBytes;
        this.#reports.push({ bytes: this.bytes, elapsedMs: message.value.elapsedMs, heardAtMs });
        this.#heard.push({ atMs: heardAtMs, bytes: this.bytes });
        this.#fill();
      }
    },
    onClose: () => this.#end(this.#agreed),
  };

  start(connection: Connection): void {
    this.#connection = connection;
    this.#pacer = new Pacer(this.#rtt, this.#now());
    this.#fill();
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
    const { inFlightBytes, messageBytes } = this.#pacer.pace(this.#heard, this.#now());
    while (this.#sentBytes - this.bytes < inFlightBytes) {
      this.#connection?.sendPayload(messageBytes);
      this.#sentBytes += messageBytes;
    }
  }
}
