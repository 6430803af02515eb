import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../measurement-agent/protocol/problems.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { type Answer, askFrom } from '../ask-from.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { runAgent } from './agent.ts';

/** Above every cap of wrangler.toml twice over: a minute may end on the way, and all is counted anew. */
const MANY = 10_000;
const AT_ONCE = 20;

let server: Server;
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  await server.end('SIGTERM');
  await removeData(server);
});

function ask(method: string, path: string, localAddress: string): Promise<Answer> {
  return askFrom(server.origin + path, { method, localAddress, headers: { 'accept-language': 'ja' } });
}

/** Asks from one address until it is refused, and answers the refusal. */
async function floodFrom(localAddress: string, method: string, path: string): Promise<Answer> {
  for (let asked = 0; asked < MANY; asked += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, () => ask(method, path, localAddress)));
    const refused = answers.find(({ status }) => status === 429);
    if (refused !== undefined) return refused;
  }
  throw new Error(`${method} ${path} was never refused`);
}

// What follows a refusal may come when the next minute has begun; then it is right the second time. Only on Linux is all of
// 127.0.0.0/8 this machine.
describe.skipIf(process.platform !== 'linux')('a prefix that floods npm start', { retry: 2 }, () => {
  test('with sessions is refused, its neighbours are not, and the agent says what to do', async () => {
    const refused = await floodFrom('127.0.0.99', 'POST', API_PATHS.sessions);
    expect(refused.headers['retry-after']).toBe('60');
    expect((JSON.parse(refused.text) as Problem).type).toBe('/problems/too-many-requests');
    expect((await ask('POST', API_PATHS.sessions, '127.0.1.99')).status).toBe(201);
    expect((await ask('GET', API_PATHS.openapi, '127.0.0.99')).status, 'a cap of its own').toBe(200);
    const run = runAgent(['test', server.origin, '--json']);
    expect(await run.exited).toBe(7);
    expect(run.stdout()).toBe('');
    expect(run.stderr()).toContain('is busy');
    expect(run.stderr()).toContain('Try again in a minute.');
  });

  test('with pages gets a page that asks its reader to wait', async () => {
    const refused = await floodFrom('127.7.0.1', 'GET', '/api');
    expect(refused.headers['retry-after']).toBe('60');
    expect(refused.headers['content-type']).toContain('text/html');
    expect(refused.text).toContain('1分ほど待ってから');
    expect((await ask('GET', '/ja/', '127.7.1.1')).status).toBe(200);
    expect((await ask('GET', API_PATHS.health, '127.7.0.1')).status).toBe(200);
  });
});
