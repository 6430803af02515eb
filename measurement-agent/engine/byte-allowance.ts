/**
 * Application bytes that all connections of a direction, or of two directions loaded at once, may still move. What one
 * takes no other can.
 */
export class ByteAllowance {
  #leftBytes: number;
  readonly #dry = new AbortController();

  constructor(bytes: number) {
    this.#leftBytes = Math.floor(bytes);
  }

  get spent(): boolean {
    return this.#leftBytes === 0;
  }

  /** Aborts once a connection has moved all it took and finds no more: from then on the line is not kept full. */
  get dry(): AbortSignal {
    return this.#dry.signal;
  }

  /** Takes what is wanted, or what is left. */
  take(wantedBytes: number): number {
    const taken = Math.min(wantedBytes, this.#leftBytes);
    this.#leftBytes -= taken;
    return taken;
  }

  /** A connection has moved all it took. */
  ranOut(): void {
    if (this.spent) this.#dry.abort();
  }
}
