/**
 * What statistics cost with many results: the refresh of 1,000 new ones, the API's answers, bytes a row, and how far the
 * figures are from the lines' own. Loads once into .bench-stats/N.sqlite and goes on where it stopped.
 *
 *   npm run bench:stats -- --results 100000 [--questions 40]   every question of stats/paths.ts so often
 *   npm run bench:stats -- --results 100000 --pages 40          time to the first byte of its pages instead
 *   npm run bench:stats -- --results 10000000 --counted 1000000 cells of a million, beside tables of ten
 */
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { Hono } from 'hono';
import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import { FIGURES } from '../measurement-agent/protocol/statistics.ts';
import { beginPublishing, continuePublishing } from '../worker/rollup/publish.ts';
import { refresh } from '../worker/rollup/refresh.ts';
import { quality } from '../worker/routes/quality.ts';
import { median } from './line-truth.ts';
import { applyMigrations } from './stats/migrations.ts';
import { sitePages, timesToFirstByte } from './stats/pages.ts';
import { PAGE_PATHS, questionsOf } from './stats/paths.ts';
import { COLUMNS, ISPS, rowsOf } from './stats/rows.ts';
import { asD1 } from './stats/sqlite-d1.ts';
import { addToTablesOnly } from './stats/tables-only.ts';

const { values } = parseArgs({
  options: {
    results: { type: 'string', default: '100000' },
    questions: { type: 'string', default: '40' },
    pages: { type: 'string' },
    counted: { type: 'string' },
  },
});
const WANTED = Number(values.results);
/** Results that are in cells; the others are in the tables only. */
const COUNTED = Number(values.counted ?? WANTED);
const END_MS = Date.parse('2026-11-23T12:00:00Z');
const LOAD_AT_ONCE = 50_000;
const LINES_A_STEP = 20_000;
const NEW_RESULTS = 1_000;
const ROUNDS = 5;
const WARM_UP = 3;
/** New results are of the last days. */
const NEW_DAYS = 2;

mkdirSync('.bench-stats', { recursive: true });
const file = `.bench-stats/${WANTED}${COUNTED < WANTED ? `-counted-${COUNTED}` : ''}.sqlite`;
const fileOfCounted = `.bench-stats/${COUNTED}.sqlite`;
if (!existsSync(file) && existsSync(fileOfCounted)) copyFileSync(fileOfCounted, file);
const sqlite = new DatabaseSync(file);
sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal');
applyMigrations(sqlite);
for (let isp = 0; isp < ISPS; isp += 1)
  sqlite
    .prepare("insert or ignore into isps (slug, kind, name_ja, name_en) values (?, 'fixed', ?, ?)")
    .run(...Array.from({ length: 3 }, () => `isp-${isp}`));
const env = { DB: asD1(sqlite) };
const api = new Hono<{ Bindings: object; Variables: { config: object } }>();
api.use(async (c, next) => {
  c.set('config', { synthetic: false, tokenKey: '' });
  await next();
});
api.route('/', quality as never);

// Keys are in no order, so a load writes all over the file; what is measured has as much cache as it would have elsewhere.
sqlite.exec(
  'pragma mmap_size = 30000000000; pragma cache_size = -6000000; pragma wal_autocheckpoint = 400000',
);
const loaded = load();
await rollUp();
if (loaded < WANTED) await addToTablesOnly(sqlite, env.DB, { from: loaded, to: WANTED, endMs: END_MS });
sqlite.exec(
  'pragma mmap_size = 0; pragma cache_size = -200000; pragma wal_autocheckpoint = 1000; pragma wal_checkpoint(truncate)',
);
if (values.pages === undefined) await report();
else await reportPages(Number(values.pages));

function insert(from: number, to: number, endMs: number): void {
  const statement = sqlite.prepare(
    `insert or ignore into results (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
  );
  sqlite.exec('begin');
  for (const row of rowsOf(from, to, endMs)) statement.run(...row);
  sqlite.exec('commit');
}

/** Adds results that are not there yet, in the order of their numbers, and says how many there are. */
function load(): number {
  const { loaded } = sqlite.prepare("select count(*) as loaded from results where id < 'bench-9'").get() as {
    loaded: number;
  };
  for (let from = loaded; from < COUNTED; from += LOAD_AT_ONCE) {
    // Rows are numbered, so a load that was interrupted goes on in the middle of one.
    insert(from, Math.min(COUNTED, from + LOAD_AT_ONCE), END_MS);
    process.stderr.write(`\rloaded ${Math.min(COUNTED, from + LOAD_AT_ONCE)} of ${COUNTED}   `);
  }
  return Math.max(loaded, COUNTED);
}

async function rollUp(): Promise<void> {
  for (;;) {
    const { done } = await refresh(env, END_MS, { linesAStep: LINES_A_STEP, steps: 1 });
    const { left } = sqlite.prepare('select count(*) as left from dirty_lines').get() as { left: number };
    process.stderr.write(`\rlines to count ${left}          `);
    if (done || left === 0) break;
  }
  await publish(END_MS);
  process.stderr.write('\n');
}

/** What the edge does once a day; its time in ms. */
async function publish(atMs: number): Promise<number> {
  const beganMs = performance.now();
  await beginPublishing(env, atMs);
  const limits = { cellsAStep: 500, steps: 1_000_000 };
  await continuePublishing(env, limits);
  const tookMs = performance.now() - beganMs;
  // The next run takes out what was replaced.
  await continuePublishing(env, limits);
  return tookMs;
}

async function report(): Promise<void> {
  const sketchError = await worstError();
  const refreshes: Cost[] = [];
  const { already } = sqlite.prepare("select count(*) as already from results where id >= 'new-'").get() as {
    already: number;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    addNew(already + round * NEW_RESULTS);
    const began = { wallMs: performance.now(), cpuMs: cpuMs() };
    await refresh(env, END_MS);
    refreshes.push({ wallMs: performance.now() - began.wallMs, cpuMs: cpuMs() - began.cpuMs });
  }
  const publishedInMs = await publish(END_MS + 1);
  await ask(1);
  const answers = await ask(Number(values.questions));
  console.log('| question | p50, ms | p99, ms | CPU p50, ms | CPU p99, ms |');
  console.log('| --- | --- | --- | --- | --- |');
  for (const [kind, costs] of [...answers, ['all', [...answers.values()].flat()] as const])
    console.log(`| ${[kind, ...spreadOf(costs)].join(' | ')} |`);
  console.log(
    '| results | refresh of 1,000 new, s | the same, CPU, s | publication of five such, s | bytes a result, row and indexes | line-months | cells | all, bytes a result | worst sketch error p5–p95 |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  const counts = sqlite
    .prepare(
      'select (select count(*) from results) as results, (select count(*) from line_months) as months, (select count(*) from cells) as cells',
    )
    .get() as { results: number; months: number; cells: number };
  const bytes = bytesOf(null);
  console.log(
    `| ${counts.results} | ${secondsOf(refreshes, 'wallMs')} | ${secondsOf(refreshes, 'cpuMs')} | ${(publishedInMs / 1000).toFixed(1)} | ${Math.round(bytesOf(['results', 'results_by_line', 'results_by_time', 'sqlite_autoindex_results_1']) / counts.results)} | ${counts.months} | ${counts.cells} | ${Math.round(bytes / counts.results)} | ${(100 * sketchError).toFixed(3)}% |`,
  );
}

/** New results of the last two days, of lines that are there and of others. */
function addNew(from: number): void {
  sqlite.exec('begin');
  const statement = sqlite.prepare(
    `insert or ignore into results (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
  );
  let index = 0;
  for (const row of rowsOf(WANTED + from, WANTED + from + NEW_RESULTS, END_MS, NEW_DAYS)) {
    statement.run(...row.with(0, `new-${from + index}`));
    index += 1;
  }
  sqlite.exec('commit');
}

/** Time and CPU time of an answer, ms: on a machine that does other things, too, the second says more. */
interface Cost {
  wallMs: number;
  cpuMs: number;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What answers cost, by what was asked; every question of paths.ts as often. */
async function ask(count: number): Promise<Map<string, Cost[]>> {
  const costs = new Map<string, Cost[]>();
  for (let index = 0; index < count; index += 1)
    for (const path of questionsOf(index)) {
      const began = { wallMs: performance.now(), cpuMs: cpuMs() };
      const response = await api.request(path, {}, env);
      await response.text();
      const kind = kindOf(path);
      const cost = { wallMs: performance.now() - began.wallMs, cpuMs: cpuMs() - began.cpuMs };
      costs.set(kind, [...(costs.get(kind) ?? []), cost]);
      if (response.status >= 500) throw new Error(`${path}: ${response.status}`);
    }
  return costs;
}

function secondsOf(costs: readonly Cost[], which: keyof Cost): string {
  return ((median(costs.map((cost) => cost[which])) ?? Number.NaN) / 1_000).toFixed(2);
}

function spreadOf(costs: readonly Cost[]): string[] {
  return (['wallMs', 'cpuMs'] as const).flatMap((which) => {
    const sorted = ascending(costs.map((cost) => cost[which]));
    return [0.5, 0.99].map((q) => quantile(sorted, q)?.toFixed(1) ?? '');
  });
}

/** A question without what it names. */
function kindOf(path: string): string {
  return path
    .replaceAll(/isp-\d+/g, 'isp-N')
    .replaceAll(/JP-\d\d/g, 'JP-NN')
    .replaceAll(/&?metric(?:s)?=\w+/g, '');
}

async function reportPages(rounds: number): Promise<void> {
  const page = await sitePages(env.DB);
  console.log('| page | first byte, median, ms | p99, ms |');
  console.log('| --- | --- | --- |');
  for (const path of PAGE_PATHS) {
    await timesToFirstByte(page, path, WARM_UP);
    const times = ascending(await timesToFirstByte(page, path, rounds));
    console.log(`| ${path} | ${quantile(times, 0.5)?.toFixed(1)} | ${quantile(times, 0.99)?.toFixed(1)} |`);
  }
}

/** Bytes of tables and indexes on disk; null for all. */
function bytesOf(names: readonly string[] | null): number {
  const where = names === null ? '' : `where name in (${names.map((name) => `'${name}'`).join(', ')})`;
  return (sqlite.prepare(`select sum(pgsize) as bytes from dbstat ${where}`).get() as { bytes: number })
    .bytes;
}

/** Largest relative error of the API's quantiles against the line-months themselves, over ISPs with many lines. */
async function worstError(): Promise<number> {
  let worst = 0;
  for (const isp of ['isp-0', 'isp-3', 'isp-9']) {
    const rows = sqlite
      .prepare(
        "select figures from line_months where isp = ? and month = '2026-10' and (stands_for >> 7) & 1",
      )
      .all(isp) as { figures: string }[];
    const response = await api.request(`/?isp=${isp}&period=2026-10`, {}, env);
    const { cells } = (await response.json()) as {
      cells: { figures: Record<string, { quantiles: Record<string, { value: number } | null> }> | null }[];
    };
    for (const [index, figure] of FIGURES.entries()) {
      const exact = ascending(
        rows.flatMap((row) => (JSON.parse(row.figures) as (number | null)[])[index] ?? []),
      );
      for (const [name, told] of Object.entries(cells[0]?.figures?.[figure]?.quantiles ?? {})) {
        const truth = quantile(exact, Number(name.slice(1)) / 100);
        if (told === null || truth === null || truth === 0) continue;
        worst = Math.max(worst, Math.abs(told.value / truth - 1));
      }
    }
  }
  return worst;
}
