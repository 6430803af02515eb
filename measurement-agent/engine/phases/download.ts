import type { Counts } from '../../metrics/goodput.ts';
import { encodeMessage, parseWorkerMessage } from '../../protocol/messages.ts';
import { CountLog } from '../count-log.ts';
import type { LoadConnection } from '../load-connection.ts';
import { Pacer, type PathRtt } from '../pacing.ts';
import type { Connection, ConnectionEvents } from '../transport.ts';

/** A share of what is in flight that must have arrived before the source is given more. */
const RENEW_SHARE = 1 / 4;

/**
 * Receives load. The agent is the receiver: every complete message is counted when it arrives, and the source is held
 * to a credit that covers what the connection brings in a second and a round trip.
 */
export class DownloadConnection implements LoadConnection {
  readonly #now: () => number;
  readonly #rtt: PathRtt;
  #pacer: Pacer | null = null;
  readonly #log = new CountLog();
  #connection: Connection | null = null;
  #limitBytes = 0;
  #messageBytes = 0;
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
    onPayload: (byteLength) => {
      this.bytes += byteLength;
      this.#log.add(this.#now(), this.bytes);
      this.#grant();
    },
    onText: (text) => {
      const message = parseWorkerMessage(text);
      // Behind the last byte: nothing more is under way.
      if (message.ok && message.value.type === 'finished') this.#agreed = true;
    },
    onClose: () => this.#end(this.#agreed),
  };

  start(connection: Connection): void {
    this.#connection = connection;
    this.#pacer = new Pacer(this.#rtt, this.#now());
    this.#grant();
  }

  finish(): void {
    this.#finishing = true;
    this.#connection?.sendText(encodeMessage({ type: 'finish' }));
  }

  counts(): Counts {
    return this.#log.counts();
  }

  #grant(): void {
    if (this.#finishing || this.#pacer === null) return;
    const { inFlightBytes, messageBytes } = this.#pacer.pace(this.#log.counts(), this.#now());
    const limitBytes = this.bytes + inFlightBytes;
    if (limitBytes - this.#limitBytes < inFlightBytes * RENEW_SHARE) return;
    this.#limitBytes = limitBytes;
    this.#messageBytes = messageBytes;
    this.#connection?.sendText(
      encodeMessage({
        type: 'credit',
        receivedBytes: this.bytes,
        limitBytes,
        messageBytes: this.#messageBytes,
      }),
    );
  }
}
