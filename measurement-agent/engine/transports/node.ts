import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { WebSocket } from 'ws';
import { err, ok } from '../../protocol/fallible.ts';
import {
  MAX_MESSAGE_BYTES,
  MEASURE_PATHS,
  MEASURE_SUBPROTOCOL,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '../../protocol/spec.ts';
import type { Channel, Connection, Transport } from '../transport.ts';
import { apiClient, type HttpSend } from './api-client.ts';
import { openingTo } from './opening.ts';
import { randomPayload } from './random-payload.ts';

export interface NodeTransportOptions {
  /** As `https://jissoku.example`. */
  origin: string;
  /** Only this IP version; either when null. */
  ipVersion: 4 | 6 | null;
  /** A measurement connection was opened from this local address and TCP port. */
  onOpened?: (channel: Channel, from: { localAddress: string; localPort: number }) => void;
}

/** The way from Node to a worker. */
export function nodeTransport({ origin, ipVersion, onOpened }: NodeTransportOptions): Transport {
  const payload = randomPayload();
  const family = ipVersion === null ? {} : { family: ipVersion };
  const base = origin.replace(/^http/, 'ws');
  return {
    ...apiClient(sendFrom(origin, family)),
    name: 'websocket',
    opening: openingTo(origin),
    connect: (channel, token, events, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve(err({ reason: 'aborted', detail: 'stopped', closeCode: null }));
          return;
        }
        const socket = new WebSocket(
          base + MEASURE_PATHS[channel],
          [MEASURE_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token],
          { perMessageDeflate: false, skipUTF8Validation: true, maxPayload: MAX_MESSAGE_BYTES, ...family },
        );
        let opened = false;
        const abort = () => {
          socket.terminate();
          resolve(err({ reason: 'aborted', detail: 'stopped', closeCode: null }));
        };
        signal.addEventListener('abort', abort);
        socket.on('upgrade', ({ socket: { localAddress, localPort } }) => {
          if (localAddress !== undefined && localPort !== undefined)
            onOpened?.(channel, { localAddress, localPort });
        });
        socket.on('open', () => {
          opened = true;
          signal.removeEventListener('abort', abort);
          resolve(ok(connectionOn(socket, payload)));
        });
        socket.on('message', (data: Buffer, isBinary: boolean) => {
          const atMs = performance.now();
          if (isBinary) events.onPayload(data.byteLength, atMs);
          else events.onText(data.toString(), atMs);
        });
        socket.on('unexpected-response', (_request, response) => {
          signal.removeEventListener('abort', abort);
          socket.terminate();
          const detail = `The server answered ${response.statusCode} instead of a WebSocket.`;
          resolve(err({ reason: 'refused', detail, closeCode: null }));
        });
        socket.on('error', (error) => {
          // After the opening, `close` follows with its code.
          if (opened) return;
          signal.removeEventListener('abort', abort);
          resolve(err({ reason: 'unreachable', detail: error.message, closeCode: null }));
        });
        socket.on('close', (code, reason) => {
          if (opened) events.onClose(code, reason.toString());
        });
      }),
  };
}

function connectionOn(socket: WebSocket, payload: (byteLength: number) => Uint8Array): Connection {
  const send = (data: string | Uint8Array) => {
    // After the connection is gone sending is a no-op; its owner has heard onClose.
    if (socket.readyState === WebSocket.OPEN) socket.send(data);
  };
  return {
    sendText: send,
    sendPayload: (byteLength) => send(payload(byteLength)),
    close() {
      socket.close();
      // A peer that is gone never answers the closing handshake, and the process should not wait for it.
      setTimeout(() => socket.terminate(), 1000).unref();
    },
  };
}

function sendFrom(origin: string, family: RequestOptions): HttpSend {
  const request = origin.startsWith('https:') ? requestHttps : requestHttp;
  return ({ method, path, token, body }, signal) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? null : JSON.stringify(body);
      const outgoing = request(origin + path, {
        ...family,
        method,
        signal,
        agent: false,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(text === null
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('error', reject);
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            retryAfter: incoming.headers['retry-after'] ?? null,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      });
      outgoing.end(text ?? undefined);
    });
}
