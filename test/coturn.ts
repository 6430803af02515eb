import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path, { delimiter } from 'node:path';

/** Where coturn is on this machine; null where there is none. */
export const COTURN =
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => path.join(folder, 'turnserver'))
    .find((file) => existsSync(file)) ?? null;

/** A TURN server on loopback, and what the product must be told of it. */
export interface Coturn {
  env: { TURN_URL: string; TURN_SECRET: string };
  end(): Promise<void>;
}

/** Between coturn and the product, where a test or bench starts both. */
export const TURN_SECRET = 'a secret of the test';
const START_LIMIT_MS = 60_000;

export async function startCoturn(): Promise<Coturn> {
  if (COTURN === null) throw new Error('coturn is not installed: apt install coturn');
  const port = await freeUdpPort();
  const address = '127.0.0.1';
  const child = spawn(COTURN, coturnArguments(address, port), { stdio: ['ignore', 'ignore', 'ignore'] });
  await answers(address, port, child);
  return {
    env: { TURN_URL: `turn:${address}:${port}`, TURN_SECRET },
    async end() {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** A coturn of one address that takes the credentials of the product and relays from itself to itself. */
export function coturnArguments(address: string, port: number): string[] {
  return [
    '-n',
    `--listening-ip=${address}`,
    `--relay-ip=${address}`,
    `--listening-port=${port}`,
    '--use-auth-secret',
    `--static-auth-secret=${TURN_SECRET}`,
    '--realm=jissoku.example',
    '--fingerprint',
    '--no-tls',
    '--no-dtls',
    '--no-cli',
    '--allow-loopback-peers',
    '--log-file=stdout',
    '--pidfile=/dev/null',
  ];
}

/** A UDP port of loopback where nothing listens. */
export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

/** A STUN binding request (RFC 8489 section 5) with an arbitrary transaction id. */
const BINDING_REQUEST = Buffer.from('000100002112a442000102030405060708090a0b', 'hex');

async function answers(address: string, port: number, child: ChildProcess): Promise<void> {
  const socket = createSocket('udp4');
  const ask = setInterval(() => socket.send(BINDING_REQUEST, port, address), 50);
  try {
    const late = AbortSignal.timeout(START_LIMIT_MS);
    const ended = once(child, 'exit').then(() => Promise.reject(new Error('coturn ended at once')));
    await Promise.race([once(socket, 'message', { signal: late }), ended]);
  } finally {
    clearInterval(ask);
    socket.close();
  }
}
