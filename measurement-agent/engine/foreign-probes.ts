import { encodeMessage } from '../protocol/messages.ts';
import type { Clock, Random } from './clock.ts';
import type { Transport } from './transport.ts';
import { wait } from './wait.ts';

/** A connection that was opened beside the load: when it was begun (engine clock), and what one of its round trips took. */
export interface ForeignRoundTrip {
  sentAtMs: number;
  rttMs: number;
}

/** draft-ietf-ippm-responsiveness-09 allows 100 probes a second; one after another they are never as many. */
const LEAST_SPACING_MS = 20;
const LOOK_MS = 10;

export interface ForeignProbeOptions {
  transport: Transport;
  token: string;
  clock: Clock;
  random: Random;
  /** Bits a second that these connections may take; null while that is not known. */
  allowedBps: () => number | null;
  onRoundTrip: (roundTrip: ForeignRoundTrip) => void;
}

/**
 * Opens one new connection after another until the signal aborts, as a person does who turns to another page while the
 * line is busy. The connection is of use once the worker has answered the upgrade: a round trip each for TCP, TLS 1.3 where
 * there is one, and HTTP. One that fails or is under way at the end gives nothing.
 */
export async function probeForeign(options: ForeignProbeOptions, signal: AbortSignal): Promise<void> {
  const { transport, token, clock, random, allowedBps, onRoundTrip } = options;
  const { roundTrips, bytes } = transport.opening;
  const events = { onText: () => {}, onPayload: () => {}, onClose: () => {} };
  // The rate is not known yet, or grows: what was too early for it may soon be due.
  const dueMs = (spacings: number) => {
    const bps = allowedBps();
    return bps === null
      ? Number.POSITIVE_INFINITY
      : spacings * Math.max(LEAST_SPACING_MS, (bytes * 8000) / bps);
  };
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let spacings = 1;
  while (!signal.aborted) {
    if (clock.now() - lastAtMs < dueMs(spacings)) {
      await wait(clock, LOOK_MS, signal);
      continue;
    }
    const sentAtMs = clock.now();
    lastAtMs = sentAtMs;
    spacings = -Math.log(1 - random());
    const opened = await transport.connect('echo', token, events, signal);
    if (opened.ok) {
      if (!signal.aborted) onRoundTrip({ sentAtMs, rttMs: (clock.now() - sentAtMs) / roundTrips });
      opened.value.sendText(encodeMessage({ type: 'finish' }));
      opened.value.close();
    }
  }
}
