import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
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
import { NodeWebSocket } from './web-socket/node-web-socket.ts';

export interface NodeTransportOptions {
  /** As `https://jissoku.example`. */
  origin: string;
  /** Only this IP version; either when null. */
  ipVersion: 4 | 6 | null;
  /** Address of this machine to measure from; the system's choice when absent. */
  localAddress?: string;
  /** A measurement connection was opened from this local address and TCP port. */
  onOpened?: (channel: Channel, from: { localAddress: string; localPort: number }) => void;
}

/** The way from Node to a worker. */
export function nodeTransport({
  origin,
  ipVersion,
  localAddress,
  onOpened,
}: NodeTransportOptions): Transport {
  const payload = randomPayload();
  const way = {
    ...(ipVersion === null ? {} : { family: ipVersion }),
    ...(localAddress === undefined ? {} : { localAddress }),
  };
  const base = origin.replace(/^http/, 'ws');
  return {
    ...apiClient(sendFrom(origin, way)),
    name: 'websocket',
    opening: openingTo(origin),
    connect: (channel, token, events, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve(err({ reason: 'aborted', detail: 'stopped', closeCode: null }));
          return;
        }
        const abort = () => {
          socket.destroy();
          resolve(err({ reason: 'aborted', detail: 'stopped', closeCode: null }));
        };
        signal.addEventListener('abort', abort);
        const socket = new NodeWebSocket(
          {
            url: new URL(base + MEASURE_PATHS[channel]),
            subprotocols: [MEASURE_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token],
            maxMessageBytes: MAX_MESSAGE_BYTES,
            ...way,
          },
          {
            onOpen({ localAddress: from, localPort }) {
              signal.removeEventListener('abort', abort);
              if (from !== undefined && localPort !== undefined)
                onOpened?.(channel, { localAddress: from, localPort });
              resolve(ok(connectionOn(socket, payload)));
            },
            onText: (text) => events.onText(text, performance.now()),
            onBinary: (byteLength) => events.onPayload(byteLength, performance.now()),
            onClosed: (code, reason) => events.onClose(code, reason),
            onFailed(reason, detail) {
              signal.removeEventListener('abort', abort);
              resolve(err({ reason, detail, closeCode: null }));
            },
          },
        );
      }),
  };
}

/** After the connection is gone sending is a no-op; its owner has heard onClose. */
function connectionOn(socket: NodeWebSocket, payload: (byteLength: number) => Uint8Array): Connection {
  return {
    sendText: (text) => socket.sendText(text),
    sendPayload: (byteLength) => socket.sendRandom(payload(byteLength)),
    close: () => socket.close(),
  };
}

/** Ten times the longest that a worker gives, a stored result: whatever answers in its place may not fill this device's memory. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** HTTP from Node, a connection a request. */
export function sendFrom(origin: string, way: Pick<RequestOptions, 'family' | 'localAddress'>): HttpSend {
  const request = origin.startsWith('https:') ? requestHttps : requestHttp;
  return ({ method, path, token, body, headers }, signal) =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? null : JSON.stringify(body);
      const outgoing = request(origin + path, {
        ...way,
        method,
        signal,
        agent: false,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(text === null
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
        },
      });
      outgoing.once('error', reject);
      outgoing.once('response', (incoming) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        incoming.on('data', (chunk: Buffer) => {
          bytes += chunk.byteLength;
          if (bytes > MAX_ANSWER_BYTES)
            incoming.destroy(new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`));
          else chunks.push(chunk);
        });
        incoming.once('error', reject);
        incoming.once('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            retryAfter: incoming.headers['retry-after'] ?? null,
            dateMs: Date.parse(incoming.headers.date ?? '') || null,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      });
      outgoing.end(text ?? undefined);
    });
}
