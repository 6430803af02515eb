import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import agentPackage from '../../measurement-agent/package.json' with { type: 'json' };
import { resultSchema } from '../../measurement-agent/protocol/result.ts';
import rootPackage from '../../package.json' with { type: 'json' };
import { type InstalledPackage, installPackage } from '../installed-package.ts';
import { removeData, type Server, startServer } from '../server.ts';

const run = promisify(execFile);
let server: Server;
let installed: InstalledPackage;

beforeAll(async () => {
  [server, installed] = await Promise.all([startServer(), installPackage()]);
});

afterAll(async () => {
  await server.end('SIGTERM');
  await removeData(server);
  await installed.remove();
});

test('npx jissoku test measures from a folder that holds nothing but the package', async () => {
  const { stdout } = await run('npx', ['--no-install', 'jissoku', 'test', server.origin, '--json'], {
    cwd: installed.folder,
    env: installed.env,
  });
  const { url, ...document } = JSON.parse(stdout) as { url: string };
  const result = resultSchema.parse(document);
  expect(result.download?.goodputBps).toBeGreaterThan(0);
  expect(result.agent).toEqual({ name: 'jissoku', version: agentPackage.version, kind: 'node' });
  expect((await fetch(url)).status).toBe(200);
});

test.each([
  ['jissoku', 'measure'],
  ['jissoku/protocol', 'submissionSchema'],
  ['jissoku/metrics', 'quantile'],
])('%s is a library with %s', async (name, member) => {
  const code = `console.log(typeof (await import('${name}')).${member})`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', code], {
    cwd: installed.folder,
  });
  expect(stdout.trim()).toMatch(/^(function|object)$/);
});

test('both packages are of one version, and what is optional is pinned alike', () => {
  expect(agentPackage.version).toBe(rootPackage.version);
  expect(agentPackage.optionalDependencies).toEqual(rootPackage.optionalDependencies);
});
