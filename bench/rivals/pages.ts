import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

const MODULES = path.join(import.meta.dirname, '../../node_modules');

function page(script: string): string {
  return `<!doctype html><meta charset="utf-8"><title>bench</title>${script}`;
}

/** Files that the rivals' pages load, by path: their own code as it comes from npm, and a few lines that start it. */
export async function pages(): Promise<Map<string, { type: string; body: string }>> {
  const cloudflare = await build({
    entryPoints: [path.join(import.meta.dirname, 'cloudflare-page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
  });
  const ndt7 = await build({
    entryPoints: [path.join(import.meta.dirname, 'ndt7-page.ts')],
    bundle: true,
    write: false,
    format: 'esm',
  });
  const source = (name: string) => readFile(path.join(MODULES, '@m-lab/ndt7/src', name), 'utf8');
  const script = 'text/javascript';
  return new Map([
    [
      '/cloudflare.html',
      { type: 'text/html', body: page('<script type="module" src="/cloudflare.js"></script>') },
    ],
    ['/cloudflare.js', { type: script, body: cloudflare.outputFiles[0]?.text ?? '' }],
    [
      '/ndt7.html',
      {
        type: 'text/html',
        body: page('<script src="/ndt7-module.js"></script><script type="module" src="/ndt7.js"></script>'),
      },
    ],
    ['/ndt7.js', { type: script, body: ndt7.outputFiles[0]?.text ?? '' }],
    ['/ndt7-module.js', { type: script, body: await source('ndt7.js') }],
    ['/ndt7-download-worker.js', { type: script, body: await source('ndt7-download-worker.js') }],
    ['/ndt7-upload-worker.js', { type: script, body: await source('ndt7-upload-worker.js') }],
  ]);
}
