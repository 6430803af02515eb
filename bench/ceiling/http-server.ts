import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import workerd from 'workerd';
import { freePort } from '../../test/server.ts';

const READY_LIMIT_MS = 10_000;

export interface HttpServer {
  origin: string;
  end(): Promise<void>;
}

/** Starts `http-worker.ts` in a workerd of its own, as the product's own front runs. */
export async function startHttpServer(): Promise<HttpServer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'jissoku-ceiling-'));
  await build({
    entryPoints: [path.join(import.meta.dirname, 'http-worker.ts')],
    outfile: path.join(directory, 'worker.js'),
    bundle: true,
    format: 'esm',
    target: 'es2024',
  });
  const port = await freePort();
  const file = path.join(directory, 'http.capnp');
  await writeFile(file, config(port));
  const child = spawn(workerd.default, ['serve', file], { stdio: ['ignore', 'inherit', 'inherit'] });
  const origin = `http://127.0.0.1:${port}`;
  await answers(`${origin}/__moved`);
  return {
    origin,
    async end() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function config(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "http", worker = .http)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "http")],
);
const http :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${workerd.compatibilityDate}",
);
`;
}

async function answers(url: string): Promise<void> {
  const endMs = performance.now() + READY_LIMIT_MS;
  while (performance.now() < endMs) {
    if ((await fetch(url).catch(() => null))?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} never answered`);
}
