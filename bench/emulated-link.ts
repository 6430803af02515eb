import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { commandLink } from './link/command-link.ts';
import type { Host, Link, LinkCounters } from './link/link.ts';
import { hasNetem, netemLink } from './link/netem-link.ts';

const run = promisify(execFile);

const EXIT_NO_LINK = 2;

let chosen: Promise<Link> | null = null;

/** The command in LINK_CMD, or tc netem where the kernel has it; without either the bench ends with a sentence. */
function link(): Promise<Link> {
  chosen ??= choose();
  return chosen;
}

async function choose(): Promise<Link> {
  const command = process.env.LINK_CMD;
  if (command) return commandLink(command, process.env.LINK_SERVER_ADDRESS ?? '10.77.0.2');
  if (await hasNetem()) return netemLink();
  console.error(
    'There is no line to measure on: this kernel has no tc netem (or we are not root), and LINK_CMD names no command that emulates one (CONTRIBUTING.md).',
  );
  process.exit(EXIT_NO_LINK);
}

/** Address of the server's host on the emulated line. */
export async function serverAddress(): Promise<string> {
  return (await link()).serverAddress;
}

/** What to write before a command so that it runs on a host. */
export async function hostPrefix(host: Host): Promise<string[]> {
  return (await link()).on(host);
}

/** Sets the line up, as `down=100e6 up=20e6 rtt=20`. */
export async function linkUp(keys: string): Promise<void> {
  await (await link()).up(keys);
}

/** Takes the line away; answers what it counted, null where it counts nothing. */
export async function linkDown(): Promise<LinkCounters | null> {
  return (await link()).down();
}

/** Runs a program on one of the two hosts and waits for its output. */
export async function onHost(host: Host, program: string, args: string[]): Promise<string> {
  const [command = program, ...prefix] = await hostPrefix(host);
  const { stdout } = await run(command, [...prefix, program, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Starts a program on one of the two hosts. */
export async function spawnOnHost(
  host: Host,
  program: string,
  args: string[],
  env: Record<string, string>,
): Promise<ChildProcess> {
  const [command = program, ...prefix] = await hostPrefix(host);
  return spawn(command, [...prefix, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
