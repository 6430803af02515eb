/** One direction of an ndt7 test, as a client. */
import * as z from 'zod/mini';
import type { LoadedRecord } from '../../engine/phases/loaded-latency.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { randomPayload } from '../../engine/transports/random-payload.ts';
import { NodeWebSocket } from '../../engine/transports/web-socket/node-web-socket.ts';
import { CountLog } from '../../metrics/count-log.ts';
import { err, type Fallible, ok } from '../../protocol/fallible.ts';
import { MAX_MESSAGE_BYTES } from '../../protocol/spec.ts';
import type { Direction } from '../../protocol/summary.ts';
import {
  FIRST_MESSAGE_BYTES,
  LARGEST_RECEIVED_BYTES,
  NDT7_SUBPROTOCOL,
  OPEN_WITHIN_MS,
  SCALING_SHARE,
  TEST_MS,
} from './numbers.ts';

export type Ndt7Failure = { reason: 'refused' | 'unreachable' | 'aborted'; detail: string };

/** Messages that may wait in this process: enough that the kernel never runs out between two looks. */
const WAITING_MESSAGES = 4;
const LOOK_MS = 2;

const measurementSchema = z.object({
  AppInfo: z.object({
    ElapsedTime: z.number().check(z.nonnegative()),
    NumBytes: z.number().check(z.nonnegative()),
  }),
});

/**
 * Loads one direction for ten seconds, or until the server closes. A download is what came here, whole messages; an upload what the
 * server says that it received, on its clock: nothing else knows what arrived.
 */
export function runNdt7(
  direction: Direction,
  url: URL,
  family: 4 | 6 | null,
  signal: AbortSignal,
): Promise<Fallible<LoadedRecord, Ndt7Failure>> {
  return new Promise((resolve) => {
    const log = new CountLog();
    const payload = randomPayload();
    let beganAtMs: number | null = null;
    let bytes = 0;
    let lastAtMs = 0;
    let sentBytes = 0;
    let size = FIRST_MESSAGE_BYTES;
    const cancels: (() => void)[] = [];
    let cancelSending = () => {};
    let settled = false;

    const settle = (outcome: Fallible<LoadedRecord, Ndt7Failure>) => {
      if (settled) return;
      settled = true;
      for (const cancel of cancels) cancel();
      cancelSending();
      signal.removeEventListener('abort', end);
      socket.destroy();
      resolve(outcome);
    };
    const count = (atMs: number, total: number) => {
      if (total < bytes || atMs < lastAtMs) return;
      bytes = total;
      lastAtMs = atMs;
      log.add(atMs, bytes);
    };
    const end = () => {
      if (beganAtMs === null) {
        settle(err({ reason: signal.aborted ? 'aborted' : 'unreachable', detail: 'no answer in time' }));
        return;
      }
      settle(
        ok({
          direction,
          outcome: signal.aborted ? 'stopped' : 'complete',
          endedBy: 'time',
          beganAtMs,
          untilMs: lastAtMs,
          connections: [[...log.counts()]],
          bytes,
          ramp: [],
          selfRttsMs: [],
          roundTrips: [],
          foreign: [],
        }),
      );
    };
    const send = () => {
      // A connection that is closing takes nothing and holds nothing: no more than so many at a look.
      for (
        let sent = 0;
        sent < WAITING_MESSAGES && socket.waitingBytes < WAITING_MESSAGES * size;
        sent += 1
      ) {
        socket.sendRandom(payload(size));
        sentBytes += size;
        if (size < MAX_MESSAGE_BYTES && size <= sentBytes / SCALING_SHARE) size *= 2;
      }
      cancelSending = systemClock.after(LOOK_MS, send);
    };
    const socket = new NodeWebSocket(
      {
        url,
        subprotocols: [NDT7_SUBPROTOCOL],
        maxMessageBytes: LARGEST_RECEIVED_BYTES,
        ...(family === null ? {} : { family }),
      },
      {
        onOpen() {
          beganAtMs = systemClock.now();
          cancels.push(systemClock.after(TEST_MS, end));
          if (direction === 'upload') send();
        },
        onText(text) {
          const told = direction === 'upload' ? appInfoOf(text) : null;
          if (told !== null) count(told.ElapsedTime / 1000, told.NumBytes);
        },
        onBinary(byteLength) {
          if (direction === 'download' && beganAtMs !== null)
            count(systemClock.now() - beganAtMs, bytes + byteLength);
        },
        // "An implementation SHOULD tolerate any abrupt EOF": what came until then is the result.
        onClosed: end,
        onFailed: (reason, detail) => settle(err({ reason, detail })),
      },
    );
    signal.addEventListener('abort', end);
    cancels.push(
      systemClock.after(OPEN_WITHIN_MS, () => {
        if (beganAtMs === null) end();
      }),
    );
    if (signal.aborted) end();
  });
}

function appInfoOf(text: string): { ElapsedTime: number; NumBytes: number } | null {
  try {
    const parsed = measurementSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.AppInfo : null;
  } catch {
    return null;
  }
}
