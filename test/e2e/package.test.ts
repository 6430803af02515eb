import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeLock } from '../../measurement-agent/daemon/lock.ts';
import agentPackage from '../../measurement-agent/package.json' with { type: 'json' };
import { resultSchema } from '../../measurement-agent/protocol/result.ts';
import rootPackage from '../../package.json' with { type: 'json' };
import { type InstalledPackage, installPackage } from '../installed-package.ts';
import { ROOT, removeData, type Server, startServer } from '../server.ts';

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

test('a broken threshold is the exit code, and said', async () => {
  const args = ['--no-install', 'jissoku', 'test', server.origin, '--json', '--max-bytes', '1MB'];
  // A round trip that takes no time, and a rate that any line has.
  const bounds = ['--threshold', 'idle-rtt=0', '--threshold', 'download=0'];
  const failed = await run('npx', [...args, ...bounds], { cwd: installed.folder, env: installed.env }).catch(
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
  expect(failed).toMatchObject({
    code: 5,
    stderr: expect.stringMatching(/^idle-rtt is .+, and 0 ms at most/m),
  });
  expect(JSON.parse(failed.stdout)).toMatchObject({ maxBytes: 1_000_000 });
});

test('a test beside another of the same device is refused', async () => {
  const state = path.join(installed.folder, 'locked');
  mkdirSync(state);
  const lock = takeLock(path.join(state, 'test.lock'));
  if (!lock.ok) throw new Error('held');
  const failed = await run(process.execPath, [installed.main, 'test', server.origin], {
    env: { ...installed.env, JISSOKU_STATE_DIR: state },
  }).catch((error: { code: number; stderr: string }) => error);
  expect(failed).toMatchObject({ code: 75, stderr: expect.stringContaining(String(process.pid)) });
  lock.value.release();
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

const CONSUMER = `
import { measure, nodeTransport, systemClock, type EngineEvent, type Transport } from 'jissoku';
import { submissionSchema, type ResultDocument } from 'jissoku/protocol';
import { ascending, quantile } from 'jissoku/metrics';

export const transport: Transport = nodeTransport({ origin: 'https://jissoku.example', ipVersion: 4 });
export const median: number | null = quantile(ascending([1, 2]), 0.5);
export const goodputBps = (result: ResultDocument): number | undefined => result.download?.goodputBps;
export const stageOf = (event: EngineEvent): string => event.type;
export const now: number = systemClock.now();
const parsed = submissionSchema.safeParse({});
if (parsed.success) parsed.data.measurementId satisfies string;
export const measured: ReturnType<typeof measure> | null = null;
// @ts-expect-error: there is no IP version 5.
nodeTransport({ origin: '', ipVersion: 5 });
// @ts-expect-error: a figure is a number, not anything.
export const wrong = (result: ResultDocument): string => result.durationMs;
`;

test('a program that is typed against the package compiles, and a wrong one does not', async () => {
  const folder = path.join(installed.folder, 'consumer');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 'consumer.mts'), CONSUMER);
  const modules = path.join(ROOT, 'node_modules');
  const args = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--types', 'node'];
  const { stdout } = await run(
    process.execPath,
    [
      path.join(modules, 'typescript/bin/tsc'),
      ...args,
      '--typeRoots',
      path.join(modules, '@types'),
      'consumer.mts',
    ],
    { cwd: folder },
  ).catch((error: { stdout: string }) => error);
  expect(stdout).toBe('');
});

test('both packages are of one version, and what is optional is pinned alike', () => {
  expect(agentPackage.version).toBe(rootPackage.version);
  expect(agentPackage.optionalDependencies).toEqual(rootPackage.optionalDependencies);
});
