import { linkSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { err, type Fallible, ok } from '../protocol/fallible.ts';

/** A lock that this process holds. */
export interface Lock {
  release(): void;
}

/**
 * Takes a lock file: who holds it and when that process began stand in it, so that one of a process that is gone, or whose number
 * another process has got since, is known to be stale and taken over. The file is complete before it has its name.
 */
export function takeLock(file: string): Fallible<Lock, { reason: 'held'; pid: number }> {
  const own = `${process.pid} ${startOf(process.pid) ?? ''}`;
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, own);
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return ok({ release: () => rmSync(file, { force: true }) });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = read(file);
      if (holder === null) continue;
      const [pid = '', started = ''] = holder.split(' ');
      if (isAlive(Number(pid)) && (startOf(Number(pid)) ?? '') === started)
        return err({ reason: 'held', pid: Number(pid) });
      // Another process may take it over at the same moment: what it has just linked is not what was read.
      if (read(file) === holder) rmSync(file, { force: true });
    }
  } finally {
    unlinkSync(draft);
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process began, in ticks since boot (proc(5), field 22); null where that is not told. */
function startOf(pid: number): string | null {
  const stat = read(`/proc/${pid}/stat`);
  // The name, field 2, may hold spaces and brackets.
  return stat === null ? null : (stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null);
}
