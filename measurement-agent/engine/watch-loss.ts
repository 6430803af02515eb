import type { WatchSample } from '../metrics/stability.ts';
import type { Clock } from './clock.ts';
import type { DatagramPath, Datagrams, Turn } from './datagrams.ts';

/** As many datagrams as probes: one each half second, some 200 bytes on the wire there and as many back. */
export const WATCH_DATAGRAM_SPACING_MS = 500;

/** Ten seconds each: short enough to say when it was, and little is missing where a watch is stopped. */
const TRAIN = {
  count: 1_000,
  firstSpacingMs: WATCH_DATAGRAM_SPACING_MS,
  leastSpacingMs: WATCH_DATAGRAM_SPACING_MS,
  limitMs: 10_000,
  graceMs: 3_000,
} as const;

type LossSample = Extract<WatchSample, { kind: 'datagrams' }>;

interface WatchLossOptions {
  datagrams: Datagrams;
  clock: Clock;
  signal: AbortSignal;
  /** Times are the engine clock's. */
  onTrain: (train: LossSample) => void;
}

/** Sends datagrams through the relay of one session after another, train after train. What cannot be opened is left out. */
export class WatchLoss {
  readonly #options: WatchLossOptions;
  /** Ends the sending of the session before. */
  #enough = new AbortController();
  #before: Promise<void> = Promise.resolve();

  constructor(options: WatchLossOptions) {
    this.#options = options;
  }

  /** Goes on through this relay, once the train of the one before has ended. */
  follow(turn: Turn): void {
    this.#enough.abort();
    const enough = new AbortController();
    this.#enough = enough;
    this.#before = this.#before.then(() => this.#through(turn, enough.signal));
  }

  /** Resolves when what was sent has come back, or had its time. */
  end(): Promise<void> {
    this.#enough.abort();
    return this.#before;
  }

  async #through(turn: Turn, enough: AbortSignal): Promise<void> {
    const { datagrams, signal } = this.#options;
    if (enough.aborted || signal.aborted) return;
    const opened = await datagrams.open(turn, AbortSignal.any([signal, enough]));
    if (!opened.ok) return;
    const path = opened.value;
    const close = () => path.close();
    signal.addEventListener('abort', close);
    while (!enough.aborted && !signal.aborted && (await this.#train(path, enough)));
    signal.removeEventListener('abort', close);
    path.close();
  }

  /** @returns Whether the path can carry another train. */
  async #train(path: DatagramPath, enough: AbortSignal): Promise<boolean> {
    const { clock, onTrain } = this.#options;
    const atMs = clock.now();
    const running = path.run(TRAIN, () => {});
    const finish = () => running.end();
    enough.addEventListener('abort', finish);
    const { sent, received, outcome } = await running.done;
    enough.removeEventListener('abort', finish);
    if (outcome !== 'complete') return false;
    if (sent > 0)
      onTrain({ kind: 'datagrams', atMs, untilMs: clock.now(), sent, lost: sent - received.length });
    return true;
  }
}
