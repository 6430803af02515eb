import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { admin } from '../enrolled-agent.ts';
import { ROOT, removeData, type Server, startServer } from '../server.ts';
import { databaseOf } from '../server-database.ts';
import { WebhookReceiver } from '../webhook-receiver.ts';

const run = promisify(execFile);
const AGENT = path.join(ROOT, 'measurement-agent/cli/main.ts');
/** Another process on the server's database is turned away while the server writes: it asks again. */
async function operator(server: Server, ...args: string[]): Promise<string> {
  for (;;) {
    try {
      return await admin(server, ...args);
    } catch (error) {
      if (!String(error).includes('database is locked')) throw error;
    }
  }
}

/** Some runs of the job that looks every 20 s, on a busy machine. */
const SOON = { timeout: 240_000, interval: 500 };

describe('a line that falls silent', () => {
  let server: Server;
  let receiver: WebhookReceiver;
  let stateDir: string;
  let key: string;
  let agentEnv: Record<string, string>;

  const fleet = async <Answer>(method: string, route: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${server.origin}${API_PATHS.fleet}${route}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${route}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  };
  const types = () => receiver.taken.map(({ type }) => type);

  beforeAll(async () => {
    [server, receiver] = await Promise.all([startServer(), WebhookReceiver.open()]);
    stateDir = await mkdtemp(path.join(tmpdir(), 'jissoku-alarms-'));
    const token = await operator(server, 'token-create', '--owner', 'Test', '--site', 'Rack 1');
    agentEnv = {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      JISSOKU_SERVER: server.origin,
      JISSOKU_STATE_DIR: stateDir,
    };
    await run(process.execPath, [AGENT, 'enroll', '--token', token], { cwd: ROOT, env: agentEnv });
    key = await operator(server, 'key-create', '--role', 'owner', '--owner', 'Test', '--label', 'test');
    const webhook = await fleet<{ secret: string }>('POST', '/webhooks', { url: receiver.url });
    receiver.secret = webhook.secret;
  }, 300_000);
  afterAll(async () => {
    await server.end('SIGTERM');
    await receiver.close();
    await Promise.all([removeData(server), rm(stateDir, { recursive: true, force: true })]);
  });

  test('is told once, though the receiver fails at first, and so is its return', async () => {
    receiver.failuresLeft = 1;
    await fleet('POST', '/alarm-rules', {
      name: 'Silence',
      agentId: null,
      condition: { kind: 'silence', afterS: 3600 },
      quietHours: [],
    });
    // As if it had been enrolled two hours ago and never been heard.
    const database = await databaseOf(server);
    database.prepare('update agents set enrolled_at_ms = enrolled_at_ms - 7200000').run();
    database.close();
    await expect.poll(types, SOON).toEqual(['alarm.raised']);
    expect(receiver.arrivals.map(({ status }) => status)).toEqual([503, 204]);
    expect(new Set(receiver.arrivals.map(({ id }) => id)).size).toBe(1);
    expect(receiver.taken[0]?.data).toMatchObject({ site: 'Rack 1', ruleName: 'Silence', endedAt: null });

    const daemon = spawn(process.execPath, [AGENT, 'daemon', '--log-level', 'silent'], {
      cwd: ROOT,
      env: agentEnv,
      stdio: 'ignore',
    });
    const exited = once(daemon, 'exit');
    await expect.poll(types, SOON).toEqual(['alarm.raised', 'alarm.recovered']);
    daemon.kill('SIGTERM');
    await exited;

    const { items } = await fleet<{ items: object[] }>('GET', '/alarms');
    expect(items).toMatchObject([{ endedAs: 'recovered', confirmedBy: 'readings' }]);
    const deliveries = async () =>
      (await fleet<{ items: { state: string; attempts: number }[] }>('GET', '/webhook-deliveries')).items.map(
        ({ state, attempts }) => `${state} ${attempts}`,
      );
    await expect.poll(deliveries, SOON).toEqual(['delivered 1', 'delivered 2']);
    expect(receiver.arrivals).toHaveLength(3);
  }, 600_000);

  test('a message that is forged, changed or sent again is acted on by nobody', async () => {
    const [real] = receiver.arrivals.filter(({ status }) => status === 204);
    if (real === undefined) throw new Error('nothing was taken');
    const before = receiver.taken.length;
    const send = async (headers: Record<string, string>, body = real.body) => {
      const {
        'webhook-id': id = '',
        'webhook-timestamp': at = '',
        'webhook-signature': signature = '',
      } = {
        ...real.headers,
        ...headers,
      };
      const sent = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature };
      return (await fetch(receiver.url, { method: 'POST', headers: sent, body })).status;
    };
    expect(await send({}, real.body.replace('Rack 1', 'Rack 2'))).toBe(401);
    expect(await send({ 'webhook-signature': `v1,${'A'.repeat(43)}=` })).toBe(401);
    expect(await send({ 'webhook-id': 'msg_other' })).toBe(401);
    // The very message again: within the tolerance it is known by its id, after it by its time.
    expect([204, 401]).toContain(await send({}));
    expect(receiver.taken).toHaveLength(before);
  });
});
