import { CLOSE_CODES, MAX_CREDIT_BYTES, MAX_UNPROVED_BYTES } from '../../measurement-agent/protocol/spec.ts';
import { type LedgerPort, LoadAccount } from './load-account.ts';
import { Marks } from './marks.ts';
import { payload } from './payload.ts';
import { MeasureSocket } from './socket.ts';

/** What was sent must have arrived within this time: a line of 0.25 Mbit/s and a credit of a second are far from it. */
const ARRIVES_WITHIN_MS = 30_000;
const LOOK_MS = 5_000;

/**
 * Download source: sends random bytes while the agent holds out credit. Without credit the isolate would buffer
 * whatever a slow line cannot take, as Workers' WebSockets tell no bufferedAmount.
 */
export function serveDownload(
  webSocket: WebSocket,
  ledger: LedgerPort,
  limits: { expiresInMs: number; remainingBytes: number },
): Promise<void> {
  return new Promise((resolve) => {
    const account = new LoadAccount('download', ledger, limits.remainingBytes, () =>
      socket.close(CLOSE_CODES.overBudget, 'the session has used up its bytes'),
    );
    const marks = new Marks();
    const looking = setInterval(() => {
      const waitingSinceMs = marks.waitingSinceMs();
      if (waitingSinceMs !== null && Date.now() - waitingSinceMs > ARRIVES_WITHIN_MS)
        socket.close(CLOSE_CODES.idle, 'too slow: what was sent does not arrive');
    }, LOOK_MS);
    const socket = new MeasureSocket(webSocket, limits.expiresInMs, {
      onPayload: () => socket.close(CLOSE_CODES.badMessage, 'a download takes no payload'),
      onMessage(message, text) {
        if ('mark' in message && message.mark !== undefined) {
          if (!marks.prove(message.mark)) {
            socket.close(CLOSE_CODES.badMessage, 'a mark that was not sent');
            return;
          }
          account.acknowledge(marks.provedBytes, Date.now());
        }
        if (message.type === 'finish') {
          void account.close().then(() => {
            socket.send({ type: 'finished', bytes: account.bytes });
            socket.close(CLOSE_CODES.done, 'finished');
          });
          return;
        }
        if (message.type === 'probe') {
          // Behind the payload of this connection, where an application's answer would be.
          socket.sendText(text);
          return;
        }
        if (message.type !== 'credit') {
          socket.close(CLOSE_CODES.badMessage, `a download takes no ${message.type}`);
          return;
        }
        if (
          message.limitBytes - message.receivedBytes > MAX_CREDIT_BYTES ||
          message.receivedBytes > account.bytes
        ) {
          socket.close(CLOSE_CODES.badMessage, `credit is limited to ${MAX_CREDIT_BYTES} bytes`);
          return;
        }
        if (message.limitBytes - marks.provedBytes > MAX_UNPROVED_BYTES) {
          socket.close(CLOSE_CODES.badMessage, 'prove with marks what has been received');
          return;
        }
        while (account.bytes < message.limitBytes && !socket.ended) {
          const byteLength = Math.min(message.messageBytes, message.limitBytes - account.bytes);
          const nowMs = Date.now();
          socket.sendPayload(payload(byteLength));
          account.add(byteLength, nowMs);
          const nonce = marks.next(account.bytes, nowMs, account.bytes === message.limitBytes);
          if (nonce !== null) socket.send({ type: 'mark', nonce });
        }
      },
      onEnd() {
        clearInterval(looking);
        resolve(account.close());
      },
    });
  });
}
