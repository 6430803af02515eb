import path from 'node:path';
import { build as bundle } from 'esbuild';
import { build as buildWeb } from 'vite';

/** The repository's root. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Where the built files lie. */
export const BUILT = {
  app: path.join(ROOT, 'dist/worker/app.js'),
  front: path.join(ROOT, 'dist/worker/front.js'),
};

/** Builds the web files and both local workers: the same bundler and conditions as `wrangler deploy` uses. */
export async function build(): Promise<void> {
  await Promise.all([
    buildWeb({ configFile: path.join(ROOT, 'web/vite.config.ts'), logLevel: 'warn' }),
    bundle({
      absWorkingDir: ROOT,
      entryPoints: { app: 'worker/index.ts', front: 'worker/front/index.ts' },
      outdir: 'dist/worker',
      bundle: true,
      format: 'esm',
      target: 'es2024',
      conditions: ['workerd', 'worker', 'browser'],
      external: ['cloudflare:*', 'node:*'],
      sourcemap: 'inline',
      logLevel: 'warning',
    }),
  ]);
}

if (import.meta.main) await build();
