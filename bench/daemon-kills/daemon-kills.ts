import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { Spool } from '../../measurement-agent/daemon/spool.ts';
import { seededRandom } from '../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import { DEFAULT_SCHEDULE } from '../../measurement-agent/protocol/schedule.ts';
import { type EnrolledAgent, enrolAt, scheduleFor } from '../../test/enrolled-agent.ts';
import { submissionOf } from '../../test/fixtures/submission.ts';
import { type InstalledPackage, installPackage } from '../../test/installed-package.ts';
import { cutPower } from '../../test/processes.ts';
import { freePort, removeData, type Server, startServer } from '../../test/server.ts';
import { isOnce, storedResults, unreadable } from '../data-dir.ts';
import { ownAddress } from '../soak/addresses.ts';
import { openSessionFrom } from '../soak/api-calls.ts';
import { Traffic } from '../soak/traffic.ts';

export interface DaemonKillOptions {
  daemonKills: number;
  serverKills: number;
  results: number;
  seed: number;
  onKill?: (told: { of: 'daemon' | 'server'; number: number; queued: number; sent: number }) => void;
}

export interface DaemonKillReport {
  daemonKills: number;
  serverKills: number;
  /** Results that were spooled: made up, and measured by the daemon's own tests. */
  spooled: number;
  measured: number;
  /** Spooled, and neither at the server nor waiting. */
  lost: string[];
  /** More than one row or document at the server. */
  doubled: string[];
  unreadable: string[];
  refused: number;
  /** Findings of SQLite's integrity check, over all looks. */
  corrupt: string[];
}

const SHORTEST_LIFE_MS = 200;
const LONGEST_LIFE_MS = 12_000;
const SPOOL_BYTES = 256e6;

/**
 * Kills the daemon of the packed agent, and the server, again and again at random points, while results come into the spool as tests make them.
 * In the end each must be at the server once.
 */
export async function daemonKills(options: DaemonKillOptions): Promise<DaemonKillReport> {
  const random = seededRandom(options.seed);
  const port = String(await freePort());
  let server = await startServer({ PORT: port });
  const { dataDir } = server;
  const installed = await installPackage();
  const agent = await enrolAt(server, installed);
  await scheduleFor(server, agent, {
    ...DEFAULT_SCHEDULE,
    cadence: {
      kind: 'campaign',
      startsAt: new Date(Date.now() - 60_000).toISOString(),
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      everyS: 60,
      spreadS: 30,
    },
    lightProbesEveryS: 10,
  });
  const sessions = await sessionsAt(server, options.results);
  const file = path.join(agent.stateDir, 'spool.db');
  const report: DaemonKillReport = {
    daemonKills: 0,
    serverKills: 0,
    spooled: 0,
    measured: 0,
    lost: [],
    doubled: [],
    unreadable: [],
    refused: 0,
    corrupt: [],
  };
  const spool = open(file, report);
  const seen = new Set<string>();
  const over = new AbortController();

  async function feed(): Promise<void> {
    for (const [index, session] of sessions.entries()) {
      spool.addResult(
        {
          submission: { ...submissionOf(session.sessionId), durationMs: 1000 + index },
          token: session.token,
          submitByMs: Date.parse(session.submitBy),
        },
        { plannedAtMs: Date.now(), kind: 'fed', outcome: 'measured', reason: null },
        0,
        0,
      );
      // Until the last kill there is something under way.
      while (!over.signal.aborted && index / sessions.length > share()) await pause(20);
    }
  }

  /** Of the kills, by the ones that are further behind. */
  function share(): number {
    return Math.min(
      (report.daemonKills + 1) / options.daemonKills,
      options.serverKills === 0 ? 1 : (report.serverKills + 1) / options.serverKills,
    );
  }

  const isOver = () => report.daemonKills >= options.daemonKills && report.serverKills >= options.serverKills;
  /** Short lives and long ones alike: some end before anything is said, others in the middle of much. */
  const lifeMs = () => SHORTEST_LIFE_MS * (LONGEST_LIFE_MS / SHORTEST_LIFE_MS) ** random();

  async function killDaemons(): Promise<void> {
    while (!isOver()) {
      const daemon = launch(installed, agent);
      await pause(lifeMs());
      await cutPower(daemon.pid ?? 0);
      report.daemonKills += 1;
      report.corrupt.push(...faultsOf(file));
      // Those that were sent are not kept for good.
      for (const { measurementId } of spool.list(null)) seen.add(measurementId);
      const { queued, sent } = spool.counts();
      options.onKill?.({ of: 'daemon', number: report.daemonKills, queued, sent });
    }
    over.abort();
  }

  async function killServers(): Promise<void> {
    while (!over.signal.aborted && report.serverKills < options.serverKills) {
      await pause(lifeMs());
      await cutPower(server.process.pid ?? 0);
      report.serverKills += 1;
      server = await startServer({ PORT: port, DATA_DIR: dataDir });
      const { queued, sent } = spool.counts();
      options.onKill?.({ of: 'server', number: report.serverKills, queued, sent });
    }
  }

  await Promise.all([feed(), killDaemons(), killServers()]);
  const last = launch(installed, agent);
  while (spool.counts().queued > 0) await pause(500);
  last.kill('SIGTERM');
  await once(last, 'exit');
  await server.end('SIGTERM');

  for (const { measurementId } of spool.list(null)) seen.add(measurementId);
  report.refused = spool.counts().refused;
  report.corrupt.push(...faultsOf(file));
  spool.close();
  const stored = storedResults(dataDir);
  const all = new Set([...sessions.map(({ sessionId }) => sessionId), ...seen]);
  report.spooled = all.size;
  report.measured = all.size - sessions.length;
  for (const id of all) {
    if (!stored.rows.has(id) || !stored.documents.has(id)) report.lost.push(id);
    else if (!isOnce(stored, id)) report.doubled.push(id);
  }
  report.unreadable = unreadable(stored);
  await installed.remove();
  await removeData(server);
  return report;
}

function launch(installed: InstalledPackage, agent: EnrolledAgent): ChildProcess {
  return spawn(process.execPath, [installed.main, 'daemon', '--log-level', 'silent'], {
    env: agent.env,
    stdio: 'ignore',
  });
}

function open(file: string, report: DaemonKillReport): Spool {
  const spool = Spool.open(file, SPOOL_BYTES, (movedTo) => report.corrupt.push(movedTo));
  if (!spool.ok) throw new Error(spool.error.sentence);
  return spool.value;
}

function faultsOf(file: string): string[] {
  using database = new DatabaseSync(file, { timeout: 20_000 });
  const rows = database.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
}

async function sessionsAt({ origin }: Server, count: number): Promise<Session[]> {
  const traffic = new Traffic(origin);
  const sessions: Session[] = [];
  // Each from a prefix of its own: caps are not what is tried here.
  for (let index = 0; sessions.length < count; index += 1) {
    const session = await openSessionFrom(traffic, ownAddress(index % 65_024));
    if (session !== null) sessions.push(session);
  }
  return sessions;
}
