import { execFileSync, spawn } from 'node:child_process';

/**
 * Ends `pids` when this process is gone, however it went: a killed parent would leave its workerds serving the port,
 * and the next start would find it taken. The watchdog waits on a pipe that only this process holds open.
 */
export function watch(pids: readonly number[]): void {
  if (process.platform === 'win32' || pids.length === 0) return;
  const watchdog = spawn(
    'sh',
    ['-c', 'cat >/dev/null; kill -9 "$@" 2>/dev/null', 'watchdog', ...pids.map(String)],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
      // A Ctrl-C in the terminal reaches the whole group; the watchdog must outlive us.
      detached: true,
    },
  );
  watchdog.unref();
}

/** Process ids of the children of this process whose command names workerd. */
export function workerdChildren(): number[] {
  if (process.platform === 'win32') return [];
  const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' }).trim().split('\n');
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, command]) => Number(parent) === process.pid && command?.includes('workerd'))
    .map(([pid]) => Number(pid));
}
