import { once } from 'node:events';
import { COTURN, coturnArguments, TURN_SECRET } from '../test/coturn.ts';
import { serverAddress, spawnOnHost } from './emulated-link.ts';

const PORT = 3478;

export interface TurnOnLink {
  /** What the product must be told of it. */
  env: Record<string, string>;
  end(): Promise<void>;
}

/** coturn on the server's host, so that loss is measured across the line; nothing where coturn is not installed. */
export async function startTurnOnLink(): Promise<TurnOnLink> {
  if (COTURN === null) return { env: {}, end: async () => {} };
  const address = await serverAddress();
  const child = await spawnOnHost('server', COTURN, coturnArguments(address, PORT), {});
  // Not read further on, a full pipe would stop it.
  child.stdout?.resume();
  return {
    env: { TURN_URL: `turn:${address}:${PORT}`, TURN_SECRET },
    async end() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
