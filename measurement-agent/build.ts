/** `npm pack` runs this: the package's files, for Node, in `dist`, with declarations of their types. What is bundled into them comes with its licence. */
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';
import { buildTypes } from './build-types.ts';

const HERE = import.meta.dirname;
const DIST = path.join(HERE, 'dist');

await rm(DIST, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: HERE,
  entryPoints: {
    jissoku: 'cli/main.ts',
    index: 'index.ts',
    protocol: 'protocol/index.ts',
    metrics: 'metrics/index.ts',
  },
  outdir: DIST,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.12',
  // A native part, and optional.
  external: ['node-datachannel'],
  plugins: [lazyHttp()],
  // What is CommonJS asks for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as $createRequire } from 'node:module';\nconst require = $createRequire(import.meta.url);",
  },
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
  logLevel: 'warning',
});
await buildTypes(path.join(DIST, 'types'));
const root = path.join(HERE, '..');
await writeFile(path.join(DIST, 'third-party-licences.txt'), await licencesOf(Object.keys(metafile.inputs)));
for (const file of ['LICENSE', 'NOTICE']) await copyFile(path.join(root, file), path.join(DIST, file));

/**
 * HTTP by `require`: of a module of Node's that is imported every export is read, and that of `WebSocket` loads a second client, which takes
 * 4 MB of a daemon that never uses it.
 */
function lazyHttp(): Plugin {
  return {
    name: 'lazy-http',
    setup(bundle) {
      bundle.onResolve({ filter: /^node:https?$/ }, ({ path: name, kind }) =>
        kind === 'require-call' ? { path: name, external: true } : { path: name, namespace: 'required' },
      );
      bundle.onLoad({ filter: /.*/, namespace: 'required' }, ({ path: name }) => ({
        contents: `module.exports = require(${JSON.stringify(name)});`,
      }));
    },
  };
}

/** The licence of every package that a file came from; throws where one has none. */
async function licencesOf(inputs: readonly string[]): Promise<string> {
  const folders = new Set(
    inputs.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  const texts = [...folders].toSorted().map(async (folder) => {
    const directory = path.join(HERE, folder);
    const { name, version, license } = JSON.parse(
      await readFile(path.join(directory, 'package.json'), 'utf8'),
    ) as { name: string; version: string; license?: string };
    const file = (await readdir(directory)).find((entry) => /^(licen[sc]e|copying)/i.test(entry));
    if (file === undefined && license === undefined) throw new Error(`${name} has no licence`);
    const text = file === undefined ? '' : await readFile(path.join(directory, file), 'utf8');
    return `${name} ${version} (${license ?? 'see below'})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(72)}\n`);
}
