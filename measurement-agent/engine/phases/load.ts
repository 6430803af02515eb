import { type Counts, rateBps } from '../../metrics/counts.ts';
import { goodput } from '../../metrics/goodput.ts';
import { START_UP_MS } from '../../metrics/plan-bytes.ts';
import { rateInterval } from '../../metrics/rate-interval.ts';
import { startupEndMs } from '../../metrics/rate-window.ts';
import type { LoadPlan, Plan } from '../../protocol/plan.ts';
import type { Direction } from '../../protocol/summary.ts';
import type { ByteAllowance } from '../byte-allowance.ts';
import type { Clock, Random } from '../clock.ts';
import type { LoadConnection, LoadContext } from '../load-connection.ts';
import { hasQueue, LONG_PATH_MS, type PathRtt } from '../pacing.ts';
import { decideRamp, type RampStep, rampStepMs } from '../ramp.ts';
import { SilenceWatch } from '../silence.ts';
import type { Connection, Transport } from '../transport.ts';
import { wait, within } from '../wait.ts';
import { DownloadConnection } from './download.ts';
import { holdAndProbe } from './hold.ts';
import { UploadConnection } from './upload.ts';

/** What a direction under load left behind. Times are ms since `beganAtMs`, on the engine's clock. */
export interface LoadRecord {
  direction: Direction;
  /** 'lost': a connection could not be opened or died, so the figure would describe the others; or the line fell silent. */
  outcome: 'complete' | 'stopped' | 'lost';
  /** Why load ended: the interval was tight enough, or the time or the bytes were used up. */
  endedBy: 'precision' | 'time' | 'bytes';
  beganAtMs: number;
  /** When load was stopped: the common end of all connections. */
  untilMs: number;
  connections: Counts[];
  /** Application bytes counted by the receiver, start-up and tail included. */
  bytes: number;
  /** What each number of connections brought. */
  ramp: RampStep[];
  /** Round trips on the load connections, ms, once the rate was known; empty when not measured. */
  selfRttsMs: number[];
}

export interface LoadOptions {
  direction: Direction;
  plan: LoadPlan;
  token: string;
  rtt: PathRtt;
  /** Application bytes this direction may move, start-up and tail included; directions loaded at once share one. */
  allowance: ByteAllowance;
  transport: Transport;
  clock: Clock;
  random: Random;
  /** How to probe the load connections; null where the worker does not answer that. */
  responsiveness: Plan['responsiveness'] | null;
  signal: AbortSignal;
  /** A point of the live curve, with the rate of the last `LIVE_WINDOW_MS`. */
  onSample: (atMs: number, bps: number) => void;
  /** The rate is known: the round trips that belong to it are over. */
  onRateKnown?: () => void;
  /** Load has stopped; what is under way still arrives. */
  onLoadStopped?: () => void;
}

/** Opening a connection takes at most this long: three SYN retransmissions (RFC 6298: 1, 2, 4 s). */
export const CONNECT_LIMIT_MS = 8_000;
/** After load has stopped, what is under way may take this long to arrive before the connection counts as dead. */
const DRAIN_LIMIT_MS = 6_000;
/** … and so many round trips: the last packet may be lost more than once. */
const DRAIN_ROUND_TRIPS = 8;
const TICK_MS = 100;
const LIVE_WINDOW_MS = 400;
/** A connection that is held is held at its rate of the last … ms. */
const HELD_RATE_MS = 1_000;
/** Start-up may come on top of the plan's time: `START_UP_MS`, and so many round trips. */
const START_UP_ROUND_TRIPS = 6;

/** Loads one direction and gives back what the receiver counted. Never throws for what a line can do. */
export async function load(options: LoadOptions): Promise<LoadRecord> {
  return new Load(options).run();
}

/** When the receiver last counted: an upload is told of later than it happens. */
function lastCountMs(connections: readonly Counts[]): number {
  return Math.max(0, ...connections.map((counts) => counts.at(-1)?.atMs ?? 0));
}

class Load {
  readonly #options: LoadOptions;
  readonly #now: () => number;
  #beganAtMs = 0;
  readonly #loaded: LoadConnection[] = [];
  readonly #opened: Connection[] = [];
  readonly #ramp: RampStep[] = [];
  /** Stopping, a dead connection, enough precision, time and bytes all end the load. */
  readonly #over = new AbortController();
  readonly #running: AbortSignal;
  #endedBy: LoadRecord['endedBy'] = 'time';
  #died = false;
  /** A queue was seen since the last step of the ramp. */
  #queue = false;
  /** There are enough connections, for now at least. */
  #ramped = false;
  #finishing = false;
  readonly #selfRttsMs: number[] = [];

  constructor(options: LoadOptions) {
    this.#options = options;
    this.#beganAtMs = options.clock.now();
    this.#now = () => options.clock.now() - this.#beganAtMs;
    this.#running = AbortSignal.any([options.signal, this.#over.signal]);
    // All that share the bytes end together: what went on alone would be another figure.
    options.allowance.dry.addEventListener('abort', () => {
      if (!this.#over.signal.aborted) this.#endedBy = 'bytes';
      this.#over.abort();
    });
  }

  async run(): Promise<LoadRecord> {
    const { clock, signal, rtt } = this.#options;
    try {
      const first = await this.#open(1);
      this.#beganAtMs = clock.now();
      this.#start(first);
      const watch = new SilenceWatch(clock, rtt, () => this.#bytes());
      void watch.silent(this.#running).then((silent) => silent && this.#die());
      const ramping = this.#rampUp();
      const ticking = this.#tick();
      await Promise.all([ramping, ticking]);
      // Behind the last byte of an allowance there is nothing to measure.
      const untilMs = this.#endedBy === 'bytes' ? lastCountMs(this.#counts()) : this.#now();
      this.#options.onRateKnown?.();
      if (!this.#died) await this.#hold(untilMs);
      this.#options.onLoadStopped?.();
      if (this.#died || signal.aborted) return this.#record(untilMs);
      await this.#drain(watch);
      return this.#record(untilMs);
    } finally {
      this.#over.abort();
      for (const connection of this.#opened) connection.close();
    }
  }

  /** Opens connections at once. One that cannot be opened ends the load. */
  async #open(count: number): Promise<[LoadConnection, Connection][]> {
    const { direction, token, transport, clock, rtt, allowance } = this.#options;
    const kind = direction === 'download' ? DownloadConnection : UploadConnection;
    const context: LoadContext = {
      now: this.#now,
      rtt,
      allowance,
      onRoundTrip: (rttMs) => this.#selfRttsMs.push(rttMs),
    };
    const late = new AbortController();
    const cancel = clock.after(CONNECT_LIMIT_MS, () => late.abort());
    const signal = AbortSignal.any([this.#running, late.signal]);
    const attempts = await Promise.all(
      Array.from({ length: count }, async () => {
        const loaded: LoadConnection = new kind(context);
        return [loaded, await transport.connect(direction, token, loaded.events, signal)] as const;
      }),
    );
    cancel();
    return attempts.flatMap(([loaded, attempt]) => {
      if (attempt.ok) {
        this.#opened.push(attempt.value);
        return [[loaded, attempt.value] as [LoadConnection, Connection]];
      }
      // A connection that was given up because load is over is not missed.
      if (!this.#running.aborted) this.#die();
      return [];
    });
  }

  #start(opened: readonly [LoadConnection, Connection][]): void {
    if (this.#running.aborted) return;
    for (const [loaded, connection] of opened) {
      this.#loaded.push(loaded);
      void loaded.ended.then((agreed) => {
        if (!agreed || !this.#finishing) this.#die();
      });
      loaded.start(connection);
    }
  }

  #die(): void {
    this.#died = true;
    this.#over.abort();
  }

  #counts(): Counts[] {
    return this.#loaded.map((connection) => connection.counts());
  }

  #bytes(): number {
    return this.#loaded.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** Adds connections while they bring more. */
  async #rampUp(): Promise<void> {
    const { clock, plan, rtt } = this.#options;
    const stepMs = rampStepMs(rtt.idleMs);
    for (;;) {
      const fromMs = this.#now();
      await wait(clock, stepMs, this.#running);
      if (this.#running.aborted) return;
      const bps = rateBps(this.#counts(), fromMs, this.#now());
      this.#ramp.push({ connections: this.#loaded.length, bps, queue: this.#queue });
      this.#queue = false;
      const decision = decideRamp(this.#ramp, plan.connections);
      this.#ramped = decision === 'done' || decision === 'enough';
      if (decision === 'done') return;
      if (typeof decision === 'object') this.#start(await this.#open(decision.add));
    }
  }

  /** Tells the live curve, and ends the load when there is enough of it. */
  async #tick(): Promise<void> {
    const { clock, onSample, rtt } = this.#options;
    while (this.#now() < this.#limitMs()) {
      await wait(clock, TICK_MS, this.#running);
      if (this.#running.aborted) return;
      this.#queue ||= hasQueue(rtt);
      const counts = this.#counts();
      const lastMs = lastCountMs(counts);
      const fromMs = Math.max(0, lastMs - LIVE_WINDOW_MS);
      if (lastMs > fromMs) onSample(this.#now(), rateBps(counts, fromMs, lastMs));
      if (!this.#isPrecise(counts)) continue;
      this.#endedBy = 'precision';
      break;
    }
    this.#over.abort();
  }

  /** The plan's time begins when start-up is over. */
  #limitMs(): number {
    const { plan, rtt } = this.#options;
    const counts = this.#counts();
    const longestMs = START_UP_MS + START_UP_ROUND_TRIPS * rtt.idleMs;
    // What looks like the end of start-up on a long path is often the first overflow, seconds before it is repaired.
    const startUpMs = rtt.idleMs >= LONG_PATH_MS ? longestMs : startupEndMs(counts, lastCountMs(counts));
    return plan.durationMs + Math.min(startUpMs, longestMs);
  }

  #isPrecise(counts: readonly Counts[]): boolean {
    const { plan } = this.#options;
    if (!this.#ramped) return false;
    const rate = goodput(counts, this.#now());
    if (rate === null || rate.toMs - rate.fromMs < plan.minWindowMs) return false;
    const interval = rateInterval(counts, rate.fromMs, rate.toMs);
    return interval !== null && (interval.highBps - interval.lowBps) / 2 <= plan.halfWidthRatio * rate.bps;
  }

  async #hold(untilMs: number): Promise<void> {
    const { responsiveness, allowance, clock, random, rtt, signal } = this.#options;
    // Without bytes to hold it with, the line would answer as an idle one.
    if (!responsiveness || allowance.spent) return;
    const fromMs = Math.max(0, untilMs - HELD_RATE_MS);
    await holdAndProbe({
      plan: responsiveness,
      connections: this.#loaded,
      ratesBps: this.#counts().map((counts) => rateBps([counts], fromMs, untilMs)),
      rttMs: rtt.nowMs(),
      spent: () => allowance.spent,
      clock,
      random,
      signal,
    });
  }

  async #drain(watch: SilenceWatch): Promise<void> {
    const { clock, rtt, signal } = this.#options;
    this.#finishing = true;
    for (const connection of this.#loaded) connection.finish();
    const over = new AbortController();
    const all = Promise.all(this.#loaded.map(({ ended }) => ended));
    const silent = watch.silent(AbortSignal.any([signal, over.signal])).then(() => null);
    const limitMs = DRAIN_LIMIT_MS + DRAIN_ROUND_TRIPS * rtt.idleMs;
    const drained = await within(Promise.race([all, silent]), clock, limitMs, signal);
    over.abort();
    if (drained === null && !signal.aborted) this.#died = true;
  }

  #record(untilMs: number): LoadRecord {
    const { direction, signal } = this.#options;
    return {
      direction,
      outcome: signal.aborted ? 'stopped' : this.#died ? 'lost' : 'complete',
      endedBy: this.#endedBy,
      beganAtMs: this.#beganAtMs,
      untilMs,
      connections: this.#counts(),
      bytes: this.#bytes(),
      ramp: this.#ramp,
      selfRttsMs: this.#selfRttsMs,
    };
  }
}
