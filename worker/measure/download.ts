import { CLOSE_CODES, MAX_CREDIT_BYTES } from '../../measurement-agent/protocol/spec.ts';
import { type LedgerPort, LoadAccount } from './load-account.ts';
import { payload } from './payload.ts';
import { MeasureSocket } from './socket.ts';

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
    const socket = new MeasureSocket(webSocket, limits.expiresInMs, {
      onPayload: () => socket.close(CLOSE_CODES.badMessage, 'a download takes no payload'),
      onMessage(message, text) {
        account.acknowledge(Date.now());
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
        while (account.bytes < message.limitBytes && !socket.ended) {
          const byteLength = Math.min(message.messageBytes, message.limitBytes - account.bytes);
          socket.sendPayload(payload(byteLength));
          account.add(byteLength, Date.now());
        }
      },
      onEnd: () => resolve(account.close()),
    });
  });
}
