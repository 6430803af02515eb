import type { WatchSample } from '../metrics/stability.ts';
import { err, type Fallible, ok } from '../protocol/fallible.ts';
import type { Clock, Random } from './clock.ts';
import type { Datagrams } from './datagrams.ts';
import type { EngineFailure } from './events.ts';
import { type Echo, openEcho } from './open-echo.ts';
import { PendingProbes } from './pending-probes.ts';
import type { Connection, Transport } from './transport.ts';
import { wait } from './wait.ts';
import { WatchLoss } from './watch-loss.ts';

export interface WatchOptions {
  transport: Transport;
  /** Watches loss as well, where sessions name a relay. */
  datagrams?: Datagrams;
  clock: Clock;
  random: Random;
  /** Ends the watch; what was found until then stays. */
  signal: AbortSignal;
  durationMs: number;
  /** In the order they were known, which is not quite that of their times. */
  onSample: (sample: WatchSample) => void;
}

/** Mean of the exponentially distributed times between probes (RFC 2330 section 11.1.1). */
export const WATCH_SPACING_MS = 500;

/** A probe that takes longer is not waited for: whoever talks or plays has noticed. */
const ANSWER_WITHIN_MS = 3_000;

/** Sessions last five minutes; another is opened before that. */
const SESSION_FOR_MS = 240_000;

/** After a connection that did not come about … */
const TRY_AGAIN_MS = 1_000;

/** … and after a server that was reached and refused: the line can do nothing about it. */
const REFUSED_AGAIN_MS = 10_000;

/** This often the thread looks whether it runs on time: what stalls it for longer is noticed. */
const LOOK_EVERY_MS = 50;

/** What a thread hears when it is this late may have waited for the thread, and tells nothing of the line. */
const LATE_FROM_MS = 20;

/** A thread that is this late did not watch: timers were throttled, or it did not run. */
const UNWATCHED_FROM_MS = 250;

/** Wall clocks are set by less than this; what goes beyond it beside the monotonic clock was a suspended machine. */
const SUSPENDED_FROM_MS = 2_000;

/** After a longer sleep connections and sessions are taken for dead … */
const SLEPT_FROM_MS = 5_000;

/** … and the device gets this long to find its network again. */
const WAKE_WITHIN_MS = 15_000;

interface Link {
  connection: Connection;
  sinceMs: number;
}

/**
 * Watches the round trip of a line for minutes, with some hundred bytes a second. A connection that breaks is part of what
 * is watched: probes that cannot be sent are not answered, until another connection stands. Sessions are replaced beside
 * the probing, so that no outage hides behind it.
 *
 * @returns An error only when there was no first connection.
 */
export async function watchLine(options: WatchOptions): Promise<Fallible<null, EngineFailure>> {
  const watch = new LineWatch(options);
  const begun = await watch.begin();
  return begun.ok ? ok(await watch.run()) : begun;
}

class LineWatch {
  readonly #options: WatchOptions;
  readonly #pending: PendingProbes;
  readonly #loss: WatchLoss | null;
  /** Round trips since the last look at the clocks, with their arrivals. */
  #held: { sample: WatchSample; arrivedAtMs: number }[] = [];
  /** Null while no connection stands. */
  #link: Link | null = null;
  #opening = false;
  #tryAtMs = 0;
  #over = false;
  #startedAtMs = 0;
  /** How long the monotonic clock stood still while the machine was suspended. */
  #suspendedMs = 0;
  /** Since when nobody watches, of the watch; null while somebody does. */
  #unwatchedFromMs: number | null = null;
  /** The last time at which nobody watched, engine clock. */
  #unwatchedAtMs = Number.NEGATIVE_INFINITY;
  /** Until when a missing connection is not the line's fault: the device woke, or the server refused. */
  #excusedUntilMs = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#pending = new PendingProbes(options.clock);
    const { datagrams, clock, signal, onSample } = options;
    this.#loss =
      datagrams === undefined
        ? null
        : new WatchLoss({
            datagrams,
            clock,
            signal,
            onTrain: (train) => {
              // What a sleeping device did not receive is not the line's loss.
              if (train.atMs <= this.#unwatchedAtMs) return;
              onSample({ ...train, atMs: this.#at(train.atMs), untilMs: this.#at(train.untilMs) });
            },
          });
  }

  async begin(): Promise<Fallible<null, EngineFailure>> {
    const { clock } = this.#options;
    const first = await this.#open();
    if (!first.ok) return err(first.error);
    // The watch begins when there is something to watch with.
    this.#startedAtMs = clock.now();
    this.#replaceLink(first.value);
    return ok(null);
  }

  async run(): Promise<null> {
    const { clock, random, signal, durationMs } = this.#options;
    while (!signal.aborted && this.#at(clock.now()) < durationMs) {
      this.#probe();
      const dueMs = clock.now() - Math.log(1 - random()) * WATCH_SPACING_MS;
      // Timers know no fractions of a millisecond.
      for (let leftMs = dueMs - clock.now(); leftMs >= 1 && !signal.aborted; leftMs = dueMs - clock.now()) {
        this.#keepLink();
        await this.#rest(Math.min(leftMs, LOOK_EVERY_MS));
      }
    }
    if (!signal.aborted) await Promise.all([wait(clock, ANSWER_WITHIN_MS, signal), this.#loss?.end()]);
    this.#tellHeld();
    this.#giveUpBefore(clock.now() - ANSWER_WITHIN_MS);
    this.#watchAgain(clock.now());
    this.#over = true;
    this.#link?.connection.close();
    return null;
  }

  /** Time of the watch, ms. */
  #at(engineMs: number): number {
    return engineMs - this.#startedAtMs + this.#suspendedMs;
  }

  #probe(): void {
    const { clock, onSample } = this.#options;
    if (this.#link !== null) {
      this.#watchAgain(clock.now());
      this.#pending.send(this.#link.connection);
    } else if (clock.now() < this.#excusedUntilMs) this.#unwatchedFromMs ??= this.#at(clock.now());
    else {
      this.#watchAgain(clock.now());
      onSample({ kind: 'unanswered', atMs: this.#at(clock.now()) });
    }
  }

  /** Waits, then looks what came meanwhile, and whether this thread was there to hear it. */
  async #rest(waitMs: number): Promise<void> {
    const { clock, signal } = this.#options;
    const beforeMs = clock.now();
    const beforeUtcMs = Date.parse(clock.utc());
    await wait(clock, waitMs, signal);
    if (signal.aborted) return;
    const nowMs = clock.now();
    const dueMs = beforeMs + waitMs;
    const lateMs = nowMs - dueMs;
    const apartMs = Date.parse(clock.utc()) - beforeUtcMs - (nowMs - beforeMs);
    const suspendedMs = apartMs > SUSPENDED_FROM_MS ? apartMs : 0;
    if (suspendedMs > 0) this.#held = [];
    if (suspendedMs === 0 && lateMs < LATE_FROM_MS) {
      this.#tellHeld();
      this.#giveUpBefore(nowMs - ANSWER_WITHIN_MS);
      return;
    }
    this.#held = this.#held.filter(({ arrivedAtMs }) => arrivedAtMs < dueMs);
    this.#tellHeld();
    this.#pending.forget();
    if (lateMs + suspendedMs < UNWATCHED_FROM_MS) return;
    this.#unwatchedFromMs ??= this.#at(dueMs);
    this.#unwatchedAtMs = nowMs;
    this.#suspendedMs += suspendedMs;
    if (lateMs + suspendedMs < SLEPT_FROM_MS) return;
    this.#excusedUntilMs = nowMs + WAKE_WITHIN_MS;
    this.#link?.connection.close();
    this.#link = null;
  }

  #tellHeld(): void {
    for (const { sample } of this.#held) this.#options.onSample(sample);
    this.#held = [];
  }

  #giveUpBefore(beforeMs: number): void {
    for (const sentAtMs of this.#pending.forgetBefore(beforeMs))
      this.#options.onSample({ kind: 'unanswered', atMs: this.#at(sentAtMs) });
  }

  #watchAgain(nowMs: number): void {
    if (this.#unwatchedFromMs === null) return;
    this.#options.onSample({ kind: 'asleep', atMs: this.#unwatchedFromMs, untilMs: this.#at(nowMs) });
    this.#unwatchedFromMs = null;
  }

  /** Sees to it that a connection stands, without waiting for it. */
  #keepLink(): void {
    const { clock } = this.#options;
    const nowMs = clock.now();
    const due = this.#link === null || nowMs - this.#link.sinceMs > SESSION_FOR_MS;
    if (!due || this.#opening || nowMs < this.#tryAtMs) return;
    this.#opening = true;
    void this.#open().then((opened) => {
      this.#opening = false;
      if (opened.ok && this.#over) opened.value.connection.close();
      else if (opened.ok) this.#replaceLink(opened.value);
      else this.#tryLater(opened.error);
    });
  }

  #replaceLink({ connection, turn }: Echo): void {
    const { clock } = this.#options;
    const before = this.#link?.connection;
    this.#link = { connection, sinceMs: clock.now() };
    this.#excusedUntilMs = 0;
    this.#watchAgain(clock.now());
    if (turn !== null) this.#loss?.follow(turn);
    // What is under way on the old one may still come back.
    if (before !== undefined) clock.after(ANSWER_WITHIN_MS, () => before.close());
  }

  #tryLater(failure: EngineFailure): void {
    const nowMs = this.#options.clock.now();
    const refused = failure.reason === 'session' && failure.failure.reason === 'problem';
    this.#tryAtMs = nowMs + (refused ? REFUSED_AGAIN_MS : TRY_AGAIN_MS);
    if (refused) this.#excusedUntilMs = this.#tryAtMs + TRY_AGAIN_MS;
  }

  #open(): Promise<Fallible<Echo, EngineFailure>> {
    let mine: Connection | null = null;
    const opening = openEcho(this.#options, {
      onProbe: (id, arrivedAtMs) => {
        const trip = this.#pending.returned(id, arrivedAtMs);
        if (trip === null) return;
        const atMs = this.#at(trip.sentAtMs);
        this.#held.push({ sample: { kind: 'round-trip', atMs, rttMs: trip.rttMs }, arrivedAtMs });
      },
      onClose: () => {
        if (this.#over || mine === null || this.#link?.connection !== mine) return;
        this.#link = null;
        // What came back before it broke counts; what has not will not.
        this.#giveUpBefore(Number.POSITIVE_INFINITY);
      },
    });
    return opening.then((opened) => {
      if (opened.ok) mine = opened.value.connection;
      return opened;
    });
  }
}
