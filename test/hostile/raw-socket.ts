import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A TCP connection that says whatever it likes. */
export class RawSocket {
  readonly socket: Socket;
  readonly #chunks: Buffer[] = [];
  closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => this.#chunks.push(chunk));
    // A reset is an answer, too.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.closed = true;
    });
  }

  static async open(port: number): Promise<RawSocket> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const raw = new RawSocket(socket);
    await once(socket, 'connect');
    return raw;
  }

  get received(): Buffer {
    return Buffer.concat(this.#chunks);
  }

  get text(): string {
    return this.received.toString('latin1');
  }

  send(bytes: string | Uint8Array): void {
    if (!this.socket.destroyed)
      this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Waits until `condition` holds or the other end has closed; false after `limitMs`. */
  async until(condition: () => boolean, limitMs: number): Promise<boolean> {
    const endAtMs = performance.now() + limitMs;
    while (!condition() && !this.closed && performance.now() < endAtMs)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return condition() || this.closed;
  }

  /** Whether the server answered with a status or closed, within a time. */
  answered(limitMs: number): Promise<boolean> {
    return this.until(() => /HTTP\/1\.1 \d{3}/.test(this.text), limitMs);
  }

  /** Status of the first answer; null when there is none. */
  get status(): number | null {
    const status = /HTTP\/1\.1 (\d{3})/.exec(this.text)?.[1];
    return status === undefined ? null : Number(status);
  }

  destroy(): void {
    this.socket.destroy();
  }
}

export interface Frame {
  fin?: boolean;
  reserved?: number;
  opcode: number;
  masked?: boolean;
  payload?: Uint8Array;
  /** Instead of the payload's own. */
  announcedLength?: bigint;
}

/** A WebSocket frame (RFC 6455 section 5.2), right or wrong. */
export function frame({
  fin = true,
  reserved = 0,
  opcode,
  masked = true,
  payload = new Uint8Array(),
  announcedLength,
}: Frame): Buffer {
  const length = announcedLength ?? BigInt(payload.byteLength);
  const first = (fin ? 0x80 : 0) | (reserved << 4) | opcode;
  const mask = masked ? 0x80 : 0;
  const head =
    length < 126n
      ? Buffer.from([first, mask | Number(length)])
      : length < 65_536n
        ? Buffer.from([first, mask | 126, Number(length >> 8n), Number(length & 0xffn)])
        : Buffer.concat([Buffer.from([first, mask | 127]), eightBytes(length)]);
  // A key of zeros leaves the payload as it is.
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
}

function eightBytes(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
export const textOf = (text: string) => new TextEncoder().encode(text);
