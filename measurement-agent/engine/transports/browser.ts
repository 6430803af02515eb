import { err, ok } from '../../protocol/fallible.ts';
import { MEASURE_PATHS, MEASURE_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX } from '../../protocol/spec.ts';
import type { Connection, Transport } from '../transport.ts';
import { apiClient, type HttpSend } from './api-client.ts';
import { openingTo } from './opening.ts';
import { randomPayload } from './random-payload.ts';

/**
 * The way from a browser to a worker; `origin` as `https://jissoku.example`. Runs in a page or a Web Worker, also on
 * plain http from another host: nothing here needs a secure context.
 */
export function browserTransport(origin: string): Transport {
  const payload = randomPayload();
  const base = origin.replace(/^http/, 'ws');
  return {
    ...apiClient(fetchFrom(origin)),
    name: 'websocket',
    opening: openingTo(origin),
    connect: (channel, token, events, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve(err({ reason: 'aborted', detail: 'stopped', closeCode: null }));
          return;
        }
        const socket = new WebSocket(base + MEASURE_PATHS[channel], [
          MEASURE_SUBPROTOCOL,
          TOKEN_SUBPROTOCOL_PREFIX + token,
        ]);
        socket.binaryType = 'arraybuffer';
        let opened = false;
        const abort = () => {
          socket.close();
          resolve(err({ reason: 'aborted', detail: 'stopped', closeCode: null }));
        };
        signal.addEventListener('abort', abort);
        socket.addEventListener('open', () => {
          opened = true;
          signal.removeEventListener('abort', abort);
          resolve(ok(connectionOn(socket, payload)));
        });
        socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
          const atMs = performance.now();
          if (typeof data === 'string') events.onText(data, atMs);
          else events.onPayload(data.byteLength, atMs);
        });
        socket.addEventListener('close', ({ code, reason }) => {
          if (opened) {
            events.onClose(code, reason);
            return;
          }
          // A browser does not tell a page why a WebSocket was refused (WHATWG WebSockets section 3).
          signal.removeEventListener('abort', abort);
          resolve(
            err({ reason: 'refused', detail: 'The WebSocket connection was refused.', closeCode: code }),
          );
        });
      }),
  };
}

function connectionOn(
  socket: WebSocket,
  payload: (byteLength: number) => Uint8Array<ArrayBuffer>,
): Connection {
  return {
    // After the connection is gone sending is a no-op; its owner has heard onClose.
    sendText: (text) => socket.readyState === WebSocket.OPEN && socket.send(text),
    sendPayload: (byteLength) => socket.readyState === WebSocket.OPEN && socket.send(payload(byteLength)),
    close: () => socket.close(),
  };
}

function fetchFrom(origin: string): HttpSend {
  return async ({ method, path, token, body }, signal) => {
    const headers = new Headers();
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    if (body !== undefined) headers.set('content-type', 'application/json');
    const response = await fetch(origin + path, {
      method,
      headers,
      signal,
      cache: 'no-store',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      text: await response.text(),
    };
  };
}
