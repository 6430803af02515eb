import {
  CLOSE_CODES,
  COUNTER_INTERVAL_BYTES,
  COUNTER_INTERVAL_MS,
} from '../../measurement-agent/protocol/spec.ts';
import { type LedgerPort, LoadAccount } from './load-account.ts';
import { LOOK_MS, Progress } from './progress.ts';
import { MeasureSocket } from './socket.ts';

/** Messages that arrive within this time belong to one report. */
const BURST_MS = 5;

/**
 * Upload sink: counts complete messages and tells the agent in-band, so that the upload rate is the receiver's and
 * not what the sender put into its own buffers.
 */
export function serveUpload(
  webSocket: WebSocket,
  ledger: LedgerPort,
  limits: { expiresInMs: number; remainingBytes: number },
): Promise<void> {
  return new Promise((resolve) => {
    let reportedBytes = 0;
    let reportedAtMs = 0;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const account = new LoadAccount('upload', ledger, limits.remainingBytes, () =>
      socket.close(CLOSE_CODES.overBudget, 'the session has used up its bytes'),
    );

    const progress = new Progress();
    let looking: ReturnType<typeof setTimeout>;
    function look(): void {
      if (progress.isTooSlow(account.bytes)) {
        socket.close(CLOSE_CODES.idle, 'too slow: hardly any load arrives');
        return;
      }
      // Not an interval: after a pause of the machine its looks would follow at once, before what has arrived meanwhile.
      looking = setTimeout(look, LOOK_MS);
    }

    /** The counter carries the time of the last complete message, not of the report: the two belong together. */
    function report(): void {
      if (account.firstByteAtMs === null || account.lastByteAtMs === null) return;
      reportedBytes = account.bytes;
      reportedAtMs = Date.now();
      socket.send({
        type: 'counter',
        receivedBytes: account.bytes,
        // A clock that was set back behind the first message must not make a message that is not in the contract.
        elapsedMs: Math.max(0, account.lastByteAtMs - account.firstByteAtMs),
      });
    }

    const socket = new MeasureSocket(webSocket, limits.expiresInMs, {
      onPayload(byteLength) {
        const nowMs = Date.now();
        account.add(byteLength, nowMs);
        if (account.bytes - reportedBytes >= COUNTER_INTERVAL_BYTES) report();
        // What waited behind a lost packet arrives at once: a report waits for the end of such a burst.
        timer ??= setTimeout(
          () => {
            timer = null;
            if (account.bytes > reportedBytes) report();
          },
          Math.max(BURST_MS, reportedAtMs + COUNTER_INTERVAL_MS - nowMs),
        );
      },
      onMessage(message, text) {
        if (message.type === 'probe') {
          socket.sendText(text);
          // Who probes wants to know at once what has arrived before the probe.
          if (account.bytes > reportedBytes) report();
          return;
        }
        if (message.type !== 'finish') {
          socket.close(CLOSE_CODES.badMessage, `an upload takes no ${message.type}`);
          return;
        }
        report();
        void account.close().then(() => {
          socket.send({ type: 'finished', bytes: account.bytes });
          socket.close(CLOSE_CODES.done, 'finished');
        });
      },
      onEnd() {
        if (timer !== null) clearTimeout(timer);
        clearTimeout(looking);
        resolve(account.close());
      },
    });
    looking = setTimeout(look, LOOK_MS);
  });
}
