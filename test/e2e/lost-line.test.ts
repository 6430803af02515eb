import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_SCHEDULE } from '../../measurement-agent/protocol/schedule.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { CuttableLine } from '../cuttable-line.ts';
import { admin, type EnrolledAgent, enrolAt, scheduleFor } from '../enrolled-agent.ts';
import { type InstalledPackage, installPackage } from '../installed-package.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { databaseOf } from '../server-database.ts';
import { WebhookReceiver } from '../webhook-receiver.ts';

const run = promisify(execFile);

const HOUR_MS = 3_600_000;
/** Several runs of what looks every 20 s to every few minutes, on a busy machine. */
const SOON = { timeout: 400_000, interval: 1_000 };

/** What a newcomer goes through with the first agent: from the tarball to an outage and back. */
describe.skipIf(CHROMIUM === null)('an agent whose line is lost for an hour', () => {
  let server: Server;
  let installed: InstalledPackage;
  let line: CuttableLine;
  let agent: EnrolledAgent;
  let receiver: WebhookReceiver;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [server, installed, receiver, browser] = await Promise.all([
      startServer(),
      installPackage(),
      WebhookReceiver.open(),
      launchChromium(),
    ]);
    line = await CuttableLine.to(server.port);
    agent = await enrolAt({ ...server, origin: line.origin }, installed);
    await scheduleFor(server, agent, {
      ...DEFAULT_SCHEDULE,
      cadence: {
        kind: 'campaign',
        startsAt: new Date(Date.now() - HOUR_MS).toISOString(),
        endsAt: new Date(Date.now() + HOUR_MS).toISOString(),
        everyS: 60,
        spreadS: 0,
      },
    });
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await line.close();
    await receiver.close();
    await server.end('SIGTERM');
    await removeData(server);
    await installed.remove();
  });

  const types = () => receiver.taken.map(({ type }) => type);
  const startDaemon = () => {
    const daemon = spawn(process.execPath, [installed.main, 'daemon', '--log-level', 'silent'], {
      env: { ...agent.env, JISSOKU_TEST_BYTES: '2MB' },
      stdio: 'ignore',
    });
    return { daemon, exited: once(daemon, 'exit') };
  };
  const queued = async () => {
    const { stdout } = await run(process.execPath, [installed.main, 'status', '--json'], { env: agent.env });
    return (JSON.parse(stdout) as { queued: number }).queued;
  };
  const shown = async (testId: string) => {
    await page.goto(`${server.origin}/en/fleet/agents/${agent.id}`);
    const rows = page.getByTestId(testId).locator('tbody tr');
    return rows.count();
  };

  /** Puts what the server last heard an hour back: as if an hour had gone by without a word. */
  async function anHourGoesBy(): Promise<void> {
    const database = await databaseOf(server);
    database
      .prepare('update agents set heard_at_ms = heard_at_ms - ?, enrolled_at_ms = enrolled_at_ms - ?')
      .run(HOUR_MS, 2 * HOUR_MS);
    database.close();
  }

  async function ask(method: string, route: string, key: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${server.origin}${API_PATHS.fleet}${route}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.clone().text()).toBe(true);
    return response.json();
  }

  test('is seen, missed, told of, and caught up with', async () => {
    const key = await admin(server, 'key-create', '--role', 'owner', '--owner', 'Test', '--label', 'test');
    const { secret } = (await ask('POST', '/webhooks', key, { url: receiver.url })) as { secret: string };
    receiver.secret = secret;
    await ask('POST', '/alarm-rules', key, {
      name: 'Silence',
      agentId: null,
      condition: { kind: 'silence', afterS: 1800 },
      quietHours: [],
    });
    page = await browser.newPage();
    const { search } = new URL(await admin(server, 'login-link', '--owner', 'Test'));
    await page.goto(`${server.origin}/en/fleet/login${search}`);
    await page.getByTestId('fleet-login').click();
    await page.waitForURL(`${server.origin}/en/fleet`);
    expect(await page.locator('main').textContent()).toContain('Rack 1');

    let { daemon, exited } = startDaemon();
    await expect.poll(() => shown('fleet-results'), SOON).toBeGreaterThan(0);
    expect(await shown('fleet-gaps')).toBe(0);

    // What was measured last does not get through any more, then nothing does.
    line.refused = /^POST \/api\/v1\/results/;
    await expect.poll(queued, SOON).toBeGreaterThan(0);
    line.cut();
    const before = await shown('fleet-results');
    await anHourGoesBy();
    await expect.poll(types, SOON).toEqual(['alarm.raised']);
    expect(receiver.taken[0]?.data).toMatchObject({ site: 'Rack 1', ruleName: 'Silence', endedAt: null });
    expect(await shown('fleet-gaps')).toBe(1);
    expect(await page.getByTestId('fleet-gaps').textContent()).toContain('goes on');

    // Who finds the router dead starts all of it anew.
    daemon.kill('SIGTERM');
    await exited;
    const waiting = await queued();
    expect(waiting).toBeGreaterThan(0);
    line.refused = null;
    line.restore();
    ({ daemon, exited } = startDaemon());
    await expect.poll(queued, SOON).toBe(0);
    await expect.poll(types, SOON).toEqual(['alarm.raised', 'alarm.recovered']);
    expect(await shown('fleet-results')).toBeGreaterThanOrEqual(before + waiting);
    expect(await shown('fleet-gaps')).toBe(1);
    expect(await page.getByTestId('fleet-gaps').textContent()).not.toContain('goes on');
    daemon.kill('SIGTERM');
    await exited;
  }, 1_500_000);
});
