import { spawn } from 'node:child_process';
import { pino } from 'pino';
import type { Config } from '../../daemon/config/config.ts';
import { Daemon } from '../../daemon/daemon.ts';
import type { DeviceKey } from '../../daemon/device-key.ts';
import { probeLightly } from '../../daemon/light-probes.ts';
import { takeLock } from '../../daemon/lock.ts';
import { metricsText, type Observed } from '../../daemon/observe/metrics-text.ts';
import { serveObserved } from '../../daemon/observe/serve.ts';
import { routeTo } from '../../daemon/route.ts';
import { monthOf } from '../../daemon/schedule/byte-budget.ts';
import type { SlotOrder, SlotReport } from '../../daemon/slot-run.ts';
import type { Spool } from '../../daemon/spool.ts';
import type { StateDir } from '../../daemon/state-dir.ts';
import { interfaceBytes } from '../../engine/surroundings/linux-interface.ts';
import { systemClock } from '../../engine/system-clock.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { EXIT_CODES } from '../exit-codes.ts';
import { clientOf } from './client.ts';
import { fail } from './fail.ts';
import { replaceFile } from './replace-file.ts';

/** Runs the daemon until SIGINT or SIGTERM. */
export async function runDaemon(
  config: Config & { server: string; state_dir: string },
  state: StateDir,
  key: DeviceKey,
  spool: Spool,
  site: string,
): Promise<void> {
  const lock = takeLock(state.daemonLock);
  if (!lock.ok) {
    fail(EXIT_CODES.locked, `Another daemon (process ${lock.error.pid}) runs on ${state.path}.`);
    return;
  }
  const log = pino(
    { level: config.log_level ?? 'info', base: null },
    pino.destination({ dest: 1, sync: true }),
  );
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  let interfaceName: string | null = null;
  let daemon: Daemon | null = null;

  function observe(): Observed {
    return {
      version: packageJson.version,
      site,
      // The server listens only once there is a daemon.
      status: (daemon as Daemon).status,
      counts: spool.counts(),
      monthBytes: spool.monthBytes(monthOf(Date.now())),
      monthlyBytes: (daemon as Daemon).schedule.monthlyBytes,
      last: spool.last(),
      residentBytes: process.memoryUsage.rss(),
    };
  }

  daemon = new Daemon({
    config,
    agentVersion: packageJson.version,
    spool,
    client: clientOf(config.server, key, stop.signal),
    clock: systemClock,
    random: Math.random,
    deviceZone: null,
    log,
    readCounters: () => (interfaceName === null ? null : interfaceBytes(interfaceName)),
    probe: () => probeLightly(config.server),
    measure: measureApart,
    signal: stop.signal,
    onChange() {
      if (config.textfile !== null) replaceFile(config.textfile, metricsText(observe()), 0o644);
    },
  });
  async function learnRoute(): Promise<void> {
    const route = await routeTo(config.server);
    // On one machine there is no line to be busy.
    interfaceName = route === null || route.loopback ? null : route.name;
  }
  await learnRoute();
  const relearn = setInterval(() => void learnRoute(), 60_000);
  const server = config.listen === null ? null : await serveObserved(config.listen, observe);
  log.info({ server: config.server, agentId: key.id, version: packageJson.version }, 'began');
  await daemon.run();
  clearInterval(relearn);
  server?.close();
  server?.closeAllConnections();
  lock.value.release();
  spool.close();
  log.info({}, 'stopped');
}

/** A test in a process of its own. It outlives this one when that is killed, and spools what it measured. */
function measureApart(order: SlotOrder, signal: AbortSignal): Promise<SlotReport> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [...process.execArgv, process.argv[1] ?? '', 'slot', JSON.stringify(order)],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.once('error', (error) => resolve({ outcome: 'failed', reason: error.message }));
    child.once('close', (code, killed) => {
      signal.removeEventListener('abort', stop);
      try {
        resolve(JSON.parse(text) as SlotReport);
      } catch {
        resolve({ outcome: 'failed', reason: `the test ended with ${killed ?? code}` });
      }
    });
  });
}
