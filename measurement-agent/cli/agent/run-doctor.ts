import { lookup } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { isLineBusy } from '../../daemon/cross-traffic.ts';
import { readDeviceKey } from '../../daemon/device-key.ts';
import { findings, type MachineFacts } from '../../daemon/doctor.ts';
import { probeLightly } from '../../daemon/light-probes.ts';
import { routeTo } from '../../daemon/route.ts';
import { makeStateDir } from '../../daemon/state-dir.ts';
import { interfaceBytes } from '../../engine/surroundings/linux-interface.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { nodeDatagrams } from '../../engine/transports/data-channel-node.ts';
import { nodeTransport, sendFrom } from '../../engine/transports/node.ts';
import { API_PATHS } from '../../protocol/spec.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Configured } from './configured.ts';

/** Looks at the machine and the way to the server, and says what it means. */
export async function runDoctor(
  { config, state }: Pick<Configured, 'state'> & { config: { server: string } },
  json: boolean,
  print: (value: unknown) => void,
): Promise<void> {
  makeStateDir(state.path);
  const told = findings(await learn(config.server, state));
  for (const finding of told) {
    if (json) print(finding);
    else
      print(
        `${finding.check.padEnd(14)} ${finding.state.padEnd(9)} ${finding.found}${finding.advice === null ? '' : `\n${' '.repeat(25)}${finding.advice}`}`,
      );
  }
  if (told.some(({ state }) => state === 'bad')) process.exitCode = EXIT_CODES.partial;
}

async function learn(origin: string, state: Configured['state']): Promise<MachineFacts> {
  const url = new URL(origin);
  const route = await routeTo(origin);
  const name = route === null || route.loopback ? null : route.name;
  // First, as what follows is traffic.
  const lineBusy = await isLineBusy(
    () => (name === null ? null : interfaceBytes(name)),
    systemClock,
    new AbortController().signal,
  );
  const machineBusyShare = await busyShare();
  const dnsMs = await timed(() => lookup(url.hostname.replace(/^\[|\]$/g, '')));
  const { edge } = await probeLightly(origin);
  const rttOf = (version: 4 | 6) => {
    const found = edge.find(({ ipVersion }) => ipVersion === version);
    return found === undefined ? 'absent' : found.rttMs;
  };
  const disk = await statfs(state.path).catch(() => null);
  const key = await readDeviceKey(state.key);
  return {
    clockOffsetMs: await clockOffsetMs(origin),
    dnsMs,
    ipv4Ms: rttOf(4),
    ipv6Ms: rttOf(6),
    mtuBytes: route === null ? null : mtuOf(route.name),
    turn: await turnOf(origin),
    freeBytes: disk === null ? null : disk.bavail * disk.bsize,
    machineBusyShare,
    lineBusy,
    key: key.ok ? { sound: true } : { sound: false, sentence: key.error.sentence },
    enrolled: existsSync(state.enrolment),
  };
}

async function timed(act: () => Promise<unknown>): Promise<number | null> {
  const beganAtMs = performance.now();
  try {
    await act();
    return performance.now() - beganAtMs;
  } catch {
    return null;
  }
}

/** By the Date of an answer, which is of whole seconds: half of one is the best guess. */
async function clockOffsetMs(origin: string): Promise<number | null> {
  try {
    const beganAtMs = Date.now();
    const { dateMs } = await sendFrom(origin, {})(
      { method: 'GET', path: API_PATHS.health },
      AbortSignal.timeout(10_000),
    );
    return dateMs === null || dateMs === undefined ? null : (beganAtMs + Date.now()) / 2 - (dateMs + 500);
  } catch {
    return null;
  }
}

async function turnOf(origin: string): Promise<MachineFacts['turn']> {
  const signal = AbortSignal.timeout(15_000);
  const session = await nodeTransport({ origin, ipVersion: null }).openSession({}, signal);
  if (!session.ok) return null;
  if (session.value.turn === null) return 'not-named';
  const path = await nodeDatagrams.open(session.value.turn, signal);
  if (path.ok) path.value.close();
  if (path.ok) return 'answers';
  return path.error.reason === 'not-supported' ? 'no-library' : 'no-answer';
}

async function busyShare(): Promise<number | null> {
  const before = processorTimes();
  await pause(1000);
  const after = processorTimes();
  const total = after.total - before.total;
  return total > 0 ? 1 - (after.idle - before.idle) / total : null;
}

function processorTimes(): { idle: number; total: number } {
  const times = cpus().map(({ times }) => times);
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    total: times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0),
  };
}

function mtuOf(name: string): number | null {
  try {
    return Number(readFileSync(`/sys/class/net/${name}/mtu`, 'utf8')) || null;
  } catch {
    return null;
  }
}
