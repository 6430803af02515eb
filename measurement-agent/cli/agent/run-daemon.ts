import { spawn } from 'node:child_process';
import { setFlagsFromString } from 'node:v8';
import { pino } from 'pino';
import type { Config } from '../../daemon/config/config.ts';
import { Daemon } from '../../daemon/daemon.ts';
import type { DeviceKey } from '../../daemon/device-key.ts';
import { probeLightly } from '../../daemon/light-probes.ts';
import { takeLock } from '../../daemon/lock.ts';
import { metricsText, type Observed } from '../../daemon/observe/metrics-text.ts';
import { exportOtlp, OTLP_EVERY_MS, otlpRequest } from '../../daemon/observe/otlp.ts';
import { serveObserved } from '../../daemon/observe/serve.ts';
import { textfileWriter } from '../../daemon/observe/textfile.ts';
import { routeTo } from '../../daemon/route.ts';
import { monthOf } from '../../daemon/schedule/byte-budget.ts';
import type { SlotOrder, SlotReport } from '../../daemon/slot-run.ts';
import type { Spool } from '../../daemon/spool.ts';
import type { StateDir } from '../../daemon/state-dir.ts';
import { exchangeOf, traceTo } from '../../daemon/traceroute.ts';
import type { Clock } from '../../engine/clock.ts';
import { interfaceBytes } from '../../engine/surroundings/linux-interface.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { sendFrom } from '../../engine/transports/node.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { EXIT_CODES } from '../exit-codes.ts';
import { clientOf } from './client.ts';
import { fail } from './fail.ts';

/** What of a daemon's surroundings a trial may put another in the place of. */
export interface Around {
  /** Plans, waits and counts months; signatures and tests have the system's. */
  clock: Clock;
  /** Looks at the line before a test. */
  readCounters: (interfaceName: string) => ReturnType<typeof interfaceBytes>;
  /** Runs a test. */
  measure: (order: SlotOrder, signal: AbortSignal) => Promise<SlotReport>;
}

const REAL: Around = {
  clock: systemClock,
  readCounters: interfaceBytes,
  measure: (order, signal) => measureApart(process.argv[1] ?? '', order, signal),
};

/** Runs the daemon until SIGINT or SIGTERM. */
export async function runDaemon(
  config: Config & { server: string; state_dir: string },
  state: StateDir,
  key: DeviceKey,
  spool: Spool,
  site: string,
  around: Around = REAL,
): Promise<void> {
  const lock = takeLock(state.daemonLock);
  if (!lock.ok) {
    fail(EXIT_CODES.locked, `Another daemon (process ${lock.error.pid}) runs on ${state.path}.`);
    return;
  }
  // It mostly waits, for months; what has to be fast, a test, is a process of its own.
  setFlagsFromString('--optimize-for-size');
  const log = pino(
    { level: config.log_level ?? 'info', base: null },
    pino.destination({ dest: 1, sync: true }),
  );
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const ownZone = process.env.TZ;
  let interfaceName: string | null = null;
  let daemon: Daemon | null = null;

  function observe(): Observed {
    return {
      version: packageJson.version,
      site,
      // The server listens only once there is a daemon.
      status: (daemon as Daemon).status,
      counts: spool.counts(),
      monthBytes: spool.monthBytes(monthOf(Date.parse(around.clock.utc()))),
      monthlyBytes: (daemon as Daemon).schedule.monthlyBytes,
      last: spool.last(),
      residentBytes: process.memoryUsage.rss(),
    };
  }

  const textfile =
    config.textfile === null ? null : textfileWriter(config.textfile, (sentence) => log.warn({}, sentence));
  const exchanges = (config.exchanges ?? []).flatMap((text) => exchangeOf(text) ?? []);
  const host = new URL(config.server).hostname.replace(/^\[|\]$/g, '');

  daemon = new Daemon({
    config,
    agentVersion: packageJson.version,
    spool,
    client: clientOf(config.server, key, stop.signal),
    clock: around.clock,
    random: Math.random,
    deviceZone: null,
    adoptZone(timeZone) {
      const zone = timeZone ?? ownZone;
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    },
    log,
    readCounters: () => (interfaceName === null ? null : around.readCounters(interfaceName)),
    probe: () => probeLightly(config.server),
    ...(config.traceroute === 'off'
      ? {}
      : {
          trace: (ipVersions) =>
            Promise.all(
              ipVersions.map((ipVersion) =>
                traceTo(host, ipVersion, { withAs: config.traceroute === 'as', exchanges }),
              ),
            ),
        }),
    measure: around.measure,
    signal: stop.signal,
    onChange() {
      textfile?.(metricsText(observe()));
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
  const push = config.otlp === null ? null : pushTo(config.otlp, observe, key.id, log);
  log.info({ server: config.server, agentId: key.id, version: packageJson.version }, 'began');
  await daemon.run();
  clearInterval(relearn);
  if (push !== null) clearInterval(push);
  server?.close();
  server?.closeAllConnections();
  lock.value.release();
  spool.close();
  log.info({}, 'stopped');
}

/** Sends what is observed to a collector now and again. That it takes nothing is told once, until it does. */
function pushTo(
  collector: string,
  observe: () => Observed,
  agentId: string,
  log: { warn(facts: object, text: string): void },
): NodeJS.Timeout {
  const send = sendFrom(new URL(collector).origin, {});
  let told = false;
  const push = async () => {
    const failure = await exportOtlp(send, otlpRequest(observe(), agentId, Date.now()));
    if (failure !== null && !told) log.warn({ collector, failure }, 'metrics are not taken');
    told = failure !== null;
  };
  void push();
  return setInterval(() => void push(), OTLP_EVERY_MS);
}

/** A test in a process of its own, of this program. It outlives this one when that is killed, and spools what it measured. */
export function measureApart(program: string, order: SlotOrder, signal: AbortSignal): Promise<SlotReport> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, program, 'slot', JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
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
