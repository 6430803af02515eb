import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

/** Where an agent keeps its key, its spool and its locks. */
export interface StateDir {
  path: string;
  key: string;
  /** What the server answered at enrolment. */
  enrolment: string;
  spool: string;
  /** One daemon at a time … */
  daemonLock: string;
  /** … and one test at a time, whoever began it. */
  testLock: string;
}

/** The directory of a service (systemd sets STATE_DIRECTORY), else the user's own (XDG base directories). */
export function defaultStateDir(env: Readonly<Record<string, string | undefined>>): string {
  const service = env.STATE_DIRECTORY?.split(':')[0];
  return service || path.join(env.XDG_STATE_HOME || path.join(homedir(), '.local/state'), 'jissoku');
}

export function stateDirAt(directory: string): StateDir {
  const at = (name: string) => path.join(directory, name);
  return {
    path: directory,
    key: at('device-key.json'),
    enrolment: at('enrolment.json'),
    spool: at('spool.db'),
    daemonLock: at('daemon.lock'),
    testLock: at('test.lock'),
  };
}

/** Makes the directory where it is missing, for its owner alone. */
export function makeStateDir(directory: string): void {
  if (mkdirSync(directory, { recursive: true, mode: 0o700 }) !== undefined) chmodSync(directory, 0o700);
}
