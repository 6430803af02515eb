import { existsSync } from 'node:fs';
import { type Lock, takeLock } from '../../daemon/lock.ts';
import { defaultStateDir, stateDirAt } from '../../daemon/state-dir.ts';
import { type Fallible, ok } from '../../protocol/fallible.ts';

/**
 * One test at a time on a device that has an agent: two would measure each other. Null where there is none, or where the agent is
 * another user's and its lock not ours to take; that one sees the traffic, as of anybody.
 */
export function lockDevice(
  env: Readonly<Record<string, string | undefined>>,
): Fallible<Lock | null, { reason: 'held'; pid: number }> {
  const directory = env.JISSOKU_STATE_DIR || defaultStateDir(env);
  if (!existsSync(directory)) return ok(null);
  try {
    return takeLock(stateDirAt(directory).testLock);
  } catch {
    return ok(null);
  }
}
