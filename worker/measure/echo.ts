import { CLOSE_CODES } from '../../measurement-agent/protocol/spec.ts';
import type { Phase, Summary } from '../../measurement-agent/protocol/summary.ts';
import { MeasureSocket } from './socket.ts';

/** Echo: sends probes straight back, and closes a phase with the summary of what the worker saw of it. */
export function serveEcho(
  webSocket: WebSocket,
  summarise: (phase: Phase, agentBytes: number) => Promise<Summary>,
  limits: { expiresInMs: number },
): Promise<void> {
  return new Promise((resolve) => {
    const socket = new MeasureSocket(webSocket, limits.expiresInMs, {
      onPayload: () => socket.close(CLOSE_CODES.badMessage, 'an echo takes no payload'),
      onMessage(message, text) {
        switch (message.type) {
          case 'probe':
            socket.sendText(text);
            return;
          case 'close-phase':
            void summarise(message.direction, message.bytes).then((summary) =>
              socket.send({ type: 'summary', summary }),
            );
            return;
          case 'finish':
            socket.close(CLOSE_CODES.done, 'finished');
            return;
          case 'credit':
            socket.close(CLOSE_CODES.badMessage, 'an echo takes no credit');
        }
      },
      onEnd: () => resolve(),
    });
  });
}
