import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from '../server.ts';

/** One run of the command-line agent. */
export interface AgentRun {
  process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Its exit code, once it ended. */
  exited: Promise<number | null>;
}

export function runAgent(args: string[], env: Record<string, string> = {}): AgentRun {
  const child = spawn(process.execPath, ['measurement-agent/cli/main.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return {
    process: child,
    stdout: () => out,
    stderr: () => errors,
    exited: once(child, 'close').then(([code]) => code as number | null),
  };
}
