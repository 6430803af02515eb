import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Server } from './server.ts';

/** How long the server may hold it. */
const WAIT_MS = 20_000;

/** The database of a server, for what no route changes: to be closed soon, as the server waits meanwhile. */
export async function databaseOf({ dataDir }: Pick<Server, 'dataDir'>): Promise<DatabaseSync> {
  const directory = path.join(dataDir, 'v3', 'd1', 'miniflare-D1DatabaseObject');
  const file = (await readdir(directory)).find((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
  if (file === undefined) throw new Error(`No database in ${directory}`);
  return new DatabaseSync(path.join(directory, file), { timeout: WAIT_MS });
}
