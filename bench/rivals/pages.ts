import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const MODULES = path.join(import.meta.dirname, '../../node_modules');

function page(script: string): string {
  return `<!doctype html><meta charset="utf-8"><title>bench</title>${script}`;
}

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, file)],
    bundle: true,
    write: false,
    format: 'esm',
  });
  return outputFiles[0]?.text ?? '';
}

/**
 * Files that pages load, by path: the rivals' own code as it comes from npm, a few lines that start it, and our engine
 * without the product's page around it.
 */
export async function pages(): Promise<Map<string, { type: string; body: string }>> {
  const cloudflare = await bundle('cloudflare-page.ts');
  const ndt7 = await bundle('ndt7-page.ts');
  const source = (name: string) => readFile(path.join(MODULES, '@m-lab/ndt7/src', name), 'utf8');
  const script = 'text/javascript';
  return new Map([
    [
      '/cloudflare.html',
      { type: 'text/html', body: page('<script type="module" src="/cloudflare.js"></script>') },
    ],
    ['/cloudflare.js', { type: script, body: cloudflare }],
    [
      '/ndt7.html',
      {
        type: 'text/html',
        body: page('<script src="/ndt7-module.js"></script><script type="module" src="/ndt7.js"></script>'),
      },
    ],
    ['/ndt7.js', { type: script, body: ndt7 }],
    ['/engine.html', { type: 'text/html', body: page('<script type="module" src="/engine.js"></script>') }],
    ['/engine.js', { type: script, body: await bundle('../ceiling/engine-page.ts') }],
    ['/engine-worker.js', { type: script, body: await bundle('../ceiling/engine-worker.ts') }],
    ['/ndt7-module.js', { type: script, body: await source('ndt7.js') }],
    ['/ndt7-download-worker.js', { type: script, body: await source('ndt7-download-worker.js') }],
    ['/ndt7-upload-worker.js', { type: script, body: await source('ndt7-upload-worker.js') }],
  ]);
}
