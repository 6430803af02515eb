import type { Clock, Random } from '../clock.ts';
import {
  type DatagramLoop,
  type DatagramPath,
  type RunningTrain,
  type TrainPlan,
  type TrainProgress,
  type TrainRecord,
} from '../datagrams.ts';
import { TrainPace } from '../train-pace.ts';

/** Datagrams sent at once when a timer was late: browsers give 4 ms at best. More would be a burst. */
const MAX_AT_ONCE = 2;
const PROGRESS_INTERVAL_MS = 100;

/** Runs trains over a loop in this thread, with the clock and the timers that are here. */
export function pathOver(loop: DatagramLoop, clock: Clock, random: Random): DatagramPath {
  let base = 0;
  let onReceive: (sequence: number) => void = () => {};
  let stop: (outcome: 'stopped' | 'gone') => void = () => {};
  let over: 'stopped' | 'gone' | null = null;
  const end = (outcome: 'stopped' | 'gone') => {
    over ??= outcome;
    stop(over);
  };
  loop.listen(
    (sequence) => onReceive(sequence - base),
    () => end('gone'),
  );

  return {
    run(plan, onProgress) {
      const train = new Train(plan, { send: (n) => loop.send(base + n), loop, clock, random, onProgress });
      onReceive = (sequence) => train.receive(sequence);
      stop = (outcome) => train.finish(outcome);
      // Numbers are not used twice: a straggler of this train must not count for the next.
      void train.done.then(({ sent }) => (base += sent));
      if (over === null) train.start();
      else train.finish(over);
      return train;
    },
    close() {
      end('stopped');
      loop.close();
    },
  };
}

interface TrainTools {
  send: (sequence: number) => void;
  loop: Pick<DatagramLoop, 'bufferedBytes'>;
  clock: Clock;
  random: Random;
  onProgress: (progress: TrainProgress) => void;
}

class Train implements RunningTrain {
  readonly #plan: TrainPlan;
  readonly #tools: TrainTools;
  readonly #pace: TrainPace;
  readonly #sentAtMs: number[] = [];
  readonly #received = new Set<number>();
  #furthest = -1;
  #beganAtMs = 0;
  #dueMs = 0;
  #toldAtMs = 0;
  #sending = true;
  #cancel: () => void = () => {};
  #resolve: (record: TrainRecord) => void = () => {};
  readonly done = new Promise<TrainRecord>((resolve) => {
    this.#resolve = resolve;
  });

  constructor(plan: TrainPlan, tools: TrainTools) {
    this.#plan = plan;
    this.#tools = tools;
    this.#pace = new TrainPace(plan.firstSpacingMs, plan.leastSpacingMs);
  }

  start(): void {
    this.#beganAtMs = this.#dueMs = this.#toldAtMs = this.#tools.clock.now();
    this.#tick();
  }

  receive(sequence: number): void {
    const sentAtMs = this.#sentAtMs[sequence];
    if (sentAtMs === undefined || this.#received.has(sequence)) return;
    this.#received.add(sequence);
    this.#furthest = Math.max(this.#furthest, sequence);
    this.#pace.returned(sequence, this.#tools.clock.now() - sentAtMs);
    if (!this.#sending && this.#received.size === this.#sentAtMs.length) this.finish('complete');
  }

  end(): void {
    if (!this.#sending) return;
    this.#sending = false;
    this.#cancel();
    this.#tell();
    if (this.#received.size === this.#sentAtMs.length) this.finish('complete');
    else this.#cancel = this.#tools.clock.after(this.#plan.graceMs, () => this.finish('complete'));
  }

  /** The first outcome stays. */
  finish(outcome: TrainRecord['outcome']): void {
    this.#sending = false;
    this.#cancel();
    const sentAfterMs = this.#sentAtMs.map((atMs) => atMs - this.#beganAtMs);
    this.#resolve({ sent: sentAfterMs.length, sentAfterMs, received: [...this.#received], outcome });
  }

  #tell(): void {
    const overtaken = this.#furthest + 1 - this.#received.size;
    this.#tools.onProgress({ sent: this.#sentAtMs.length, overtaken });
  }

  /** Sends what is due, and comes back when the next one is. */
  #tick(): void {
    const { clock, loop, send, random } = this.#tools;
    const nowMs = clock.now();
    if (nowMs - this.#beganAtMs >= this.#plan.limitMs) return this.end();
    // What has not left would leave in one packet with the next, and be lost with it: the train waits.
    const atOnce = loop.bufferedBytes === 0 ? MAX_AT_ONCE : 0;
    for (let burst = 0; burst < atOnce && this.#dueMs <= nowMs; burst += 1) {
      const sequence = this.#sentAtMs.push(nowMs) - 1;
      send(sequence);
      this.#pace.sent(sequence);
      if (this.#sentAtMs.length === this.#plan.count) return this.end();
      // Even, but not periodic (RFC 2330 section 11.1.1), and without the long gaps and clusters of Poisson sampling.
      this.#dueMs += this.#pace.spacingMs * (0.5 + random());
    }
    // What could not be sent in time is not caught up with.
    this.#dueMs = Math.max(this.#dueMs, nowMs);
    if (nowMs - this.#toldAtMs >= PROGRESS_INTERVAL_MS) {
      this.#toldAtMs = nowMs;
      this.#tell();
    }
    // A full loop is looked at again after a while: a timer of 0 ms would spin.
    this.#cancel = clock.after(Math.max(1, this.#dueMs - nowMs), () => this.#tick());
  }
}
