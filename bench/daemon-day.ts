/**
 * A day of the daemon on an accelerated clock, with a real server behind an emulated line that somebody else uses in bursts: does it test
 * during a burst, does it hold its budget, and how true are its figures? 1 when something is not as it should be.
 *
 *   LINK_CMD=… npm run bench:daemon-day -- [--line "down=50e6 up=20e6 rtt=20"] [--hours 24] [--factor 300] [--seed 1]
 *
 * The clock is the daemon's: it plans, waits and counts by it. Looks at the line and tests take their real time, during which it runs as fast as time.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { monthOf } from '../measurement-agent/daemon/schedule/byte-budget.ts';
import { Spool } from '../measurement-agent/daemon/spool.ts';
import type { ResultDocument } from '../measurement-agent/protocol/result.ts';
import { DEFAULT_SCHEDULE } from '../measurement-agent/protocol/schedule.ts';
import { API_PATHS } from '../measurement-agent/protocol/spec.ts';
import { admin, scheduleFor } from '../test/enrolled-agent.ts';
import { installPackage } from '../test/installed-package.ts';
import { type DayOrder, type DayReport, overlap, within } from './daemon-day/day.ts';
import { onHost, serverAddress, spawnOnHost } from './emulated-link.ts';
import { lineKeys, median, percent, rateError } from './line-truth.ts';
import { originOnLink, withServerOnLine } from './server-on-link.ts';

const { values } = parseArgs({
  options: {
    line: { type: 'string', default: 'down=50e6 up=20e6 rtt=20' },
    hours: { type: 'string', default: '24' },
    factor: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    'day-megabytes': { type: 'string', default: '500' },
  },
});
const HOUR_MS = 3_600_000;
const BURST_PORT = 9000;
/** The first day of a month, which sets free a thirtieth of its budget. */
const EPOCH_MS = Date.parse('2026-11-01T00:00:00Z');
/** A figure of a test whose line nobody shared may be off by so much (docs/accuracy.md: 1% in the median on such lines). */
const MOST_ERROR = 0.05;
/** A burst that begins so shortly before a look ends has moved too little to be seen; it is met by the test, which does not count. */
const UNSEEN_MS = 1_000;
const hours = Number(values.hours);
const dayBytes = Number(values['day-megabytes']) * 1e6;
const truth = lineKeys(values.line);

const installed = await installPackage();
const wrong = await withServerOnLine(values.line, day);
await installed.remove();
process.exitCode = wrong.length === 0 ? 0 : 1;

async function day({ dataDir }: { dataDir: string }): Promise<string[]> {
  const server = await originOnLink();
  const stateDir = path.join(installed.folder, 'state');
  const token = await admin({ dataDir }, 'token-create', '--owner', 'Bench', '--site', 'Rack 1');
  const enrolled = await onHost('client', 'env', [
    `JISSOKU_STATE_DIR=${stateDir}`,
    process.execPath,
    installed.main,
    'enroll',
    '--server',
    server,
    '--token',
    token,
  ]);
  const id = / as ([\w-]{43})\./.exec(enrolled)?.[1];
  if (id === undefined) throw new Error(`not enrolled: ${enrolled}`);
  await scheduleFor(
    { dataDir },
    { id, stateDir },
    {
      ...DEFAULT_SCHEDULE,
      cadence: { kind: 'stratified', hours: Array.from({ length: 12 }, (_, index) => 2 * index) },
      timeZone: 'UTC',
      monthlyBytes: dayBytes * 30,
      lightProbesEveryS: 300,
    },
  );
  const order: DayOrder = {
    server,
    stateDir,
    program: installed.main,
    interfaceName: 'link0',
    epochMs: EPOCH_MS,
    factor: Number(values.factor),
    hours,
    seed: Number(values.seed),
    burstEveryMs: 2 * HOUR_MS,
    burstMs: HOUR_MS / 2,
    burstBytesPerS: Math.round((truth.down ?? 50e6) / 8 / 3),
    burstUrl: `http://${await serverAddress()}:${BURST_PORT}/`,
    reportFile: path.join(installed.folder, 'day.json'),
  };
  const source = await spawnOnHost(
    'server',
    process.execPath,
    ['bench/daemon-day/burst-source.ts', String(BURST_PORT)],
    {},
  );
  const daemon = await spawnOnHost(
    'client',
    process.execPath,
    ['bench/daemon-day/accelerated-daemon.ts', JSON.stringify(order)],
    {},
  );
  daemon.stdout?.on('data', (text: Buffer) => process.stdout.write(text));
  const code = await new Promise((resolve) => daemon.once('exit', resolve));
  source.kill('SIGTERM');
  if (code !== 0) throw new Error(`the daemon ended with ${String(code)}`);
  return judge(JSON.parse(readFileSync(order.reportFile, 'utf8')) as DayReport, stateDir, server);
}

/** The day may end while one has just begun. */
function isEmpty({ beganAtMs, endedAtMs, lineBytes }: DayReport['bursts'][number]): boolean {
  return endedAtMs - beganAtMs > 1_000 && lineBytes < 1e6;
}

async function judge({ bursts, tests }: DayReport, stateDir: string, server: string): Promise<string[]> {
  const opened = Spool.open(path.join(stateDir, 'spool.db'), 256e6, () => {});
  if (!opened.ok) throw new Error(opened.error.sentence);
  const spool = opened.value;
  const slots = spool.slots(-1);
  const results: ResultDocument[] = [];
  for (const { measurementId } of spool.list('sent')) {
    const text = await onHost('client', 'curl', [
      '--silent',
      `${server}${API_PATHS.results}/${measurementId}`,
    ]);
    results.push(JSON.parse(text) as ResultDocument);
  }
  const spent = spool.monthBytes(monthOf(EPOCH_MS));
  const waiting = spool.counts().queued;
  spool.close();

  const during = tests.filter(({ beganAtMs }) => within(beganAtMs - UNSEEN_MS, bursts));
  const metInside = tests.filter(
    (test) => test.outcome === 'measured' && !within(test.beganAtMs, bursts) && overlap(test, bursts),
  );
  const measured = tests.filter(({ outcome }) => outcome === 'measured');
  const spanOf = ({ startedAt, durationMs }: ResultDocument) => {
    const beganAtMs = Date.parse(startedAt);
    return { beganAtMs, endedAtMs: beganAtMs + durationMs };
  };
  const alone = results.filter((result) => result.verdict.valid && !overlap(spanOf(result), bursts));
  const shared = results.filter((result) => overlap(spanOf(result), bursts));
  const counted = shared.filter(({ verdict }) => verdict.valid);
  const errorsOf = (of: readonly ResultDocument[], direction: 'download' | 'upload') =>
    of.map((result) =>
      rateError(result[direction]?.goodputBps, direction === 'download' ? truth.down : truth.up),
    );
  const worstOf = (of: readonly ResultDocument[]) =>
    Math.max(
      0,
      ...[...errorsOf(of, 'download'), ...errorsOf(of, 'upload')].map((error) => Math.abs(error ?? 1)),
    );
  const errors = (direction: 'download' | 'upload') => errorsOf(alone, direction);
  const worst = worstOf(alone);
  const lineBytes = measured
    .filter((test) => !overlap(test, bursts))
    .reduce((sum, test) => sum + test.lineBytes, 0);
  const reasons = Object.entries(
    Object.groupBy(slots, ({ outcome, reason }) => [outcome, reason].filter(Boolean).join(': ')),
  );
  const freeBytes = dayBytes * Math.max(1, Math.ceil(hours / 24));
  console.log(`
| ${hours} h of the daemon's clock, ${values.line}, ${values.factor} times as fast between tests | |
| --- | --- |
| slots | ${slots.length}: ${reasons.map(([name, of]) => `${of?.length} ${name}`).join(', ')} |
| bursts of another's download, bytes on the line meanwhile | ${bursts.length}, ${(bursts.reduce((sum, { lineBytes }) => sum + lineBytes, 0) / 1e6).toFixed(0)} MB |
| tests begun during a burst, its first second left out | ${during.length} |
| tests that a burst fell into; results of them that count, their largest error | ${metInside.length}; ${counted.length}, ${percent(worstOf(counted))} |
| bytes of the month, of what this day sets free | ${(spent / 1e6).toFixed(1)} of ${(freeBytes / 1e6).toFixed(1)} MB |
| bytes that the line carried meanwhile, tests without bursts | ${(lineBytes / 1e6).toFixed(1)} MB |
| results delivered, waiting | ${results.length}, ${waiting} |
| results that count, without bursts | ${alone.length} |
| their goodput, download and upload, median error | ${percent(median(errors('download')))}, ${percent(median(errors('upload')))} |
| the largest error of any | ${percent(worst)} |`);
  const faults = [
    bursts.length === 0 || bursts.some(isEmpty) ? 'a burst that moved nothing' : null,
    during.length > 0 ? 'tests during bursts' : null,
    // A burst beside the load of the other direction takes nothing from it: what counts has to be true, not alone.
    worstOf(counted) > MOST_ERROR ? 'a figure with a burst in it that counts' : null,
    spent > freeBytes || lineBytes > spent ? 'the budget' : null,
    waiting > 0 || results.length !== measured.length ? 'results' : null,
    worst > MOST_ERROR || alone.length === 0 ? 'the figures' : null,
  ].filter((fault) => fault !== null);
  for (const fault of faults) console.error(`Not as it should be: ${fault}.`);
  return faults;
}
