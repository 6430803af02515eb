import { lossFigures } from '../metrics/loss.ts';
import type { LoadPlan } from '../protocol/plan.ts';
import type { MissingReason } from '../protocol/vocabulary.ts';
import type { Clock } from './clock.ts';
import type {
  DatagramPath,
  Datagrams,
  RunningTrain,
  TrainPlan,
  TrainProgress,
  TrainRecord,
  Turn,
} from './datagrams.ts';
import type { EngineEvent } from './events.ts';
import { wait, within } from './wait.ts';

/** A train and when it began on the engine's clock, or why there is none. */
export type LossTrain = (TrainRecord & { beganAtMs: number }) | MissingReason;

/** What the loss measurement left behind. */
export interface LossRecord {
  method: string;
  idle: LossTrain;
  /** During the download. */
  working: LossTrain;
}

/**
 * 0.25% of loss shows itself in 1,000 datagrams with 92% probability. The first pace is 0.2 Mbit/s with all headers (some 200
 * bytes a datagram) until it is known to do no harm, the least spacing 0.8 Mbit/s.
 */
export const IDLE_TRAIN = { count: 1000, firstSpacingMs: 8, leastSpacingMs: 2, limitMs: 2_000 } as const;
/** Under load, delay tells nothing of the line's rate: so slow that 1 Mbit/s carries it beside everything else. */
const WORKING_DATAGRAMS = 300;
const LEAST_WORKING_SPACING_MS = 12;
/** The train waits until the load's start-up is over, and ends before the load does. */
const LOAD_LEAD_MS = 1_000;
const LOAD_TAIL_MS = 500;
/** A run does not wait longer than this for the path once the idle round trips are done: a satellite takes 8 s in all. */
const OPEN_WAIT_MS = 4_000;
const LEAST_GRACE_MS = 1_000;
const GRACE_ROUND_TRIPS = 3;
/** The path is taken for this slow when the idle round trip is unknown. */
const ASSUMED_RTT_MS = 300;
/** A queue that the load fills may hold this much more. */
const WORKING_GRACE_MS = 2_000;

export interface LossOptions {
  datagrams: Datagrams | null;
  turn: Turn | null;
  clock: Clock;
  signal: AbortSignal;
  onEvent: (event: EngineEvent) => void;
}

/**
 * Datagram loss of a run: a train on the idle line, a second one while the line is loaded. The path is opened while
 * the engine does other things; whatever becomes of it, the run goes on.
 */
export class LossStages {
  readonly #options: LossOptions;
  readonly #opening: Promise<DatagramPath | MissingReason>;
  readonly #over = new AbortController();
  #graceMs = LEAST_GRACE_MS;
  #loaded: { until: AbortController; train: Promise<LossTrain> } | null = null;
  #idle: LossTrain = 'stopped';

  constructor(options: LossOptions) {
    this.#options = options;
    this.#opening = open(options, this.#over.signal);
  }

  /** Measures the idle line. `rttMs` is its round trip, null when unknown. */
  async idle(rttMs: number | null): Promise<void> {
    const { onEvent, datagrams, turn } = this.#options;
    this.#graceMs = Math.max(LEAST_GRACE_MS, GRACE_ROUND_TRIPS * (rttMs ?? ASSUMED_RTT_MS));
    if (datagrams === null || turn === null) {
      this.#idle = await this.#missing();
      return;
    }
    onEvent({ type: 'stage-started', stage: 'loss' });
    const { clock, signal } = this.#options;
    if ((await within(this.#opening, clock, OPEN_WAIT_MS, signal)) === null) {
      this.#idle = signal.aborted ? 'stopped' : 'not-measured';
      this.close();
    } else {
      this.#idle = await this.#run({ ...IDLE_TRAIN, graceMs: this.#graceMs }, (progress) =>
        onEvent({ type: 'loss-sample', ...progress, of: IDLE_TRAIN.count }),
      ).train;
    }
    onEvent({ type: 'stage-ended', stage: 'loss', lossRatio: ratioOf(this.#idle) });
  }

  /** A direction is about to be loaded. Datagrams begin once its start-up is over. */
  loadBegins({ durationMs }: LoadPlan): void {
    const limitMs = Math.max(0, durationMs - LOAD_TAIL_MS);
    const spacingMs = Math.max(LEAST_WORKING_SPACING_MS, limitMs / WORKING_DATAGRAMS);
    const until = new AbortController();
    const train = async (): Promise<LossTrain> => {
      await wait(this.#options.clock, LOAD_LEAD_MS, AbortSignal.any([until.signal, this.#options.signal]));
      if (until.signal.aborted || this.#options.signal.aborted) return 'too-few-samples';
      const plan = {
        count: WORKING_DATAGRAMS,
        firstSpacingMs: spacingMs,
        leastSpacingMs: spacingMs,
        limitMs,
      };
      const running = this.#run({ ...plan, graceMs: this.#graceMs + WORKING_GRACE_MS }, (progress) =>
        this.#options.onEvent({ type: 'working-loss-sample', ...progress }),
      );
      until.signal.addEventListener('abort', running.end);
      return running.train;
    };
    this.#loaded = { until, train: train() };
  }

  /** The direction is over; stragglers are waited for beside what comes next. */
  loadEnds(): void {
    this.#loaded?.until.abort();
  }

  /** Everything that was measured. Ends the path. */
  async end(): Promise<LossRecord> {
    this.loadEnds();
    const working = (await this.#loaded?.train) ?? 'stopped';
    this.close();
    return { method: this.#options.datagrams?.method ?? 'none', idle: this.#idle, working };
  }

  /** Ends everything at once. */
  close(): void {
    this.#over.abort();
    void this.#opening.then((path) => typeof path === 'string' || path.close());
  }

  async #missing(): Promise<MissingReason> {
    const path = await this.#opening;
    return typeof path === 'string' ? path : 'not-measured';
  }

  /** Runs a train once the path is open. `end` ends its sending early. */
  #run(
    plan: TrainPlan,
    onProgress: (progress: TrainProgress) => void,
  ): { train: Promise<LossTrain>; end: () => void } {
    let running: RunningTrain | null = null;
    let ended = false;
    const train = this.#opening.then(async (path): Promise<LossTrain> => {
      if (typeof path === 'string') return path;
      if (ended) return 'too-few-samples';
      const beganAtMs = this.#options.clock.now();
      running = path.run(plan, onProgress);
      return { ...(await running.done), beganAtMs };
    });
    return {
      train,
      end() {
        ended = true;
        running?.end();
      },
    };
  }
}

function ratioOf(train: LossTrain): number | null {
  if (typeof train === 'string' || train.outcome !== 'complete') return null;
  return lossFigures(train.sent, train.received)?.lossRatio ?? null;
}

async function open(
  { datagrams, turn, signal }: LossOptions,
  over: AbortSignal,
): Promise<DatagramPath | MissingReason> {
  if (turn === null) return 'no-turn';
  if (datagrams === null) return 'not-measured';
  const opened = await datagrams.open(turn, AbortSignal.any([signal, over]));
  if (!opened.ok) return opened.error.reason === 'aborted' ? 'stopped' : opened.error.reason;
  const path = opened.value;
  signal.addEventListener('abort', () => path.close());
  return path;
}
