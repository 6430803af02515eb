import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Hono } from 'hono';
import { ROOT } from '../../worker/local/build.ts';
import { buildIfStale } from '../../worker/local/build-if-stale.ts';

/** The site's pages, bundled as for the edge, with web files from the last build. */
export async function sitePages(database: D1Database): Promise<(path: string) => Promise<Response>> {
  await buildIfStale();
  const outfile = path.join(ROOT, '.bench-stats/site.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['worker/routes/pages/site.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*'],
    // What draws an image card; no page that is timed here does.
    loader: { '.wasm': 'empty', '.bin': 'empty' },
    logLevel: 'warning',
  });
  const { site } = (await import(pathToFileURL(outfile).href)) as { site: Hono };
  const key = () => randomBytes(32).toString('base64url');
  const env = {
    TOKEN_KEY: key(),
    PREFIX_KEY: key(),
    SIGNING_KEY: key(),
    DB: database,
    SYNTHETIC: '0',
    ASSETS: {
      fetch: async (url: string) =>
        new Response(await readFile(path.join(ROOT, 'dist/web', new URL(url).pathname))),
    },
  };
  return async (page) => site.request(page, {}, env);
}

/** Times from the question to the first byte of the page, ms. */
export async function timesToFirstByte(
  ask: (path: string) => Promise<Response>,
  page: string,
  rounds: number,
): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const beganMs = performance.now();
    const response = await ask(page);
    const reader = response.body?.getReader();
    await reader?.read();
    times.push(performance.now() - beganMs);
    await reader?.cancel();
    if (!response.ok) throw new Error(`${page}: ${response.status}`);
  }
  return times;
}
