/** On the subscriber's host: the daemon on an accelerated clock, its tests those of the packed agent, and somebody else who uses the line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { measureApart, runDaemon } from '../../measurement-agent/cli/agent/run-daemon.ts';
import { resolveConfig } from '../../measurement-agent/daemon/config/config.ts';
import { readDeviceKey } from '../../measurement-agent/daemon/device-key.ts';
import { Spool } from '../../measurement-agent/daemon/spool.ts';
import { stateDirAt } from '../../measurement-agent/daemon/state-dir.ts';
import { interfaceBytes } from '../../measurement-agent/engine/surroundings/linux-interface.ts';
import { seededRandom } from '../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { AcceleratedClock } from './accelerated-clock.ts';
import type { DayOrder, DayReport } from './day.ts';

/** A look at the line takes 5 s: both ends of it, and what is between, are real. */
const LOOK_MS = 5_500;
const HOUR_MS = 3_600_000;
const STARTED_BYTES = 20_000;

const order = JSON.parse(process.argv[2] ?? '') as DayOrder;
const clock = new AcceleratedClock(order.epochMs, order.factor);
const random = seededRandom(order.seed);
const report: DayReport = { bursts: [], tests: [] };
const state = stateDirAt(order.stateDir);
const resolved = resolveConfig({ server: order.server, state_dir: order.stateDir }, {}, new Map());
/** Ends of the bursts that go on: the day may end before them. */
const running = new Set<() => void>();
const key = await readDeviceKey(state.key);
const spool = Spool.open(state.spool, 256e6, () => {});
if (!resolved.ok || !key.ok || !spool.ok) throw new Error('not enrolled');

for (let atMs = HOUR_MS / 2; atMs < order.hours * HOUR_MS; atMs += order.burstEveryMs * (0.5 + random()))
  clock.after(atMs, () => burst(order.burstMs * (0.5 + random())));
// Stops as a person would stop it.
clock.after(order.hours * HOUR_MS, () => process.kill(process.pid, 'SIGTERM'));

await runDaemon(
  { ...resolved.value.config, server: order.server, state_dir: order.stateDir },
  state,
  key.value,
  spool.value,
  'Rack 1',
  {
    clock,
    readCounters(name) {
      setTimeout(clock.hold(), LOOK_MS);
      return interfaceBytes(name);
    },
    async measure(slot, signal) {
      const release = clock.hold();
      const beganAtMs = Date.now();
      const before = moved();
      const number = report.tests.push({ beganAtMs, endedAtMs: beganAtMs, lineBytes: 0, outcome: '' });
      // Somebody begins to use the line while a test runs, now and then.
      if (number % 4 === 0) setTimeout(() => burst(order.burstMs), 5_000);
      try {
        const told = await measureApart(order.program, slot, signal);
        report.tests[number - 1] = {
          beganAtMs,
          endedAtMs: Date.now(),
          lineBytes: moved() - before,
          outcome: told.outcome,
        };
        return told;
      } finally {
        release();
      }
    },
  },
);
for (const end of running) end();
writeFileSync(order.reportFile, JSON.stringify(report));
process.exit(0);

function moved(): number {
  const bytes = interfaceBytes(order.interfaceName);
  return bytes === null ? 0 : bytes.receivedBytes + bytes.sentBytes;
}

/** Somebody downloads for so long, on the accelerated clock. */
function burst(ms: number): void {
  const download: ChildProcess = spawn(
    'curl',
    ['--silent', '--limit-rate', String(order.burstBytesPerS), '--output', '/dev/null', order.burstUrl],
    { stdio: 'ignore' },
  );
  const before = moved();
  const one = { beganAtMs: Date.now(), endedAtMs: Number.POSITIVE_INFINITY, lineBytes: 0 };
  // It begins with its first bytes; a program takes a moment to start.
  const starting = setInterval(() => {
    if (moved() - before < STARTED_BYTES) return;
    clearInterval(starting);
    one.beganAtMs = Date.now();
    report.bursts.push(one);
  }, 10);
  const end = () => {
    running.delete(end);
    clearInterval(starting);
    download.kill('SIGTERM');
    one.endedAtMs = Date.now();
    one.lineBytes = moved() - before;
  };
  running.add(end);
  clock.after(ms, end);
}
