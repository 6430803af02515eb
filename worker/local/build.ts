import { createRequire } from 'node:module';
import path from 'node:path';
import { build as bundle, type Plugin } from 'esbuild';
import { build as buildWeb } from 'vite';

/** The repository's root. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Where the built files lie. */
export const BUILT = {
  app: path.join(ROOT, 'dist/worker/app.js'),
  front: path.join(ROOT, 'dist/worker/front.js'),
};

/**
 * Files that the runtime makes modules of (rules of wrangler) stay outside the bundle, under their path from the root;
 * worker/local/app-process.ts hands them over.
 */
const modulesBeside: Plugin = {
  name: 'modules-beside',
  setup(building) {
    building.onResolve({ filter: /\.(?:wasm|bin)$/ }, ({ path: specifier, resolveDir }) => {
      const file = specifier.startsWith('.')
        ? path.join(resolveDir, specifier)
        : createRequire(import.meta.url).resolve(specifier);
      return { path: path.relative(ROOT, file), external: true };
    });
  },
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
      plugins: [modulesBeside],
      sourcemap: 'inline',
      logLevel: 'warning',
    }),
  ]);
}

if (import.meta.main) await build();
