import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { linkDown, linkUp, SERVER_ADDRESS, spawnOnHost } from './emulated-link.ts';

const PORT = 8787;
/** The product as the client's host sees it. */
export const ORIGIN = `http://${SERVER_ADDRESS}:${PORT}`;

/** Sets a line up, starts the product on the server's host, and takes both away afterwards. */
export async function withServerOnLine<Result>(line: string, run: () => Promise<Result>): Promise<Result> {
  await linkUp(line);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-bench-'));
  const server = spawnOnHost('server', process.execPath, ['worker/local/start.js'], {
    HOST: '0.0.0.0',
    PORT: String(PORT),
    DATA_DIR: dataDir,
  });
  try {
    await ready(server);
    return await run();
  } finally {
    server.kill('SIGTERM');
    if (server.exitCode === null) await new Promise((resolve) => server.once('exit', resolve));
    await linkDown();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    server.stdout?.on('data', (text: Buffer) => text.includes('is ready') && resolve());
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
  });
}
