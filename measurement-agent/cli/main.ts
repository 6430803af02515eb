#!/usr/bin/env node
import { CommanderError } from 'commander';
import type { EngineEvent } from '../engine/events.ts';
import { nodeSurroundings } from '../engine/surroundings/node.ts';
import { nodeDatagrams } from '../engine/transports/data-channel-node.ts';
import { nodeTransport } from '../engine/transports/node.ts';
import packageJson from '../package.json' with { type: 'json' };
import { lockDevice } from './agent/device-lock.ts';
import { agentActions } from './agent/lazily.ts';
import { type ForeignTestRequest, program, type TestRequest } from './command.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { explain } from './failure-text.ts';
import { testWithNdt7 } from './foreign/test.ts';
import { pathMtuMeter } from './path-mtu-meter.ts';
import { csvText } from './print/csv.ts';
import { humanText } from './print/human.ts';
import { announcement, progressOn } from './print/progress.ts';
import { verificationText } from './print/verification.ts';
import { type Printed, runTest } from './run-test.ts';
import { readSockets } from './ss.ts';
import { breaches } from './thresholds.ts';
import { type VerifyRequest, verifyResultOf } from './verify.ts';

const AGENT = { name: 'jissoku', version: packageJson.version, kind: 'node' } as const;

const SIGNAL_CODES = { SIGINT: EXIT_CODES.interrupted, SIGTERM: EXIT_CODES.terminated } as const;

try {
  await program(packageJson.version, { test, testForeign, verify, ...agentActions }).parseAsync();
} catch (error) {
  // Commander has already said what is wrong; help and version are no failure.
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage;
}

async function verify(request: VerifyRequest): Promise<void> {
  const verified = await verifyResultOf(request);
  if (!verified.ok) {
    process.stderr.write(`${verified.error.sentence}\n`);
    process.exitCode = verified.error.exitCode;
    return;
  }
  process.stdout.write(
    request.json ? `${JSON.stringify(verified.value)}\n` : verificationText(verified.value),
  );
  process.exitCode = verified.value.valid ? EXIT_CODES.done : EXIT_CODES.forged;
}

/** A signal that SIGINT and SIGTERM abort, and the exit code of the one that did. */
function stopped(): { stop: AbortSignal; signalCode: () => number | null } {
  const stop = new AbortController();
  let signalCode: number | null = null;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // The second time the person means it.
      if (signalCode !== null) process.exit(SIGNAL_CODES[name]);
      signalCode = SIGNAL_CODES[name];
      stop.abort();
    });
  }
  return { stop: stop.signal, signalCode: () => signalCode };
}

/** Takes the lock of this device; where another test holds it, says so. */
function locked(): ReturnType<typeof lockDevice> {
  const lock = lockDevice(process.env);
  if (!lock.ok) {
    process.stderr.write(`Another test of this device runs (process ${lock.error.pid}).\n`);
    process.exitCode = EXIT_CODES.locked;
  }
  return lock;
}

async function testForeign(request: ForeignTestRequest): Promise<void> {
  const lock = locked();
  if (!lock.ok) return;
  const { stop, signalCode } = stopped();
  const ended = await testWithNdt7(request, AGENT, stop, (sentence) => process.stderr.write(`${sentence}\n`));
  for (const [index, document] of ended.documents.entries()) {
    const text = textOf(request.format, { document, url: null });
    printLine(request.format === 'csv' && index > 0 ? (text.split('\n')[1] ?? text) : text);
  }
  lock.value?.release();
  process.exitCode = signalCode() ?? ended.exitCode;
}

async function test(request: TestRequest): Promise<void> {
  const lock = locked();
  if (!lock.ok) return;
  const { stop, signalCode } = stopped();
  // Random, so that neither is always the one that finds the line awake.
  const versions = Math.random() < 0.5 ? request.ipVersions : request.ipVersions.toReversed();
  const codes: number[] = [];
  let groupId: string | null = null;
  for (const ipVersion of versions) {
    if (stop.aborted) break;
    const run = await testOver(request, ipVersion, groupId, stop);
    codes.push(run.exitCode);
    groupId ??= run.id;
  }
  lock.value?.release();
  // A bound that either run breaks is broken; what one of two could not measure is a part that is missing.
  const broken = codes.includes(EXIT_CODES.threshold);
  const alike = codes.every((code) => code === codes[0]);
  const code = broken ? EXIT_CODES.threshold : alike ? codes[0] : EXIT_CODES.partial;
  process.exitCode = signalCode() ?? code;
}

/** One run. `id` is that of the result; null when there is none. */
async function testOver(
  request: TestRequest,
  ipVersion: 4 | 6 | null,
  groupId: string | null,
  signal: AbortSignal,
): Promise<{ id: string | null; exitCode: number }> {
  const late = new AbortController();
  const timeout = setTimeout(() => late.abort(), request.timeoutMs);
  if (request.ipVersions.length > 1) process.stderr.write(`IPv${ipVersion}\n`);
  const progress = progressOn(process.stderr);
  const pathMtu = pathMtuMeter(readSockets);
  const { watch, onLocalAddress } = nodeSurroundings();
  const transport = nodeTransport({
    origin: request.origin,
    ipVersion,
    onOpened(channel, { localAddress, localPort }) {
      pathMtu.opened(channel, localPort);
      onLocalAddress(localAddress);
    },
  });
  const onEvent = (event: EngineEvent) => {
    if (event.type === 'session') process.stderr.write(`${announcement(event.plan, request.maxBytes)}\n`);
    progress.onEvent(event);
    if (request.format === 'jsonl') printLine(JSON.stringify(event));
  };
  const outcome = await runTest(
    request,
    { groupId, transport, datagrams: nodeDatagrams, pathMtu, surroundings: watch },
    AGENT,
    AbortSignal.any([signal, late.signal]),
    onEvent,
    (waitMs) =>
      process.stderr.write(
        `Measured. The server is busy; the result is sent again in ${Math.ceil(waitMs / 1000)} s.\n`,
      ),
  );
  clearTimeout(timeout);
  progress.done();

  if (!outcome.ok) {
    const { sentence, exitCode } = explain(outcome.error, request.origin);
    process.stderr.write(`${sentence}\n`);
    return { id: null, exitCode };
  }
  if (request.ipVersions.length > 1 && request.format === 'human') printLine(`IPv${ipVersion}`);
  const text = textOf(request.format, outcome.value);
  // The header of a table is printed once.
  printLine(request.format === 'csv' && groupId !== null ? (text.split('\n')[1] ?? text) : text);
  const { document } = outcome.value;
  const broken = breaches(document, request.thresholds);
  for (const sentence of broken) process.stderr.write(`${sentence}\n`);
  const { idle, download, upload, measurementId } = document;
  if (broken.length > 0) return { id: measurementId, exitCode: EXIT_CODES.threshold };
  const whole = idle !== null && download !== null && upload !== null;
  return { id: measurementId, exitCode: whole ? EXIT_CODES.done : EXIT_CODES.partial };
}

function textOf(format: TestRequest['format'], printed: Printed): string {
  const { document, url } = printed;
  switch (format) {
    case 'human':
      return humanText(printed, process.stdout);
    case 'csv':
      return csvText(printed);
    case 'json':
      return JSON.stringify({ ...document, url });
    case 'jsonl':
      return JSON.stringify({ type: 'result', ...document, url });
  }
}

function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}
