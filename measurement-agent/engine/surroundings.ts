import type { Surroundings } from '../protocol/surroundings.ts';

/** A part of a run whose surroundings are told apart. */
export type WatchedPart = 'idle' | 'download' | 'upload';

/** Watches the machine while a measurement runs. Passed in, as every platform knows something else of itself. */
export interface Watch {
  /** A part of the run begins; the one before it is over. Null: what runs now makes no figure. */
  enter(part: WatchedPart | null): void;
  /** Stops watching and tells what was seen; called again it tells the same. */
  end(): Surroundings;
}

/** Begins to watch. */
export type WatchSurroundings = () => Watch;
