import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from './server.ts';

const run = promisify(execFile);
const UNITS = path.join(ROOT, 'measurement-agent/packaging/systemd');

const hasSystemd = await run('systemd-analyze', ['--version']).then(
  () => true,
  () => false,
);

test.skipIf(!hasSystemd)('systemd finds nothing wrong with the units', async () => {
  const directory = await mkdtemp(path.join(tmpdir(), 'jissoku-units-'));
  await cp(UNITS, directory, { recursive: true });
  const units = await readdir(directory);
  for (const unit of units) {
    const file = path.join(directory, unit);
    const text = await readFile(file, 'utf8');
    // Where the program is installed is not what is tried.
    await writeFile(file, text.replaceAll('/usr/bin/jissoku', process.execPath));
  }
  const { stdout, stderr } = await run('systemd-analyze', [
    'verify',
    '--man=no',
    '--recursive-errors=no',
    ...units.map((unit) => path.join(directory, unit)),
  ]).catch((error: { stdout: string; stderr: string }) => error);
  expect(stdout + stderr).toBe('');
  await rm(directory, { recursive: true });
});
