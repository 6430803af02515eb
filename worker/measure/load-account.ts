import type { Direction } from '../../measurement-agent/protocol/summary.ts';
import { Arrivals } from './arrivals.ts';
import type { LoadReport } from './ledger.ts';
import { Punctuality } from './punctuality.ts';

/** The ledger as a load connection sees it. */
export interface LedgerPort {
  report(report: LoadReport): Promise<number>;
}

/**
 * A connection tells the ledger after this many bytes, so that a session cannot exceed its budget by more than this
 * per connection, and a gigabit connection reports only four times a second.
 */
const REPORT_EVERY_BYTES = 32 * 1024 * 1024;

/** Counts one load connection and keeps the session's ledger told. */
export class LoadAccount {
  bytes = 0;
  firstByteAtMs: number | null = null;
  lastByteAtMs: number | null = null;
  #arrivals: Arrivals | null = null;
  #reportedBytes = 0;
  #closed = false;
  readonly #punctuality = new Punctuality();
  readonly #direction: Direction;
  readonly #ledger: LedgerPort;
  readonly #onOverBudget: () => void;
  #remainingBytes: number;

  constructor(direction: Direction, ledger: LedgerPort, remainingBytes: number, onOverBudget: () => void) {
    this.#direction = direction;
    this.#ledger = ledger;
    this.#remainingBytes = remainingBytes;
    this.#onOverBudget = onOverBudget;
  }

  /** Counts `bytes` moved at `atMs`. */
  add(bytes: number, atMs: number): void {
    this.bytes += bytes;
    this.firstByteAtMs ??= atMs;
    this.lastByteAtMs = atMs;
    this.#arrivals ??= new Arrivals(atMs);
    // What is sent has not arrived yet.
    if (this.#direction === 'upload') this.#arrivals.count(this.bytes, atMs);
    const unreported = this.bytes - this.#reportedBytes;
    if (unreported > this.#remainingBytes) this.#onOverBudget();
    else if (unreported >= REPORT_EVERY_BYTES) {
      void this.#report(false).then((remaining) => {
        this.#remainingBytes = remaining;
        if (remaining <= 0) this.#onOverBudget();
      });
    }
  }

  /** The agent proved at `atMs` to have received so many: a download lasts until its bytes have arrived, not until they were queued. */
  acknowledge(bytes: number, atMs: number): void {
    if (this.firstByteAtMs === null) return;
    this.lastByteAtMs = atMs;
    this.#arrivals?.count(bytes, atMs);
  }

  /** Reports the rest and ends the account; further calls do nothing. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#report(true);
  }

  #report(closed: boolean): Promise<number> {
    const bytes = this.bytes - this.#reportedBytes;
    this.#reportedBytes = this.bytes;
    return this.#ledger.report({
      direction: this.#direction,
      bytes,
      firstByteAtMs: this.firstByteAtMs,
      lastByteAtMs: this.lastByteAtMs,
      closed,
      ...(closed && { ...this.#punctuality.end(), bins: this.#arrivals?.bins() ?? {} }),
    });
  }
}
