/** Declarations of the package's public API. Those of zod and jose that they rest on come along: an installation is one package. */
import { execFile } from 'node:child_process';
import { copyFile, glob, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HERE = import.meta.dirname;
const { resolve } = createRequire(import.meta.url);

/** Names that declarations import from elsewhere, and where their own lie. */
const VENDORED: Readonly<Record<string, { root: string; entry: string }>> = {
  'zod/mini': vendored('zod', 'mini/index.d.ts'),
  jose: vendored('jose', 'dist/types/index.d.ts'),
};

/** Writes them to `directory`. */
export async function buildTypes(directory: string): Promise<void> {
  const compiler = path.join(packageRoot('typescript'), 'bin/tsc');
  const project = path.join(HERE, 'tsconfig.package.json');
  await run(process.execPath, [compiler, '-p', project, '--outDir', directory]);
  for await (const file of glob('**/*.d.ts', { cwd: directory })) {
    const text = await readFile(path.join(directory, file), 'utf8');
    await writeFile(path.join(directory, file), withImports(text, file));
  }
  for (const [name, { root, entry }] of Object.entries(VENDORED))
    await copyWithImports(root, entry, path.join(directory, vendorDirectory(name)));
}

/** Files as a consumer finds them: of JavaScript where TypeScript imports itself, and ours where others' are meant. */
function withImports(text: string, file: string): string {
  return text.replace(
    /(from |import\()(['"])([^'"]+)\2/g,
    (whole, before: string, quote: string, name: string) => {
      if (name.startsWith('.')) return `${before}${quote}${name.replace(/(?<!\.d)\.ts$/, '.js')}${quote}`;
      const vendor = VENDORED[name];
      if (vendor === undefined) return whole;
      const target = path.posix.join(vendorDirectory(name), vendor.entry.replace(/\.d\.ts$/, '.js'));
      const relative = path.posix.relative(path.posix.dirname(file), target);
      return `${before}${quote}${relative.startsWith('.') ? relative : `./${relative}`}${quote}`;
    },
  );
}

/** Copies a declaration and all that it imports. */
async function copyWithImports(root: string, entry: string, to: string): Promise<void> {
  const waiting = [entry];
  const seen = new Set(waiting);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const text = await readFile(path.join(root, file), 'utf8');
    await mkdir(path.dirname(path.join(to, file)), { recursive: true });
    await copyFile(path.join(root, file), path.join(to, file));
    for (const [, name = ''] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g)) {
      const target = path.posix.join(path.posix.dirname(file), name).replace(/(?<!\.d)\.(?:js|ts)$/, '.d.ts');
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
}

function vendored(name: string, entry: string): { root: string; entry: string } {
  return { root: packageRoot(name), entry };
}

function packageRoot(name: string): string {
  return path.dirname(resolve(`${name}/package.json`));
}

function vendorDirectory(name: string): string {
  return path.posix.join('vendor', name.split('/')[0] ?? name);
}
