import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import {
  unstable_readConfig as readConfig,
  unstable_splitSqlQuery as splitSql,
  unstable_getMiniflareWorkerOptions as workerOptionsOf,
} from 'wrangler';
import { BUILT, ROOT } from './build.ts';

/** The app under a local start: the worker with D1, R2 and the web files, on a port that only this machine reaches. */
export interface App {
  port: number;
  compatibilityDate: string;
  compatibilityFlags: string[];
  /** Runs the scheduled handler, as the edge's cron would at this pattern. */
  runScheduled: (cron: string) => Promise<void>;
  crons: string[];
  /** The worker's own database, for this process. */
  database: () => Promise<D1Database>;
  stop: () => Promise<void>;
}

/** Starts the app with its data under `dataDir` and applies the migrations that it lacks. */
export async function startApp(dataDir: string, variables: Record<string, string>): Promise<App> {
  const config = readConfig({ config: path.join(ROOT, 'wrangler.toml') }, { hideWarnings: true });
  const { workerOptions } = workerOptionsOf(config);
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      // `wrangler d1 … --local --persist-to DATA_DIR` reads DATA_DIR/v3: the same database.
      resourcePersistencePath: path.join(dataDir, 'v3'),
      workers: [
        {
          ...workerOptions,
          name: config.name,
          modulesRoot: '/',
          modules: [{ type: 'ESModule', path: 'app.js', contents: await readFile(BUILT.app, 'utf8') }],
          bindings: variables,
        },
      ],
    }),
  );
  const address = await miniflare.ready;
  await migrate(miniflare, path.join(ROOT, 'db/migrations'));
  return {
    port: Number(address.port),
    compatibilityDate: config.compatibility_date ?? '',
    compatibilityFlags: config.compatibility_flags,
    crons: config.triggers.crons ?? [],
    async runScheduled(cron) {
      const worker = await miniflare.getWorker();
      await worker.scheduled({ scheduledTime: new Date(), cron });
    },
    database: () => miniflare.getD1Database('DB'),
    stop: () => miniflare.dispose(),
  };
}

/** Applies what is missing, each file in one transaction, into the table that wrangler keeps too. */
async function migrate(miniflare: Miniflare, directory: string): Promise<void> {
  const database = await miniflare.getD1Database('DB');
  await database.exec(
    'create table if not exists d1_migrations(id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)',
  );
  const { results } = await database.prepare('select name from d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const files = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted();
  for (const name of files) {
    if (applied.has(name)) continue;
    const statements = splitSql(await readFile(path.join(directory, name), 'utf8'));
    await database.batch([
      ...statements.map((statement) => database.prepare(statement)),
      database.prepare('insert into d1_migrations(name) values(?)').bind(name),
    ]);
  }
}
