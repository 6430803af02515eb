import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linkDown, linkUp, serverAddress, spawnOnHost } from './emulated-link.ts';
import type { LinkCounters } from './link/link.ts';
import { startTurnOnLink } from './turn-on-link.ts';

const PORT = 8787;
/** The product as the client's host sees it. */
export async function originOnLink(): Promise<string> {
  return `http://${await serverAddress()}:${PORT}`;
}

export interface LineOptions {
  /** With a TURN server on the server's host, where coturn is installed. */
  withLoss?: boolean;
  /** What the line counted while it was there. */
  onCounters?: (counters: LinkCounters) => Promise<void>;
}

/** Sets a line up, starts the product on the server's host, and takes both away afterwards. */
export async function withServerOnLine<Result>(
  line: string,
  run: (server: { dataDir: string }) => Promise<Result>,
  { withLoss = false, onCounters }: LineOptions = {},
): Promise<Result> {
  await linkUp(line);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-bench-'));
  const turn = withLoss ? await startTurnOnLink() : null;
  const server = await spawnOnHost('server', process.execPath, ['worker/local/start.js'], {
    HOST: '0.0.0.0',
    PORT: String(PORT),
    DATA_DIR: dataDir,
    ...turn?.env,
  });
  try {
    await ready(server);
    return await run({ dataDir });
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await new Promise((resolve) => server.once('exit', resolve));
    await turn?.end();
    const counters = await linkDown();
    await rm(dataDir, { recursive: true, force: true });
    if (counters !== null) await onCounters?.(counters);
  }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', (text: Buffer) => text.includes('is ready') && resolve());
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
