import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Channel } from '../../measurement-agent/engine/transport.ts';
import { openingRequest } from '../../measurement-agent/engine/transports/web-socket/opening-handshake.ts';
import {
  MEASURE_PATHS,
  MEASURE_SUBPROTOCOL,
  TOKEN_SUBPROTOCOL_PREFIX,
} from '../../measurement-agent/protocol/spec.ts';

/** A TCP connection from this address, null where there is none. What goes wrong on it later is no error here. */
export function dial(port: number, localAddress: string): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', localAddress });
    socket.on('error', () => {});
    socket.once('connect', () => resolve(socket));
    socket.once('close', () => resolve(null));
  });
}

/** Asks for a measurement connection; the status of the answer, null when none came. */
export function upgrade(
  socket: Socket,
  port: number,
  channel: Channel,
  token: string,
): Promise<string | null> {
  return new Promise((resolve) => {
    socket.once('data', (head: Buffer) => resolve(/^HTTP\/1\.1 (\d{3})/.exec(head.toString())?.[1] ?? null));
    socket.once('close', () => resolve(null));
    const url = new URL(`ws://127.0.0.1:${port}${MEASURE_PATHS[channel]}`);
    const key = randomBytes(16).toString('base64');
    socket.write(openingRequest(url, [MEASURE_SUBPROTOCOL, TOKEN_SUBPROTOCOL_PREFIX + token], key));
  });
}

/** Whether the server has closed within the time. What it sends is thrown away, and the connection is gone afterwards. */
export function closedWithin(socket: Socket, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.closed) {
      resolve(true);
      return;
    }
    const limit = setTimeout(() => {
      resolve(false);
      socket.destroy();
    }, limitMs);
    socket.once('close', () => {
      clearTimeout(limit);
      resolve(true);
    });
    socket.resume();
  });
}
