import { globSync, statSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, ROOT } from './build.ts';

/** What the built files are made of. */
const SOURCES = ['{web,worker,measurement-agent}/**/*.{ts,tsx,js,css,svg,json}', 'docs/pages/*.md'];
const STAMP = path.join(ROOT, 'dist/.built-from');

/** Name, size and time of every source: changes when any is added, removed or written. */
function fingerprint(): string {
  const files = ['package-lock.json', ...globSync(SOURCES, { cwd: ROOT })].toSorted();
  return files
    .map((file) => {
      const { mtimeMs, size } = statSync(path.join(ROOT, file));
      return `${file} ${size} ${mtimeMs}`;
    })
    .join('\n');
}

/**
 * Builds, unless what is there was built from the same files: a second start must not take away the files that the
 * first one serves.
 */
export async function buildIfStale(): Promise<void> {
  const sources = fingerprint();
  const built = await readFile(STAMP, 'utf8').catch(() => null);
  if (built === sources) return;
  await build();
  await mkdir(path.dirname(STAMP), { recursive: true });
  await writeFile(STAMP, sources);
}
