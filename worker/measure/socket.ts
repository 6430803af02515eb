import {
  type AgentMessage,
  encodeMessage,
  parseAgentMessage,
  type WorkerMessage,
} from '../../measurement-agent/protocol/messages.ts';
import { CLOSE_CODES, IDLE_CLOSE_MS, MAX_MESSAGE_BYTES } from '../../measurement-agent/protocol/spec.ts';

/** What a measurement endpoint does with what arrives. */
export interface SocketHandlers {
  onMessage: (message: AgentMessage, text: string) => void;
  onPayload: (byteLength: number) => void;
  /** Called exactly once, whoever closed. */
  onEnd: () => void;
}

/** The worker's end of a measurement connection: parses, guards and closes, so that an endpoint only measures. */
export class MeasureSocket {
  readonly #socket: WebSocket;
  readonly #onEnd: () => void;
  #ended = false;
  #idleTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #expiryTimer: ReturnType<typeof setTimeout>;

  constructor(socket: WebSocket, expiresInMs: number, handlers: SocketHandlers) {
    this.#socket = socket;
    this.#onEnd = handlers.onEnd;
    socket.binaryType = 'arraybuffer';
    socket.accept();
    socket.addEventListener('message', ({ data }) => {
      if (this.#ended) return;
      this.#watchIdle();
      if (typeof data === 'string') this.#receiveText(data, handlers);
      else this.#receivePayload(data as ArrayBuffer, handlers);
    });
    socket.addEventListener('close', () => this.#end());
    socket.addEventListener('error', () => this.#end());
    this.#expiryTimer = setTimeout(
      () => this.close(CLOSE_CODES.expired, 'the session has expired'),
      expiresInMs,
    );
    this.#watchIdle();
  }

  get ended(): boolean {
    return this.#ended;
  }

  send(message: WorkerMessage): void {
    if (!this.#ended) this.#socket.send(encodeMessage(message));
  }

  sendText(text: string): void {
    if (!this.#ended) this.#socket.send(text);
  }

  sendPayload(bytes: Uint8Array): void {
    if (!this.#ended) this.#socket.send(bytes);
  }

  close(code: number, reason: string): void {
    if (this.#ended) return;
    this.#end();
    this.#socket.close(code, reason);
  }

  #receiveText(text: string, handlers: SocketHandlers): void {
    const parsed = parseAgentMessage(text);
    if (parsed.ok) handlers.onMessage(parsed.value, text);
    else this.close(CLOSE_CODES.badMessage, `message refused: ${parsed.error.reason}`);
  }

  #receivePayload(data: ArrayBuffer, handlers: SocketHandlers): void {
    if (data.byteLength <= MAX_MESSAGE_BYTES) handlers.onPayload(data.byteLength);
    else this.close(CLOSE_CODES.badMessage, `message refused: over ${MAX_MESSAGE_BYTES} bytes`);
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(
      () => this.close(CLOSE_CODES.idle, 'no message for too long'),
      IDLE_CLOSE_MS,
    );
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#expiryTimer);
    this.#onEnd();
  }
}
