import { type ChildProcess, spawn } from 'node:child_process';
import { copyFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import workerd from 'workerd';
import { BUILT } from './build.ts';
import { authority } from './settings.ts';

/** What the front serves and where. */
export interface FrontOptions {
  host: string;
  port: number;
  appPort: number;
  /** A directory that only the owner reads. */
  directory: string;
  /** Text bindings; they travel in the environment, not in the file. */
  bindings: Record<string, string>;
  /** Caps per address prefix, by their names. */
  caps: Record<string, { limit: number; period: number }>;
  compatibilityDate: string;
  compatibilityFlags: string[];
}

/** Starts the front in a workerd of its own. */
export async function startFront(options: FrontOptions): Promise<ChildProcess> {
  const file = path.join(options.directory, 'front.capnp');
  await copyFile(BUILT.front, path.join(options.directory, 'front.js'));
  await writeFile(file, frontConfig(options));
  return spawn(workerd.default, ['serve', file], {
    // The bindings and nothing of the caller's environment.
    env: options.bindings,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** workerd's configuration (Cap'n Proto text) of the front. */
export function frontConfig(options: FrontOptions): string {
  const text = (value: string) => JSON.stringify(value);
  const bindings = Object.keys(options.bindings).map(
    (name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "front", worker = .front),
    (name = "app", external = (address = ${text(authority('127.0.0.1', options.appPort))}, http = ())),
  ],
  sockets = [(name = "http", address = ${text(authority(options.host, options.port))}, http = (), service = "front")],
);
const front :Workerd.Worker = (
  modules = [(name = "front.js", esModule = embed "front.js")],
  compatibilityDate = ${text(options.compatibilityDate)},
  compatibilityFlags = [${options.compatibilityFlags.map(text).join(', ')}],
  durableObjectNamespaces = [(className = "SessionLedger", uniqueKey = "jissoku-session-ledger", enableSql = true)],
  durableObjectStorage = (inMemory = void),
  bindings = [
    (name = "APP", service = "app"),
    (name = "CAPS", text = ${text(JSON.stringify(options.caps))}),
    (name = "SESSION_LEDGER", durableObjectNamespace = "SessionLedger"),
    ${bindings.join(',\n    ')},
  ],
);
`;
}
