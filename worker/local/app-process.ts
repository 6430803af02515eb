import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { convertV4MiniflareOptions, Miniflare, Response as MiniflareResponse } from 'miniflare';
import {
  unstable_readConfig as readConfig,
  unstable_splitSqlQuery as splitSql,
  unstable_getMiniflareWorkerOptions as workerOptionsOf,
} from 'wrangler';
import { BUILT, ROOT } from './build.ts';
import { contactFile, serveContacts } from './contact-file.ts';

/** The variables that wrangler.toml sets for everybody. */
export function commonVariables(): Record<string, string> {
  const { vars } = readConfig({ config: path.join(ROOT, 'wrangler.toml') }, { hideWarnings: true });
  return Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)]));
}

/** The app under a local start: the worker with D1, R2 and the web files, on a port that only this machine reaches. */
export interface App {
  port: number;
  compatibilityDate: string;
  compatibilityFlags: string[];
  /** Caps per address prefix, by their names. */
  caps: Record<string, { limit: number; period: number }>;
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
  const contacts = contactFile(dataDir);
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
          modules: await modulesOf(BUILT.app),
          bindings: variables,
          serviceBindings: {
            async CONTACT_STORE(request) {
              const { url, method } = request;
              const body = method === 'PUT' ? await request.text() : null;
              const answer = await serveContacts(contacts, new Request(url, { method, body }));
              const text = answer.body === null ? null : await answer.text();
              return new MiniflareResponse(text, { status: answer.status });
            },
          },
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
    caps: Object.fromEntries(
      (config.ratelimits as { name: string; simple: { limit: number; period: number } }[]).map(
        ({ name, simple }) => [name, simple],
      ),
    ),
    crons: config.triggers.crons ?? [],
    async runScheduled(cron) {
      const worker = await miniflare.getWorker();
      await worker.scheduled({ scheduledTime: new Date(), cron });
    },
    database: async () => afterPauses(await miniflare.getD1Database('DB')),
    async stop() {
      await miniflare.dispose();
      contacts.close();
    },
  };
}

/** workerd closes a connection that was silent for 5 s. */
const SILENT_MS = 2_000;

/** Long enough for a turn of the event loop that looks at sockets. */
const PAUSE_MS = 20;

/**
 * The database for a process that counts for seconds between its writes: while it counts it neither closes idle connections nor
 * sees that the other side did, and would send the next write into a closed one ("other side closed").
 */
function afterPauses(database: D1Database): D1Database {
  let lastMs = performance.now();
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'batch') return value.bind(target) as unknown;
      return async (statements: D1PreparedStatement[]) => {
        if (performance.now() - lastMs > SILENT_MS) await setTimeout(PAUSE_MS);
        const answer = await target.batch(statements);
        lastMs = performance.now();
        return answer;
      };
    },
  });
}

/** The app and the files that it imports as modules; the build left their paths from the root in it. */
async function modulesOf(app: string) {
  const contents = await readFile(app, 'utf8');
  const beside = [...contents.matchAll(/^import \w+ from "([^"]+\.(?:wasm|bin))";$/gm)].map(
    ([, file = '']) => file,
  );
  return [
    { type: 'ESModule' as const, path: 'app.js', contents },
    ...(await Promise.all(
      beside.map(async (file) => ({
        type: file.endsWith('.wasm') ? ('CompiledWasm' as const) : ('Data' as const),
        path: file,
        contents: await readFile(path.join(ROOT, file)),
      })),
    )),
  ];
}

/** The database of a data directory alone, as a server migrated it; one may have it open, too. */
export async function openDatabase(
  dataDir: string,
): Promise<{ database: D1Database; close: () => Promise<void> }> {
  const config = readConfig({ config: path.join(ROOT, 'wrangler.toml') }, { hideWarnings: true });
  const databaseId = config.d1_databases[0]?.database_id ?? '';
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      resourcePersistencePath: path.join(dataDir, 'v3'),
      cf: false,
      workers: [
        {
          d1Databases: { DB: databaseId },
          name: config.name,
          script: 'export default {};',
          modules: true,
        },
      ],
    }),
  );
  await miniflare.ready;
  return { database: await miniflare.getD1Database('DB'), close: () => miniflare.dispose() };
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
