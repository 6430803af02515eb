import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Lock, takeLock } from '../measurement-agent/daemon/lock.ts';
import { ROOT } from './server.ts';

const run = promisify(execFile);

/** The package as who installs it has it: packed, and installed alone into an empty folder. */
export interface InstalledPackage {
  folder: string;
  /** The file that `jissoku` is. */
  main: string;
  env: { PATH: string; HOME: string };
  remove(): Promise<void>;
}

/** Asks no registry: what is optional is left out, and everything else is in the package. */
export async function installPackage(): Promise<InstalledPackage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'jissoku-package-'));
  const env = { PATH: `${path.dirname(process.execPath)}:${process.env.PATH}`, HOME: folder };
  // Packing builds in one place, and test files run side by side.
  const lock = await turnToPack();
  await run('npm', ['pack', '--pack-destination', folder], {
    cwd: path.join(ROOT, 'measurement-agent'),
    env: { ...env, PATH: `${path.join(ROOT, 'node_modules/.bin')}:${env.PATH}` },
  }).finally(() => lock.release());
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', './jissoku-0.1.0.tgz'], {
    cwd: folder,
    env,
  });
  return {
    folder,
    main: path.join(folder, 'node_modules/jissoku/dist/jissoku.js'),
    env,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function turnToPack(): Promise<Lock> {
  for (;;) {
    const lock = takeLock(path.join(ROOT, 'node_modules/.jissoku-pack.lock'));
    if (lock.ok) return lock.value;
    await pause(200);
  }
}
