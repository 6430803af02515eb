/** One test of a daemon, in a process of its own: what it needs of memory goes with it, and a fault of it ends nothing else. */
import { type Measured as EngineRun, type MeasureOptions, measure } from '../engine/engine.ts';
import type { EngineFailure } from '../engine/events.ts';
import { costOf, SESSION_BYTES } from './schedule/byte-budget.ts';
import type { Spool } from './spool.ts';

/** What the daemon tells the process, as JSON. */
export interface SlotOrder {
  origin: string;
  stateDir: string;
  spoolBytes: number;
  ipVersion: 4 | 6 | null;
  /** Load moves no more; null for what the plan takes. */
  maxBytes: number | null;
  /** The result over the other IP version of the same slot; null where this one stands alone or is the first. */
  groupId: string | null;
  plannedAtMs: number;
  kind: string;
  reservation: number;
}

/** What the process tells the daemon, as one line of JSON. */
export type SlotReport =
  | { outcome: 'measured'; measurementId: string; downloadBps: number | null }
  /** Another test holds the lock. */
  | { outcome: 'locked' }
  /** The server wants it later. */
  | { outcome: 'busy'; askedMs: number | null }
  | { outcome: 'failed'; reason: string };

/** Measures, and keeps the result before anything else is done with it. */
export async function runSlot(
  order: SlotOrder,
  spool: Spool,
  options: MeasureOptions,
  finish: (run: EngineRun) => Promise<EngineRun['submission']>,
): Promise<SlotReport> {
  const measured = await measure({
    ...options,
    ...(order.maxBytes === null ? {} : { maxBytes: order.maxBytes }),
  });
  if (!measured.ok) return settleFailed(order, spool, measured.error);
  return keepMeasured(order, spool, measured.value.session, await finish(measured.value));
}

/** Keeps what a slot measured, with what it cost. */
export function keepMeasured(
  order: SlotOrder,
  spool: Spool,
  session: EngineRun['session'],
  submission: EngineRun['submission'],
): SlotReport {
  const movedBytes = submission.bytes.download + submission.bytes.upload;
  spool.addResult(
    { submission, token: session.token, submitByMs: Date.parse(session.submitBy) },
    { plannedAtMs: order.plannedAtMs, kind: order.kind, outcome: 'measured', reason: null },
    order.reservation,
    costOf(movedBytes),
  );
  return {
    outcome: 'measured',
    measurementId: submission.measurementId,
    downloadBps: submission.download?.goodputBps ?? null,
  };
}

/** Nothing was measured, though some of it may have moved: the reservation stands for what that was. */
export function settleFailed(order: SlotOrder, spool: Spool, failure: EngineFailure): SlotReport {
  spool.settle(order.reservation, failure.reason === 'session' ? SESSION_BYTES : reservedFor(order));
  return reportOf(failure);
}

function reservedFor({ maxBytes }: SlotOrder): number {
  return costOf(maxBytes ?? 0);
}

function reportOf(failure: EngineFailure): SlotReport {
  switch (failure.reason) {
    case 'session': {
      const { failure: request } = failure;
      if (request.reason !== 'problem')
        return { outcome: 'failed', reason: `${request.reason}: ${request.detail}` };
      const later = request.problem.status === 429 || request.problem.status === 503;
      return later
        ? { outcome: 'busy', askedMs: request.retryAfterMs }
        : { outcome: 'failed', reason: request.problem.type.replace('/problems/', '') };
    }
    case 'connect':
      return { outcome: 'failed', reason: `connect: ${failure.failure.detail}` };
    case 'lost':
      return { outcome: 'failed', reason: `lost: ${failure.detail}` };
    case 'aborted':
      return { outcome: 'failed', reason: 'stopped' };
  }
}
