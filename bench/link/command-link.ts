import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DirectionCounters, Link, LinkCounters } from './link.ts';

const run = promisify(execFile);

/** The line of a command that emulates one; CONTRIBUTING.md says what it must understand. */
export function commandLink(command: string, serverAddress: string): Link {
  return {
    serverAddress,
    async up(keys) {
      await run(command, ['up', ...keys.split(' ')]);
    },
    async down() {
      const { stdout } = await run(command, ['down']);
      return readCounters(stdout);
    },
    on: (host) => [command, host],
  };
}

/** `{"down": {"packets": n, "random_losses": n, …}, "up": …}`; null for anything else. */
export function readCounters(text: string): LinkCounters | null {
  let report: unknown;
  try {
    report = JSON.parse(text);
  } catch {
    return null;
  }
  const direction = (name: string): DirectionCounters | null => {
    const { packets, random_losses: randomLosses } =
      (report as Record<string, { packets?: unknown; random_losses?: unknown }> | null)?.[name] ?? {};
    return typeof packets === 'number' && typeof randomLosses === 'number' ? { packets, randomLosses } : null;
  };
  const [down, up] = [direction('down'), direction('up')];
  return down === null || up === null ? null : { down, up };
}
