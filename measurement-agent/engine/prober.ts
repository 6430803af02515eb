import { encodeMessage, parseWorkerMessage } from '../protocol/messages.ts';
import type { Phase, Summary } from '../protocol/summary.ts';
import type { Clock, Random } from './clock.ts';
import { PendingProbes, type RoundTrip } from './pending-probes.ts';
import type { Connection, ConnectionEvents } from './transport.ts';
import { wait } from './wait.ts';

/**
 * The echo connection: sends probes at random times and matches what returns. It knows nothing of phases; whoever
 * wants samples listens.
 */
export class Prober {
  readonly #clock: Clock;
  readonly #random: Random;
  #connection: Connection | null = null;
  readonly #pending: PendingProbes;
  #onRoundTrip: (roundTrip: RoundTrip) => void = () => {};
  readonly #onSummary = new Map<Phase, (summary: Summary) => void>();
  /** Why the connection is gone; null while it stands. */
  lost: { code: number; reason: string } | null = null;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
    this.#pending = new PendingProbes(clock);
  }

  readonly events: ConnectionEvents = {
    onText: (text, atMs) => {
      const message = parseWorkerMessage(text);
      if (!message.ok) return;
      if (message.value.type === 'summary')
        this.#onSummary.get(message.value.summary.direction)?.(message.value.summary);
      if (message.value.type !== 'probe') return;
      const roundTrip = this.#pending.returned(message.value.id, atMs);
      if (roundTrip !== null) this.#onRoundTrip(roundTrip);
    },
    onPayload: () => {},
    onClose: (code, reason) => {
      this.lost = { code, reason };
    },
  };

  use(connection: Connection): void {
    this.#connection = connection;
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
      if (this.#connection !== null) this.#pending.send(this.#connection);
      await wait(this.#clock, -Math.log(1 - this.#random()) * options.meanSpacingMs(), signal);
    }
  }

  /** Waits until every probe has returned, at most `limitMs`. What has not returned by then is forgotten. */
  async settle(limitMs: number, signal: AbortSignal): Promise<void> {
    const endMs = this.#clock.now() + limitMs;
    while (this.#pending.size > 0 && this.#clock.now() < endMs && !signal.aborted && this.lost === null)
      await wait(this.#clock, 5, signal);
    this.#pending.forget();
  }

  /** Tells the worker that a phase is over, and resolves with what the worker saw of it. */
  closePhase(direction: Phase, bytes: number): Promise<Summary> {
    return new Promise((resolve) => {
      this.#onSummary.set(direction, resolve);
      this.#connection?.sendText(encodeMessage({ type: 'close-phase', direction, bytes }));
    });
  }

  close(): void {
    if (this.lost === null) this.#connection?.sendText(encodeMessage({ type: 'finish' }));
    this.#connection?.close();
  }
}
