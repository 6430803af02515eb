/** Application bytes that all connections of a direction may still move. What one takes no other can. */
export class ByteAllowance {
  #leftBytes: number;

  constructor(bytes: number) {
    this.#leftBytes = Math.floor(bytes);
  }

  get spent(): boolean {
    return this.#leftBytes === 0;
  }

  /** Takes what is wanted, or what is left. */
  take(wantedBytes: number): number {
    const taken = Math.min(wantedBytes, this.#leftBytes);
    this.#leftBytes -= taken;
    return taken;
  }
}
