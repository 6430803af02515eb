import { encodeMessage, parseWorkerMessage } from '../protocol/messages.ts';
import type { Direction, Summary } from '../protocol/summary.ts';
import type { Clock, Random } from './clock.ts';
import type { Connection, ConnectionEvents } from './transport.ts';
import { wait } from './wait.ts';

/** A round trip: when it was sent (engine clock) and how long it took. */
export interface RoundTrip {
  sentAtMs: number;
  rttMs: number;
}

/**
 * The echo connection: sends probes at random times and matches what returns. It knows nothing of phases; whoever
 * wants samples listens.
 */
export class Prober {
  readonly #clock: Clock;
  readonly #random: Random;
  #connection: Connection | null = null;
  #nextId = 0;
  readonly #pending = new Map<number, number>();
  #onRoundTrip: (roundTrip: RoundTrip) => void = () => {};
  #onSummary: (summary: Summary) => void = () => {};
  /** Why the connection is gone; null while it stands. */
  lost: { code: number; reason: string } | null = null;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  readonly events: ConnectionEvents = {
    onText: (text, atMs) => {
      const message = parseWorkerMessage(text);
      if (!message.ok) return;
      if (message.value.type === 'summary') this.#onSummary(message.value.summary);
      if (message.value.type !== 'probe') return;
      const sentAtMs = this.#pending.get(message.value.id);
      if (sentAtMs === undefined) return;
      this.#pending.delete(message.value.id);
      this.#onRoundTrip({ sentAtMs, rttMs: Math.max(0, atMs - sentAtMs) });
    },
    onPayload: () => {},
    onClose: (code, reason) => {
      this.lost = { code, reason };
    },
  };

  use(connection: Connection): void {
    this.#connection = connection;
  }

  /** Probes that have not returned yet. */
  get pending(): number {
    return this.#pending.size;
  }

  /**
   * Sends up to `count` probes, spaced by exponentially distributed times (RFC 2330 section 11.1.1: nothing periodic
   * is hit or missed), until the signal aborts or the connection is gone. Resolves after the last was sent.
   */
  async probe(
    options: { count: number; meanSpacingMs: () => number; onRoundTrip: (roundTrip: RoundTrip) => void },
    signal: AbortSignal,
  ): Promise<void> {
    this.#onRoundTrip = options.onRoundTrip;
    for (let sent = 0; sent < options.count && !signal.aborted && this.lost === null; sent += 1) {
      const id = (this.#nextId += 1);
      this.#pending.set(id, this.#clock.now());
      this.#connection?.sendText(encodeMessage({ type: 'probe', id }));
      await wait(this.#clock, -Math.log(1 - this.#random()) * options.meanSpacingMs(), signal);
    }
  }

  /** Waits until every probe has returned, at most `limitMs`. What has not returned by then is forgotten. */
  async settle(limitMs: number, signal: AbortSignal): Promise<void> {
    const endMs = this.#clock.now() + limitMs;
    while (this.#pending.size > 0 && this.#clock.now() < endMs && !signal.aborted && this.lost === null)
      await wait(this.#clock, 5, signal);
    this.#pending.clear();
  }

  /** Tells the worker that a direction is over, and resolves with what the worker saw of it. */
  closePhase(direction: Direction, bytes: number): Promise<Summary> {
    return new Promise((resolve) => {
      this.#onSummary = resolve;
      this.#connection?.sendText(encodeMessage({ type: 'close-phase', direction, bytes }));
    });
  }

  close(): void {
    if (this.lost === null) this.#connection?.sendText(encodeMessage({ type: 'finish' }));
    this.#connection?.close();
  }
}
