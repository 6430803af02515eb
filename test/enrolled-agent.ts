import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Schedule } from '../measurement-agent/protocol/schedule.ts';
import type { InstalledPackage } from './installed-package.ts';
import { ROOT, type Server } from './server.ts';

const run = promisify(execFile);

/** What an operator does on the data of a server, running or not. */
export async function admin(server: Pick<Server, 'dataDir'>, ...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, ['worker/local/admin.ts', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', DATA_DIR: server.dataDir },
  });
  return stdout.trim();
}

/** An installed agent that is enrolled at a server, with what its commands need of the environment. */
export interface EnrolledAgent {
  id: string;
  stateDir: string;
  env: Record<string, string>;
}

export async function enrolAt(server: Server, installed: InstalledPackage): Promise<EnrolledAgent> {
  const token = await admin(
    server,
    'token-create',
    '--owner',
    'Test',
    '--site',
    'Rack 1',
    '--access',
    'ftth',
  );
  const stateDir = path.join(installed.folder, 'state');
  const env = { ...installed.env, JISSOKU_SERVER: server.origin, JISSOKU_STATE_DIR: stateDir };
  const { stdout } = await run(process.execPath, [installed.main, 'enroll', '--token', token], { env });
  const id = / as ([\w-]{43})\./.exec(stdout)?.[1];
  if (id === undefined) throw new Error(`not enrolled: ${stdout}`);
  return { id, stateDir, env };
}

/** Gives an agent a schedule, by way of a file beside its state. */
export async function scheduleFor(
  server: Pick<Server, 'dataDir'>,
  { id, stateDir }: Pick<EnrolledAgent, 'id' | 'stateDir'>,
  schedule: Schedule,
): Promise<void> {
  const file = path.join(stateDir, 'schedule.json');
  await writeFile(file, JSON.stringify(schedule));
  await admin(server, 'agent-schedule', id, file);
}
