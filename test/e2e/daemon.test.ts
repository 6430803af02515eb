import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daemonKills } from '../../bench/daemon-kills/daemon-kills.ts';
import { DEFAULT_SCHEDULE } from '../../measurement-agent/protocol/schedule.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { admin, type EnrolledAgent, enrolAt, scheduleFor } from '../enrolled-agent.ts';
import { type InstalledPackage, installPackage } from '../installed-package.ts';
import { freePort, removeData, type Server, startServer } from '../server.ts';

const run = promisify(execFile);

describe('an installed daemon', () => {
  let server: Server;
  let installed: InstalledPackage;
  let agent: EnrolledAgent;

  beforeAll(async () => {
    [server, installed] = await Promise.all([startServer(), installPackage()]);
    agent = await enrolAt(server, installed);
    // Packing, installing and two starts on a busy machine.
  }, 300_000);
  afterAll(async () => {
    await server.end('SIGTERM');
    await removeData(server);
    await installed.remove();
  });

  const jissoku = (...args: string[]) =>
    run(process.execPath, [installed.main, ...args], { env: agent.env }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  test('measures by the schedule, delivers under the cohort of its token, and is seen meanwhile', async () => {
    await scheduleFor(server, agent, {
      ...DEFAULT_SCHEDULE,
      cadence: {
        kind: 'campaign',
        startsAt: new Date(Date.now() - 3_600_000).toISOString(),
        endsAt: new Date(Date.now() + 3_600_000).toISOString(),
        everyS: 60,
        spreadS: 0,
      },
      lightProbesEveryS: 10,
    });
    const listen = `127.0.0.1:${await freePort()}`;
    const textfile = path.join(installed.folder, 'jissoku.prom');
    const daemon = spawn(process.execPath, [installed.main, 'daemon', '--listen', listen], {
      env: { ...agent.env, JISSOKU_TEST_BYTES: '2MB', JISSOKU_TEXTFILE: textfile },
      stdio: 'ignore',
    });
    const exited = once(daemon, 'exit');
    const last = async () => (await fetch(`http://${listen}/last.json`).catch(() => null))?.status;
    await expect.poll(last, { timeout: 150_000, interval: 500 }).toBe(200);
    const { measurementId } = (await (await fetch(`http://${listen}/last.json`)).json()) as {
      measurementId: string;
    };
    const stored = async () => (await fetch(`${server.origin}${API_PATHS.results}/${measurementId}`)).status;
    await expect.poll(stored, { timeout: 60_000, interval: 500 }).toBe(200);
    const document = await (await fetch(`${server.origin}${API_PATHS.results}/${measurementId}`)).json();
    expect(document).toMatchObject({
      cohort: 'independent-agent',
      declared: { accessTechnology: 'ftth' },
      maxBytes: 2_000_000,
    });
    const metrics = await (await fetch(`http://${listen}/metrics`)).text();
    expect(metrics).toContain('jissoku_agent_info{version="0.1.0",site="Rack 1"} 1');
    expect(metrics).toMatch(/jissoku_slots_total\{outcome="measured"\} [1-9]/);
    const written = () => readFileSync(textfile, 'utf8');
    await expect.poll(written, { timeout: 30_000 }).toMatch(/\njissoku_spool_results\{state="sent"\} [1-9]/);
    expect(written().match(/^# TYPE .+/gm)).toEqual(metrics.match(/^# TYPE .+/gm));
    expect((await fetch(`http://${listen}/healthz`)).status).toBe(200);
    expect((await jissoku('daemon')).code).toBe(75);
    daemon.kill('SIGTERM');
    expect(await exited).toEqual([0, null]);
    expect(JSON.parse((await jissoku('status', '--json')).stdout)).toMatchObject({
      agentId: agent.id,
      queued: 0,
    });
    expect((await jissoku('export')).stdout).toContain(measurementId);
  }, 300_000);

  test('says what the server has against it, and keeps what it has', async () => {
    await admin(server, 'agent-revoke', agent.id, '--as', 'stolen');
    const { stdout } = await jissoku('queue', 'list');
    expect(stdout).toBe('');
    const again = await jissoku('enroll', '--token', 'A'.repeat(43));
    expect(again).toMatchObject({ code: 7, stderr: expect.stringContaining('not one of this server') });
    chmodSync(path.join(agent.stateDir, 'device-key.json'), 0o644);
    expect(await jissoku('daemon')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('others may have read'),
    });
  });
});

test('killed 8 times, and its server 3 times, loses nothing and doubles nothing', async () => {
  const found = await daemonKills({ daemonKills: 8, serverKills: 3, results: 60, seed: 1 });
  expect(found).toMatchObject({ lost: [], doubled: [], unreadable: [], corrupt: [], refused: 0 });
  expect(found.spooled).toBeGreaterThanOrEqual(60);
}, 900_000);
