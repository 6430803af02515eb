import { once } from 'node:events';
import { access, constants, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Cron } from 'croner';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { readConfig } from '../domain/config.ts';
import { commonVariables, startApp } from './app-process.ts';
import { buildIfStale } from './build-if-stale.ts';
import { startFront } from './front-process.ts';
import { keepSecrets } from './secrets.ts';
import { authority, readSettings, type Settings, type StartFault, shownAddress } from './settings.ts';
import { watch, workerdChildren } from './watchdog.ts';

/** workerd drains open connections on SIGTERM; a measurement that nobody stops would hold it. */
const GRACE_MS = 2_000;
const ANSWER_WITHIN_MS = 20_000;
const EXIT_FAILED = 1;

/** Whoever tests at home wants to see it counted. */
const LOCAL_REFRESH = '*/20 * * * * *';

/**
 * Work on the database before anything is served; a sentence when there must be no start. `count` does once what the server
 * does every 20 s: counts, publishes, makes the editions that are due.
 */
export type Prepare = (
  database: D1Database,
  count: () => Promise<void>,
) => Promise<Fallible<null, StartFault>>;

/** `npm start`: builds, migrates, serves until a signal, and says so. */
export async function serve(
  env: Record<string, string | undefined> = process.env,
  prepareData: Prepare = async () => ok(null),
): Promise<void> {
  const settings = readSettings(env);
  if (!settings.ok) return fail(settings.error);
  const ready = await prepare(settings.value);
  if (!ready.ok) return fail(ready.error);

  const bindings = {
    ...commonVariables(),
    ...settings.value.variables,
    ...(await keepSecrets(settings.value.dataDir, env)),
    LOCAL: '1',
  };
  const config = readConfig(bindings);
  if (!config.ok) return fail(config.error);

  await buildIfStale();
  const app = await startApp(settings.value.dataDir, bindings);
  const prepared = await prepareData(await app.database(), () => app.runScheduled(LOCAL_REFRESH));
  if (!prepared.ok) {
    await app.stop();
    return fail(prepared.error);
  }
  const directory = await mkdtemp(path.join(tmpdir(), 'jissoku-'));
  const front = await startFront({
    host: settings.value.host,
    port: settings.value.port,
    appPort: app.port,
    directory,
    bindings,
    compatibilityDate: app.compatibilityDate,
    compatibilityFlags: app.compatibilityFlags,
    caps: app.caps,
  });
  const pids = workerdChildren();
  watch(pids);
  // Under a simulator's clock this process does not know the time.
  const patterns = config.value.clockOfRequests ? [] : [...app.crons, LOCAL_REFRESH];
  const jobs = patterns.map(
    (pattern) => new Cron(pattern, { timezone: 'UTC', protect: true }, () => app.runScheduled(pattern)),
  );

  let stopping = false;
  async function stop(exitCode: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    for (const job of jobs) job.stop();
    front.kill('SIGTERM');
    const killer = setTimeout(() => front.kill('SIGKILL'), GRACE_MS);
    if (front.exitCode === null && front.signalCode === null) await once(front, 'exit');
    clearTimeout(killer);
    await app.stop();
    await rm(directory, { recursive: true, force: true });
    process.exit(exitCode);
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Miniflare ends the process in its own listener, with 128 + signal and before anything of ours could run.
    process.removeAllListeners(signal);
    process.once(signal, () => void stop(0));
  }
  front.once('exit', () => {
    if (stopping) return;
    console.error('The measurement server ended unexpectedly. Start again with "npm start".');
    void stop(EXIT_FAILED);
  });

  const address = shownAddress(settings.value);
  if (!(await answers(`${address}${API_PATHS.health}`))) {
    console.error(`The server did not answer on ${address} within ${ANSWER_WITHIN_MS / 1000} s.`);
    return stop(EXIT_FAILED);
  }
  console.log(`Jissoku is ready: ${address}`);
  whenGone(pids, () => {
    if (stopping) return;
    console.error('The database server ended unexpectedly. Start again with "npm start".');
    void stop(EXIT_FAILED);
  });
}

function fail(fault: StartFault): void {
  console.error(fault.sentence);
  process.exitCode = EXIT_FAILED;
}

/** Checks what a start needs of the machine, so that each lack is one sentence and not a stack trace. */
async function prepare(settings: Settings): Promise<Fallible<null, StartFault>> {
  try {
    await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
    await access(settings.dataDir, constants.W_OK | constants.X_OK);
  } catch {
    return err({
      sentence: `DATA_DIR ${settings.dataDir} cannot be written: choose another directory or its owner.`,
    });
  }
  const probe = createServer();
  try {
    probe.listen(settings.port, settings.host);
    await once(probe, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const place = authority(settings.host, settings.port);
    if (code === 'EADDRINUSE')
      return err({ sentence: `Port ${settings.port} is taken on ${settings.host}: set PORT to a free one.` });
    return err({ sentence: `Cannot listen on ${place} (${code ?? 'unknown error'}): set HOST and PORT.` });
  }
  probe.close();
  await once(probe, 'close');
  return ok(null);
}

async function answers(url: string): Promise<boolean> {
  const deadlineMs = performance.now() + ANSWER_WITHIN_MS;
  while (performance.now() < deadlineMs) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

/** Miniflare does not tell when its workerd dies; the process table does. */
function whenGone(pids: readonly number[], onGone: () => void): void {
  const timer = setInterval(() => {
    if (pids.every(isAlive)) return;
    clearInterval(timer);
    onGone();
  }, 2_000);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
