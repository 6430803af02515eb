import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { type AgentRun, runAgent } from './agent.ts';

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.end('SIGTERM');
  await removeData(server);
});

function printed(run: AgentRun): { document: ResultDocument; url: string } {
  const { url, ...document } = JSON.parse(run.stdout()) as { url: string };
  return { document: resultSchema.parse(document), url };
}

// Loopback carries this in a few milliseconds: whatever looks at the clock to stop is too late.
test.each([
  ['200kB', 200_000],
  ['3MB', 3_000_000],
  ['64MiB', 67_108_864],
])('a fast line moves no byte more than %s', async (size, maxBytes) => {
  const run = runAgent(['test', server.origin, '--json', '--max-bytes', size]);
  await run.exited;
  const { document } = printed(run);
  expect(document.maxBytes).toBe(maxBytes);
  expect(document.bytes.download + document.bytes.upload).toBeLessThanOrEqual(maxBytes);
  // What the worker sent and received, not only what the agent owns up to.
  expect(document.summaries.map(({ direction }) => direction)).toEqual(['download', 'upload']);
  expect(document.summaries.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(maxBytes);
  expect(document.verdict.reasons).toContainEqual({ code: 'byte-limited', excludes: true });
  const announced = run.stderr().indexOf('at most');
  expect(announced).toBeGreaterThanOrEqual(0);
  expect(announced).toBeLessThan(run.stderr().indexOf('Measuring idle'));
});

test('less than a limit can be of use for is wrong usage', async () => {
  const run = runAgent(['test', server.origin, '--max-bytes', '1kB']);
  expect(await run.exited).toBe(2);
  expect(run.stdout()).toBe('');
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('a run stopped by %s is stored as unfinished, and its page says so', async (signal, exitCode) => {
  const run = runAgent(['test', server.origin, '--json']);
  await expect.poll(() => run.stderr(), { timeout: 30_000 }).toContain('Measuring download');
  run.process.kill(signal);
  expect(await run.exited, run.stderr()).toBe(exitCode);
  const { document, url } = printed(run);
  expect(document.verdict).toMatchObject({ valid: false });
  expect(document.verdict.reasons).toContainEqual({ code: 'stopped', excludes: true });
  expect(document.idle).not.toBeNull();
  expect(document.upload).toBeNull();
  expect(document.missing.upload).toBe('stopped');
  const page = await (await fetch(url, { headers: { 'accept-language': 'ja' } })).text();
  expect(page).toContain('統計に含まれません');
  expect(page).toContain('中断');
});
