import { encodeMessage } from '../protocol/messages.ts';
import type { Clock } from './clock.ts';
import type { Connection } from './transport.ts';

/** A round trip: when it was sent (engine clock) and how long it took. */
export interface RoundTrip {
  sentAtMs: number;
  rttMs: number;
}

/** The probes of one connection that are under way. */
export class PendingProbes {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #sentAtMs = new Map<number, number>();
  #nextId = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#sentAtMs.size;
  }

  send(connection: Connection): void {
    const id = (this.#nextId += 1);
    this.#sentAtMs.set(id, this.#clock.now());
    connection.sendText(encodeMessage({ type: 'probe', id }));
  }

  /** The round trip of a probe that came back at `atMs`; null when it was not under way, or was forgotten. */
  returned(id: number, atMs: number): RoundTrip | null {
    const sentAtMs = this.#sentAtMs.get(id);
    if (sentAtMs === undefined) return null;
    this.#sentAtMs.delete(id);
    return { sentAtMs, rttMs: Math.max(0, atMs - sentAtMs) };
  }

  /** Forgets probes that were sent before a time, and says when each was. */
  forgetBefore(beforeMs: number): number[] {
    const before = [...this.#sentAtMs].filter(([, sentAtMs]) => sentAtMs < beforeMs);
    for (const [id] of before) this.#sentAtMs.delete(id);
    return before.map(([, sentAtMs]) => sentAtMs);
  }

  forget(): void {
    this.#sentAtMs.clear();
  }
}
