import { OPCODES } from './frame.ts';

/** What a reader finds. */
export interface FrameHandlers {
  /** A complete text message. */
  onText(text: string): void;
  /** A complete binary message, by length only: its bytes are not kept. */
  onBinary(byteLength: number): void;
  onPing(payload: Buffer): void;
  /** `code` 1005 when the frame carries none (RFC 6455 section 7.1.5). */
  onClose(code: number, reason: string): void;
  /** The peer broke RFC 6455 or sent more than was allowed; nothing is read after that. */
  onViolation(what: string): void;
}

const FINAL = 0x80;
const RESERVED = 0x70;
const OPCODE = 0x0f;
const MASKED = 0x80;
const LENGTH = 0x7f;
const LONGEST_HEADER_BYTES = 10;
const MAX_CONTROL_BYTES = 125;
const NO_STATUS = 1005;

/**
 * Reads a server's frames out of a stream of bytes, cut anywhere. Binary payload is counted where it lies and never
 * copied, which is what lets a fast download be counted at the price of reading it.
 */
export class FrameReader {
  readonly #handlers: FrameHandlers;
  readonly #maxMessageBytes: number;
  readonly #header = Buffer.alloc(LONGEST_HEADER_BYTES);
  #headerBytes = 0;
  /** Payload of the current frame still to come. */
  #left = 0;
  #opcode = 0;
  #final = true;
  /** The message that is under way, over all its frames; null between messages. */
  #message: { opcode: number; byteLength: number; kept: Buffer[] } | null = null;
  #control: Buffer[] = [];
  #inPayload = false;
  #over = false;

  constructor(maxMessageBytes: number, handlers: FrameHandlers) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#handlers = handlers;
  }

  /** The chunk may be overwritten once this returns. */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.byteLength && !this.#over) {
      if (this.#inPayload) {
        const length = Math.min(this.#left, chunk.byteLength - at);
        this.#take(chunk, at, length);
        at += length;
      } else {
        this.#header[this.#headerBytes] = chunk[at] ?? 0;
        this.#headerBytes += 1;
        at += 1;
        if (this.#headerBytes >= 2 && this.#headerBytes === this.#headerLength()) this.#begin();
      }
    }
  }

  #headerLength(): number {
    const length = (this.#header[1] ?? 0) & LENGTH;
    return length === 127 ? 10 : length === 126 ? 4 : 2;
  }

  #begin(): void {
    const [first = 0, second = 0] = this.#header;
    this.#headerBytes = 0;
    this.#opcode = first & OPCODE;
    this.#final = (first & FINAL) !== 0;
    const length = second & LENGTH;
    const byteLength =
      length === 127
        ? Number(this.#header.readBigUInt64BE(2))
        : length === 126
          ? this.#header.readUInt16BE(2)
          : length;
    const fault = this.#fault(first, second, byteLength);
    if (fault !== null) return this.#violate(fault);
    if (!isControl(this.#opcode)) {
      this.#message ??= { opcode: this.#opcode, byteLength: 0, kept: [] };
      this.#message.byteLength += byteLength;
    }
    this.#left = byteLength;
    this.#inPayload = true;
    if (byteLength === 0) this.#endFrame();
  }

  #fault(first: number, second: number, byteLength: number): string | null {
    const opcode = first & OPCODE;
    if ((first & RESERVED) !== 0) return 'an extension that was not agreed';
    if ((second & MASKED) !== 0) return 'a masked frame';
    if (!Object.values<number>(OPCODES).includes(opcode)) return `opcode ${opcode}`;
    if (isControl(opcode)) {
      const whole = (first & FINAL) !== 0 && byteLength <= MAX_CONTROL_BYTES;
      return whole ? null : 'a long or fragmented control frame';
    }
    if ((opcode === OPCODES.continuation) !== (this.#message !== null)) return 'a fragment out of place';
    const total = (this.#message?.byteLength ?? 0) + byteLength;
    return total > this.#maxMessageBytes ? `a message of ${total} bytes` : null;
  }

  #take(chunk: Buffer, at: number, length: number): void {
    const isPayload = !isControl(this.#opcode) && this.#message?.opcode === OPCODES.binary;
    if (!isPayload) {
      const kept = isControl(this.#opcode) ? this.#control : this.#message?.kept;
      kept?.push(Buffer.from(chunk.subarray(at, at + length)));
    }
    this.#left -= length;
    if (this.#left === 0) this.#endFrame();
  }

  #endFrame(): void {
    this.#inPayload = false;
    if (isControl(this.#opcode)) {
      const payload = Buffer.concat(this.#control);
      this.#control = [];
      this.#endControl(payload);
    } else if (this.#final && this.#message !== null) {
      const { opcode, byteLength, kept } = this.#message;
      this.#message = null;
      if (opcode === OPCODES.binary) this.#handlers.onBinary(byteLength);
      else this.#handlers.onText(Buffer.concat(kept).toString());
    }
  }

  #endControl(payload: Buffer): void {
    if (this.#opcode === OPCODES.ping) this.#handlers.onPing(payload);
    if (this.#opcode !== OPCODES.close) return;
    this.#over = true;
    if (payload.byteLength < 2) this.#handlers.onClose(NO_STATUS, '');
    else this.#handlers.onClose(payload.readUInt16BE(0), payload.subarray(2).toString());
  }

  #violate(what: string): void {
    this.#over = true;
    this.#handlers.onViolation(what);
  }
}

function isControl(opcode: number): boolean {
  return opcode >= OPCODES.close;
}
