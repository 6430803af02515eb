import path from 'node:path';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';

/** What the environment says about a local start. */
export interface Settings {
  host: string;
  port: number;
  dataDir: string;
  /** Variables handed to the worker as they are. */
  variables: Record<string, string>;
}

/** Why `npm start` cannot start, as one sentence. */
export type StartFault = { sentence: string };

const PASSED_ON = [
  'CLOCK',
  'HOST',
  'PUBLIC_URL',
  'SYNTHETIC',
  'OPERATOR_NAME',
  'OPERATOR_CONTACT',
  'SOURCE_URL',
  'NETWORK_OVERRIDE',
  'TRUST_PROXY',
  'MEASURE_HOST_V4',
  'MEASURE_HOST_V6',
  'FOREIGN_PROTOCOLS',
  'TURN_URL',
  'TURN_SECRET',
  'TURN_KEY_ID',
  'TURN_KEY_API_TOKEN',
  'ACCESS_TEAM',
  'ACCESS_AUD',
] as const;

export function readSettings(env: Record<string, string | undefined>): Fallible<Settings, StartFault> {
  const port = Number(env.PORT ?? 8787);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return err({ sentence: `PORT must be a number from 1 to 65535, got "${env.PORT}".` });
  }
  return ok({
    host: env.HOST || '127.0.0.1',
    port,
    dataDir: path.resolve(env.DATA_DIR || '.data'),
    variables: Object.fromEntries(PASSED_ON.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
  });
}

/** The address that a person can open: a wildcard host is reachable as localhost. */
export function shownAddress({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${authority(host, port)}`;
}

/** host:port, with the brackets that an IPv6 address needs. */
export function authority(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
