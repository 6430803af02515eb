/** What crossed a line in some time, bytes. */
export interface CarriedBytes {
  /** IP packets, whatever became of them behind the line. */
  ip: number;
  /** Application bytes of load in those of them that arrived. */
  load: number;
}

/** Times are kept to this. */
const BIN_MS = 10;

/** The books of one direction of a simulated line: the truth that a measurement of it is held against. */
export class Carried {
  /** Bytes by bin of the time at which a packet leaves the far end of the line. */
  readonly #bins: CarriedBytes[] = [];

  add(atMs: number, ipBytes: number, loadBytes: number): void {
    const bin = Math.floor(atMs / BIN_MS);
    while (this.#bins.length <= bin) this.#bins.push({ ip: 0, load: 0 });
    const bytes = this.#bins[bin];
    if (bytes === undefined) return;
    bytes.ip += ipBytes;
    bytes.load += loadBytes;
  }

  /** Between two times of the simulation, each taken to the nearest 10 ms. */
  between(fromMs: number, toMs: number): CarriedBytes {
    return this.#bins
      .slice(Math.round(fromMs / BIN_MS), Math.round(toMs / BIN_MS))
      .reduce((sum, { ip, load }) => ({ ip: sum.ip + ip, load: sum.load + load }), { ip: 0, load: 0 });
  }
}
