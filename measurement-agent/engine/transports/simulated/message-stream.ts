/** A message on a simulated connection: text, or load of a length. */
export type SimulatedMessage = { text: string } | { byteLength: number };

/** WebSocket header of a masked message of medium length (RFC 6455 section 5.2). */
const FRAME_BYTES = 8;

/** Cuts a byte stream into the messages that were written to it. */
export class MessageStream {
  readonly #write: (bytes: number) => void;
  readonly #onMessage: (message: SimulatedMessage) => void;
  readonly #waiting: { endByte: number; message: SimulatedMessage }[] = [];
  #first = 0;
  #written = 0;
  #payload = 0;

  constructor(write: (bytes: number) => void, onMessage: (message: SimulatedMessage) => void) {
    this.#write = write;
    this.#onMessage = onMessage;
  }

  send(message: SimulatedMessage): void {
    const bytes = FRAME_BYTES + ('text' in message ? message.text.length : message.byteLength);
    this.#written += bytes;
    this.#payload += 'text' in message ? 0 : message.byteLength;
    this.#waiting.push({ endByte: this.#written, message });
    this.#write(bytes);
  }

  /** Share of load in what was written so far, 0–1: the rest is headers and text. */
  get payloadShare(): number {
    return this.#written === 0 ? 0 : this.#payload / this.#written;
  }

  /** `bytes` of the stream have arrived: hands out every message that is now complete. */
  delivered(bytes: number): void {
    for (;;) {
      const next = this.#waiting[this.#first];
      if (next === undefined || next.endByte > bytes) break;
      this.#first += 1;
      this.#onMessage(next.message);
    }
    this.#waiting.splice(0, this.#first);
    this.#first = 0;
  }
}
