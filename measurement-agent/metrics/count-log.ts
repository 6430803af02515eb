import type { Count, Counts } from './counts.ts';

/** After a silence, counts this close together belong to one burst, ms or a share of the silence … */
const SPACING_MS = 2;
const SPACING_SHARE = 1 / 10;
/** … which is at most this long, so that a steady line does not become one burst. */
const LENGTH_MS = 10;
const LENGTH_SHARE = 1 / 2;

/**
 * What a receiver has counted, a burst at a time. TCP delivers in order: behind a lost packet everything waits in the
 * receiving host until that packet has been sent again, and then arrives in the application at once. Of such a burst only
 * the end is kept, so that its bytes are taken to have arrived over the whole of the silence before, as they did.
 */
export class CountLog {
  readonly #counts: Count[] = [];
  #burstBeganAtMs = 0;
  #silenceMs = 0;

  add(atMs: number, bytes: number): void {
    const last = this.#counts.at(-1);
    const sinceLastMs = atMs - (last?.atMs ?? Number.NEGATIVE_INFINITY);
    const sameBurst =
      sinceLastMs <= Math.max(SPACING_MS, this.#silenceMs * SPACING_SHARE) &&
      atMs - this.#burstBeganAtMs <= Math.max(LENGTH_MS, this.#silenceMs * LENGTH_SHARE);
    if (sameBurst) {
      this.#counts.pop();
    } else {
      this.#burstBeganAtMs = atMs;
      this.#silenceMs = last === undefined ? 0 : sinceLastMs;
    }
    this.#counts.push({ atMs, bytes });
  }

  counts(): Counts {
    return this.#counts;
  }
}
