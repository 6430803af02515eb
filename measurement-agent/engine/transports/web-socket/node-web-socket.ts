import { randomBytes } from 'node:crypto';
import { connect as connectTcp, type NetConnectOpts, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { maskedFrame, OPCODES, unmaskedHeader } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { openingAnswer, openingRequest } from './opening-handshake.ts';

export interface WebSocketOptions {
  url: URL;
  subprotocols: readonly string[];
  /** Only this IP version; either when absent. */
  family?: 4 | 6;
  /** Source address; the system's choice when absent. */
  localAddress?: string;
  maxMessageBytes: number;
}

/** `onClosed` or `onFailed` comes last and once. */
export interface WebSocketHandlers {
  onOpen(from: Pick<Socket, 'localAddress' | 'localPort'>): void;
  onText(text: string): void;
  onBinary(byteLength: number): void;
  /** It was open and is gone. */
  onClosed(code: number, reason: string): void;
  /** It never opened: the server said no, or was not there. */
  onFailed(reason: 'refused' | 'unreachable', detail: string): void;
}

/** Bytes read from the kernel at once: fewer reads for a fast line. */
const READ_BYTES = 512 * 1024;
/** Shared by all connections: what is read is handled before anything else is read. */
const READ_BUFFER = Buffer.allocUnsafeSlow(READ_BYTES);
/** A peer that is gone never answers the closing handshake, and the process should not wait for it. */
const CLOSE_LIMIT_MS = 1_000;

const CLOSED_ABNORMALLY = 1006;
const PROTOCOL_ERROR = 1002;

/**
 * A WebSocket client (RFC 6455) for load: what comes is counted without being copied, and what goes out is not copied
 * either. Knows no extensions, no compression among them.
 */
export class NodeWebSocket {
  readonly #socket: Socket;
  readonly #handlers: WebSocketHandlers;
  readonly #reader: FrameReader;
  #state: 'opening' | 'open' | 'closing' = 'opening';
  #head = Buffer.alloc(0);
  #closed = { code: CLOSED_ABNORMALLY, reason: '' };
  #failure: { reason: 'refused' | 'unreachable'; detail: string } = {
    reason: 'unreachable',
    detail: 'The connection was closed.',
  };
  #closeSent = false;

  constructor(options: WebSocketOptions, handlers: WebSocketHandlers) {
    const { url, subprotocols, maxMessageBytes } = options;
    const key = randomBytes(16).toString('base64');
    this.#handlers = handlers;
    this.#reader = new FrameReader(maxMessageBytes, {
      onText: (text) => handlers.onText(text),
      onBinary: (byteLength) => handlers.onBinary(byteLength),
      onPing: (payload) => this.#write(maskedFrame(OPCODES.pong, payload)),
      onClose: (code, reason) => {
        this.#closed = { code, reason };
        this.close();
        this.#socket.end();
      },
      onViolation: (what) => {
        this.#closed = { code: PROTOCOL_ERROR, reason: `the server sent ${what}` };
        this.#socket.destroy();
      },
    });
    const onRead = (byteLength: number) => {
      const chunk = READ_BUFFER.subarray(0, byteLength);
      if (this.#state === 'opening') this.#open(chunk, subprotocols, key);
      else this.#reader.push(chunk);
      return true;
    };
    this.#socket = connect(options, { buffer: READ_BUFFER, callback: onRead });
    this.#socket.setNoDelay(true);
    this.#socket.once(url.protocol === 'wss:' ? 'secureConnect' : 'connect', () =>
      this.#socket.write(openingRequest(url, subprotocols, key)),
    );
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      // Of several addresses that were tried, the error of all has no message of its own.
      this.#failure = { reason: 'unreachable', detail: error.message || (error.code ?? 'no connection') };
    });
    this.#socket.once('close', () => {
      if (this.#state === 'opening') handlers.onFailed(this.#failure.reason, this.#failure.detail);
      else handlers.onClosed(this.#closed.code, this.#closed.reason);
    });
  }

  sendText(text: string): void {
    if (this.#state === 'open') this.#write(maskedFrame(OPCODES.text, Buffer.from(text)));
  }

  /** The bytes must be random and stay as they are until they have left: they are neither masked nor copied. */
  sendRandom(payload: Uint8Array): void {
    if (this.#state !== 'open') return;
    this.#socket.cork();
    this.#write(unmaskedHeader(OPCODES.binary, payload.byteLength));
    this.#write(payload);
    this.#socket.uncork();
  }

  /** Bytes that this process holds for the kernel. */
  get waitingBytes(): number {
    return this.#socket.writableLength;
  }

  close(): void {
    if (!this.#closeSent && this.#state === 'open') this.#write(maskedFrame(OPCODES.close, Buffer.alloc(0)));
    this.#closeSent = true;
    if (this.#state === 'open') this.#state = 'closing';
    setTimeout(() => this.#socket.destroy(), CLOSE_LIMIT_MS).unref();
  }

  /** Gone at once, without a word to the peer. */
  destroy(): void {
    this.#socket.destroy();
  }

  #open(chunk: Buffer, subprotocols: readonly string[], key: string): void {
    this.#head = Buffer.concat([this.#head, chunk]);
    const answer = openingAnswer(this.#head, subprotocols, key);
    if (!answer.ok) {
      this.#failure = { reason: 'refused', detail: answer.error };
      this.#socket.destroy();
      return;
    }
    if (answer.value === null) return;
    this.#state = 'open';
    this.#handlers.onOpen(this.#socket);
    this.#reader.push(answer.value.rest);
  }

  #write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }
}

function connect({ url, family, localAddress }: WebSocketOptions, onread: OnReadOpts): Socket {
  const secure = url.protocol === 'wss:';
  const options: NetConnectOpts = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || (secure ? 443 : 80)),
    onread,
    ...(family === undefined ? {} : { family }),
    ...(localAddress === undefined ? {} : { localAddress }),
  };
  return secure ? connectTls({ ...options, ALPNProtocols: ['http/1.1'] }) : connectTcp(options);
}
