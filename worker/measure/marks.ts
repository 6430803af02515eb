import { base64url } from 'jose';
import { MARK_INTERVAL_BYTES, MARK_INTERVAL_MS } from '../../measurement-agent/protocol/spec.ts';

interface Mark {
  nonce: string;
  /** Bytes sent before it. */
  sentBytes: number;
  sentAtMs: number;
}

/**
 * Marks in the load of a download. TCP delivers in order: whoever knows the nonce of a mark has received all that was sent before
 * it, so that nobody can claim to have received what still lies in a buffer.
 */
export class Marks {
  #sent: Mark[] = [];
  /** Bytes sent before the newest mark. */
  #markedBytes = 0;
  /** Bytes that the agent has proved to have received. */
  provedBytes = 0;

  /**
   * The nonce to send now that `sentBytes` have been sent in all; null when it is too early for one. At the end of a credit a
   * mark is due when none is under way, or the newest is old: on a slow line they would burden it.
   */
  next(sentBytes: number, nowMs: number, endOfCredit: boolean): string | null {
    const unmarked = sentBytes - this.#markedBytes;
    if (unmarked === 0) return null;
    const newest = this.#sent.at(-1);
    const isDue =
      newest === undefined ||
      newest.sentBytes === this.provedBytes ||
      nowMs - newest.sentAtMs >= MARK_INTERVAL_MS;
    if (unmarked < MARK_INTERVAL_BYTES && !(endOfCredit && isDue)) return null;
    const nonce = base64url.encode(crypto.getRandomValues(new Uint8Array(9)));
    this.#sent.push({ nonce, sentBytes, sentAtMs: nowMs });
    this.#markedBytes = sentBytes;
    return nonce;
  }

  /** Takes a nonce back. False for one that was never sent, or comes a second time after a newer one. */
  prove(nonce: string): boolean {
    const index = this.#sent.findIndex((mark) => mark.nonce === nonce);
    if (index === -1) return false;
    this.provedBytes = this.#sent[index]?.sentBytes ?? this.provedBytes;
    // The newest that came back stays: until there is a newer one, every credit repeats it.
    this.#sent = this.#sent.slice(index);
    return true;
  }

  /** When the oldest load was marked that has not been proved to have arrived, ms; null when all has. */
  waitingSinceMs(): number | null {
    return this.#sent.find(({ sentBytes }) => sentBytes > this.provedBytes)?.sentAtMs ?? null;
  }
}
