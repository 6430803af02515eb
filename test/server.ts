import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..');

/** The product as `npm start` serves it, in a process of its own with data of its own. */
export interface Server {
  origin: string;
  port: number;
  dataDir: string;
  process: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** Ends it with `signal` and answers its exit code, null when the signal killed it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the product and waits until it says that it is ready. `onLaunched` tells its process before that; `args` are those of the start script. */
export async function startServer(
  env: Record<string, string> = {},
  onLaunched: (child: ChildProcess) => void = () => {},
  args: readonly string[] = [],
): Promise<Server> {
  const port = Number(env.PORT ?? (await freePort()));
  const dataDir = env.DATA_DIR ?? (await mkdtemp(path.join(tmpdir(), 'jissoku-test-')));
  const { child, output } = launch({ ...env, PORT: String(port), DATA_DIR: dataDir }, args);
  onLaunched(child);
  const exited = once(child, 'exit');
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => {
      if (output().includes('Jissoku is ready')) resolve();
    });
  });
  await Promise.race([ready, exited]);
  const ended = child.exitCode ?? child.signalCode;
  if (ended !== null) throw new Error(`npm start ended with ${ended}:\n${output()}`);
  return {
    origin: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    process: child,
    output,
    async end(signal) {
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}

/** Runs a start that is expected to refuse; answers its exit code and what it printed. */
export async function startRefused(
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<{ code: number | null; output: string }> {
  const { child, output } = launch(env, args);
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, output: output() };
}

export async function removeData(...servers: Server[]): Promise<void> {
  await Promise.all(servers.map(({ dataDir }) => rm(dataDir, { recursive: true, force: true })));
}

export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function launch(
  env: Record<string, string>,
  args: readonly string[],
): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ['worker/local/start.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}
