import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 5;

/** The children of a process, with their command lines. */
export function childrenOf(parent: number): { pid: number; args: string }[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], {
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return text
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/))
    .filter(([, ppid]) => Number(ppid) === parent)
    .map(([pid, , ...args]) => ({ pid: Number(pid), args: args.join(' ') }));
}

/**
 * Kills a process and its children at once, as a power cut would: none of them sees another one end. Resolves when they are
 * gone. What the kernel has taken from them is still written, which a real power cut does not promise.
 */
export async function cutPower(parent: number): Promise<void> {
  // kill(2) takes 0 for the caller's own group.
  if (!(parent > 0)) throw new RangeError(`Cannot cut: 'parent' must be a process id, got ${parent}`);
  // Halted, it starts no child that this would miss.
  signal(parent, 'SIGSTOP');
  const family = [parent, ...childrenOf(parent).map(({ pid }) => pid)];
  for (const pid of family) signal(pid, 'SIGKILL');
  while (family.some((pid) => signal(pid, 0))) await pause(LOOK_AGAIN_MS);
}

/** False when the process is gone. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
