import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Share of an IPv4 line's rate that TCP can carry as application bytes: 1500-byte packets less 20 bytes of IP, 20 of TCP
 * and 12 of TCP timestamps (RFC 7323). The rate of an emulated line counts IP bytes.
 */
export const TCP_SHARE = 1448 / 1500;

/** Address of the server's host on the emulated line. */
export const SERVER_ADDRESS = process.env.LINK_SERVER_ADDRESS ?? '10.77.0.2';

/** The command that emulates a line, from LINK_CMD; CONTRIBUTING.md says what it must understand. */
export function linkCommand(): string {
  const command = process.env.LINK_CMD;
  if (!command) {
    console.error('LINK_CMD is not set: name a command that emulates an access line (CONTRIBUTING.md).');
    process.exit(2);
  }
  return command;
}

/** Sets the line up, as `down=100e6 up=20e6 rtt=20`. */
export async function linkUp(keys: string): Promise<void> {
  await run(linkCommand(), ['up', ...keys.split(' ')]);
}

/** Takes the line away; answers what it carried and dropped. */
export async function linkDown(): Promise<unknown> {
  const { stdout } = await run(linkCommand(), ['down']);
  try {
    return JSON.parse(stdout);
  } catch {
    return stdout;
  }
}

/** Runs a program on one of the two hosts and waits for its output. */
export async function onHost(host: 'client' | 'server', program: string, args: string[]): Promise<string> {
  const { stdout } = await run(linkCommand(), [host, program, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Starts a program on one of the two hosts. */
export function spawnOnHost(
  host: 'client' | 'server',
  program: string,
  args: string[],
  env: Record<string, string>,
): ChildProcess {
  return spawn(linkCommand(), [host, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
