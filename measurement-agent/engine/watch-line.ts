import type { WatchSample } from '../metrics/stability.ts';
import { err, type Fallible, ok } from '../protocol/fallible.ts';
import { parseWorkerMessage } from '../protocol/messages.ts';
import type { Clock, Random } from './clock.ts';
import type { EngineFailure } from './events.ts';
import { PendingProbes } from './pending-probes.ts';
import { CONNECT_LIMIT_MS } from './phases/load.ts';
import type { Connection, Transport } from './transport.ts';
import { wait } from './wait.ts';

export interface WatchOptions {
  transport: Transport;
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

/** After a connection that did not come about. */
const TRY_AGAIN_MS = 1_000;

/** A timer that is this late did not run because nothing did: the device slept, or the page was frozen. */
const ASLEEP_FROM_MS = 2_000;

interface Link {
  connection: Connection;
  sinceMs: number;
  lost: boolean;
}

/**
 * Watches the round trip of a line for minutes, with some hundred bytes a second. A connection that breaks is part of what
 * is watched: probes that cannot be sent are not answered, until another connection stands.
 *
 * @returns An error only when there was no first connection.
 */
export async function watchLine(options: WatchOptions): Promise<Fallible<null, EngineFailure>> {
  const { clock, random, signal, durationMs, onSample } = options;
  const pending = new PendingProbes(clock);
  let startedAtMs = clock.now();
  const since = (atMs: number) => atMs - startedAtMs;
  const giveUp = (beforeMs: number) => {
    for (const sentAtMs of pending.forgetBefore(beforeMs))
      onSample({ kind: 'unanswered', atMs: since(sentAtMs) });
  };
  const onRoundTrip = (id: number, atMs: number) => {
    const trip = pending.returned(id, atMs);
    if (trip !== null) onSample({ kind: 'round-trip', atMs: since(trip.sentAtMs), rttMs: trip.rttMs });
  };

  const first = await openLink(options, onRoundTrip);
  if (!first.ok) return first;
  let link = first.value;
  // The watch begins when there is something to watch with.
  startedAtMs = clock.now();
  while (!signal.aborted && since(clock.now()) < durationMs) {
    if (link.lost || clock.now() - link.sinceMs > SESSION_FOR_MS) {
      const wasLost = link.lost;
      const next = await openLink(options, onRoundTrip);
      if (signal.aborted) break;
      if (next.ok) {
        link.connection.close();
        link = next.value;
      } else if (wasLost) {
        onSample({ kind: 'unanswered', atMs: since(clock.now()) });
        await wait(clock, TRY_AGAIN_MS, signal);
        continue;
      }
    }
    pending.send(link.connection);
    const waitMs = -Math.log(1 - random()) * WATCH_SPACING_MS;
    const dueMs = clock.now() + waitMs;
    await wait(clock, waitMs, signal);
    const lateMs = clock.now() - dueMs;
    if (lateMs > ASLEEP_FROM_MS && !signal.aborted) {
      pending.forget();
      onSample({ kind: 'asleep', atMs: since(dueMs), untilMs: since(clock.now()) });
    } else giveUp(link.lost ? Number.POSITIVE_INFINITY : clock.now() - ANSWER_WITHIN_MS);
  }
  if (!signal.aborted) await wait(clock, ANSWER_WITHIN_MS, signal);
  giveUp(clock.now() - ANSWER_WITHIN_MS);
  link.connection.close();
  return ok(null);
}

/** A session and its echo connection. */
async function openLink(
  { transport, clock, signal }: WatchOptions,
  onRoundTrip: (id: number, atMs: number) => void,
): Promise<Fallible<Link, EngineFailure>> {
  const late = new AbortController();
  const cancel = clock.after(CONNECT_LIMIT_MS, () => late.abort());
  const either = AbortSignal.any([signal, late.signal]);
  try {
    const session = await transport.openSession({}, either);
    if (!session.ok) return err({ reason: 'session', failure: session.error });
    let link: Link | null = null;
    let closed = false;
    const opened = await transport.connect(
      'echo',
      session.value.token,
      {
        onText(text, atMs) {
          const message = parseWorkerMessage(text);
          if (message.ok && message.value.type === 'probe') onRoundTrip(message.value.id, atMs);
        },
        onPayload: () => {},
        onClose() {
          closed = true;
          if (link !== null) link.lost = true;
        },
      },
      either,
    );
    if (!opened.ok) return err({ reason: 'connect', failure: opened.error });
    link = { connection: opened.value, sinceMs: clock.now(), lost: closed };
    return ok(link);
  } finally {
    cancel();
  }
}
