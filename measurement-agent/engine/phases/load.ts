import { type Counts, rateBps, totalBytesAt } from '../../metrics/goodput.ts';
import type { LoadPlan } from '../../protocol/plan.ts';
import { SESSION_BYTE_BUDGET } from '../../protocol/spec.ts';
import type { Direction } from '../../protocol/summary.ts';
import type { Clock } from '../clock.ts';
import type { LoadConnection } from '../load-connection.ts';
import type { Connection, Transport } from '../transport.ts';
import { wait, within } from '../wait.ts';
import { DownloadConnection } from './download.ts';
import { UploadConnection } from './upload.ts';

/** What a direction under load left behind. Times are ms since `beganAtMs`, on the engine's clock. */
export interface LoadRecord {
  direction: Direction;
  /** 'lost': a connection could not be opened or died, so the figure would describe the others. */
  outcome: 'complete' | 'stopped' | 'lost';
  beganAtMs: number;
  /** When load was stopped: the common end of all connections. */
  untilMs: number;
  connections: Counts[];
  /** Application bytes counted by the receiver, start-up and tail included. */
  bytes: number;
}

export interface LoadOptions {
  direction: Direction;
  plan: LoadPlan;
  token: string;
  /** Idle round trip in ms; null when it could not be measured. */
  rttMs: number | null;
  transport: Transport;
  clock: Clock;
  signal: AbortSignal;
  /** A point of the live curve: the rate of the last `LIVE_WINDOW_MS`. */
  onSample: (atMs: number, bps: number) => void;
  /** Load has stopped; what is under way still arrives. */
  onLoadStopped?: () => void;
}

/** Opening a connection takes at most this long: three SYN retransmissions (RFC 6298: 1, 2, 4 s). */
export const CONNECT_LIMIT_MS = 8_000;
/** After load has stopped, what is under way may take this long to arrive before the connection counts as dead. */
const DRAIN_LIMIT_MS = 6_000;
/** The path is taken for this slow when the idle round trip is unknown. */
const ASSUMED_RTT_MS = 100;
const LIVE_INTERVAL_MS = 100;
const LIVE_WINDOW_MS = 400;
/** A direction ends early at this many bytes: both together stay within the session's budget with room for the tail. */
const DIRECTION_BYTE_LIMIT = SESSION_BYTE_BUDGET * 0.45;

/** Loads one direction for its time and gives back what the receiver counted. Never throws for what a line can do. */
export async function load(options: LoadOptions): Promise<LoadRecord> {
  const { direction, plan, clock, signal } = options;
  const rttMs = options.rttMs ?? ASSUMED_RTT_MS;
  let beganAtMs = clock.now();
  const now = () => clock.now() - beganAtMs;
  const kind = direction === 'download' ? DownloadConnection : UploadConnection;
  const loaded: LoadConnection[] = Array.from({ length: plan.connections }, () => new kind(now, rttMs));
  const opened = await open(loaded, options);

  // Stopping, a dead connection and too many bytes all end the load; so does its time.
  const over = new AbortController();
  const running = AbortSignal.any([signal, over.signal]);
  let died = opened.length < loaded.length;
  let finishing = false;
  const record = (untilMs: number): LoadRecord => ({
    direction,
    outcome: signal.aborted ? 'stopped' : died ? 'lost' : 'complete',
    beganAtMs,
    untilMs,
    connections: loaded.map((connection) => connection.counts()),
    bytes: loaded.reduce((sum, { bytes }) => sum + bytes, 0),
  });

  try {
    if (died || signal.aborted) return record(0);
    for (const { ended } of loaded) {
      void ended.then((agreed) => {
        if (agreed && finishing) return;
        died = true;
        over.abort();
      });
    }
    beganAtMs = clock.now();
    loaded.forEach((connection, index) => {
      const on = opened[index];
      if (on !== undefined) connection.start(on);
    });
    void sample(loaded, now, options, running, () => over.abort());
    await wait(clock, plan.durationMs, running);
    const untilMs = now();
    over.abort();
    options.onLoadStopped?.();
    if (died || signal.aborted) return record(untilMs);

    finishing = true;
    for (const connection of loaded) connection.finish();
    const drained = within(
      Promise.all(loaded.map(({ ended }) => ended)),
      clock,
      rttMs + DRAIN_LIMIT_MS,
      signal,
    );
    if ((await drained) === null) died = true;
    return record(untilMs);
  } finally {
    over.abort();
    for (const connection of opened) connection.close();
  }
}

/** Opens all connections at once; fewer than asked when one could not be opened. */
async function open(loaded: readonly LoadConnection[], options: LoadOptions): Promise<Connection[]> {
  const { direction, token, transport, clock } = options;
  const late = new AbortController();
  const cancel = clock.after(CONNECT_LIMIT_MS, () => late.abort());
  const signal = AbortSignal.any([options.signal, late.signal]);
  const attempts = await Promise.all(
    loaded.map(({ events }) => transport.connect(direction, token, events, signal)),
  );
  cancel();
  return attempts.flatMap((attempt) => (attempt.ok ? [attempt.value] : []));
}

/** Tells the live curve, and ends the direction when it has moved its share of the session's bytes. */
async function sample(
  loaded: readonly LoadConnection[],
  now: () => number,
  { clock, onSample }: LoadOptions,
  running: AbortSignal,
  end: () => void,
): Promise<void> {
  for (;;) {
    await wait(clock, LIVE_INTERVAL_MS, running);
    if (running.aborted) return;
    const counts = loaded.map((connection) => connection.counts());
    const lastMs = Math.max(0, ...counts.map((each) => each.at(-1)?.atMs ?? 0));
    const fromMs = Math.max(0, lastMs - LIVE_WINDOW_MS);
    if (lastMs > fromMs) onSample(now(), rateBps(counts, fromMs, lastMs));
    if (totalBytesAt(counts, lastMs) > DIRECTION_BYTE_LIMIT) end();
  }
}
