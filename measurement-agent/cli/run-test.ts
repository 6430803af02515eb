import type { Datagrams } from '../engine/datagrams.ts';
import { type Measured, measure } from '../engine/engine.ts';
import type { EngineEvent, EngineFailure } from '../engine/events.ts';
import type { WatchSurroundings } from '../engine/surroundings.ts';
import { systemClock } from '../engine/system-clock.ts';
import type { RequestFailure, Transport } from '../engine/transport.ts';
import { err, type Fallible, ok } from '../protocol/fallible.ts';
import type { ResultDocument, Submission } from '../protocol/result.ts';
import type { TestRequest } from './command.ts';
import type { PathMtuMeter } from './path-mtu-meter.ts';
import { submitPatiently } from './submit.ts';

/** A result as it is printed: the stored document and the address of its page; both null where nothing was stored. */
export interface Printed {
  document: ResultDocument | Submission;
  url: string | null;
}

export type TestFailure =
  | { stage: 'measure'; failure: EngineFailure }
  | { stage: 'submit'; failure: RequestFailure };

/** The ways to a server, of its protocol and of datagrams, and what watches this machine meanwhile. */
export interface Paths {
  /** The session that this run belongs to; null when it stands alone or is the first. */
  groupId: string | null;
  transport: Transport;
  datagrams: Datagrams;
  /** What learns the MTU of the transport's connections. */
  pathMtu: PathMtuMeter;
  surroundings: WatchSurroundings;
}

/**
 * Measures once and stores the result. The signal ends the measurement, never the storing of what was measured; `onBusy` tells
 * that the server wants the result later.
 */
export async function runTest(
  request: TestRequest,
  { groupId, transport, datagrams, pathMtu, surroundings }: Paths,
  agent: Submission['agent'],
  signal: AbortSignal,
  onEvent: (event: EngineEvent) => void,
  onBusy: (waitMs: number) => void,
): Promise<Fallible<Printed, TestFailure>> {
  const measured = await measure({
    transport,
    datagrams,
    surroundings,
    clock: systemClock,
    random: Math.random,
    signal,
    agent,
    declared: request.declared,
    groupId,
    bidirectional: request.bidirectional,
    ...(request.maxBytes === null ? {} : { maxBytes: request.maxBytes }),
    onEvent(event) {
      pathMtu.onEvent(event);
      onEvent(event);
    },
  });
  if (!measured.ok) return err({ stage: 'measure', failure: measured.error });
  const submission = { ...measured.value.submission, pathMtuBytes: await pathMtu.result() };
  if (!request.submit) return ok({ document: submission, url: null });
  return submit(transport, { ...measured.value, submission }, onBusy);
}

async function submit(
  transport: Transport,
  { submission, session }: Measured,
  onBusy: (waitMs: number) => void,
): Promise<Fallible<Printed, TestFailure>> {
  const submitted = await submitPatiently(transport, session.token, submission, systemClock, onBusy);
  if (!submitted.ok) return err({ stage: 'submit', failure: submitted.error });
  const stored = await transport.fetchResult(submitted.value.id, new AbortController().signal);
  if (!stored.ok) return err({ stage: 'submit', failure: stored.error });
  return ok({ document: stored.value, url: submitted.value.url });
}
