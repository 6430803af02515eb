/**
 * What statistics cost with many results: the refresh of 1,000 new ones, the API's answers, bytes a row, and how far the
 * figures are from the lines' own. Loads once into .bench-stats/N.sqlite and goes on where it stopped.
 *
 *   npm run bench:stats -- --results 100000 [--questions 400]
 */
import { mkdirSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { Hono } from 'hono';
import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import { FIGURES, METRICS } from '../measurement-agent/protocol/statistics.ts';
import { beginPublishing, continuePublishing } from '../worker/rollup/publish.ts';
import { refresh } from '../worker/rollup/refresh.ts';
import { quality } from '../worker/routes/quality.ts';
import { median } from './line-truth.ts';
import { applyMigrations } from './stats/migrations.ts';
import { COLUMNS, rowsOf } from './stats/rows.ts';
import { asD1 } from './stats/sqlite-d1.ts';

const { values } = parseArgs({
  options: {
    results: { type: 'string', default: '100000' },
    questions: { type: 'string', default: '400' },
  },
});
const WANTED = Number(values.results);
const END_MS = Date.parse('2026-11-23T12:00:00Z');
const LOAD_AT_ONCE = 50_000;
const LINES_A_STEP = 20_000;
const NEW_RESULTS = 1_000;
const ROUNDS = 5;
/** New results are of the last days. */
const NEW_DAYS = 2;

mkdirSync('.bench-stats', { recursive: true });
const sqlite = new DatabaseSync(`.bench-stats/${WANTED}.sqlite`);
sqlite.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -200000');
applyMigrations(sqlite);
const env = { DB: asD1(sqlite) };

load();
await rollUp();
await report();

function insert(from: number, to: number, endMs: number): void {
  const statement = sqlite.prepare(
    `insert or ignore into results (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
  );
  sqlite.exec('begin');
  for (const row of rowsOf(from, to, endMs)) statement.run(...row);
  sqlite.exec('commit');
}

/** Results that are not there yet, in the order of their numbers. */
function load(): void {
  const { loaded } = sqlite.prepare("select count(*) as loaded from results where id < 'bench-9'").get() as {
    loaded: number;
  };
  for (let from = loaded; from < WANTED; from += LOAD_AT_ONCE) {
    // Rows are numbered, so a load that was interrupted goes on in the middle of one.
    insert(from, Math.min(WANTED, from + LOAD_AT_ONCE), END_MS);
    process.stderr.write(`\rloaded ${Math.min(WANTED, from + LOAD_AT_ONCE)} of ${WANTED}   `);
  }
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
  await continuePublishing(env, { cellsAStep: 500, steps: 1_000_000 });
  return performance.now() - beganMs;
}

async function report(): Promise<void> {
  const sketchError = await worstError();
  const refreshes: number[] = [];
  const { already } = sqlite.prepare("select count(*) as already from results where id >= 'new-'").get() as {
    already: number;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    addNew(already + round * NEW_RESULTS);
    const beganMs = performance.now();
    await refresh(env, END_MS);
    refreshes.push(performance.now() - beganMs);
  }
  const publishedInMs = await publish(END_MS + 1);
  const answers = await ask(Number(values.questions));
  console.log(
    '| results | refresh of 1,000 new, s | publication of five such, s | API p50, ms | API p99, ms | bytes a result, row and indexes | line-months | cells | all, bytes a result | worst sketch error p5–p95 |',
  );
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  const counts = sqlite
    .prepare(
      'select (select count(*) from results) as results, (select count(*) from line_months) as months, (select count(*) from cells) as cells',
    )
    .get() as { results: number; months: number; cells: number };
  const all = bytesOf(null);
  console.log(
    `| ${counts.results} | ${((median(refreshes) ?? Number.NaN) / 1000).toFixed(2)} | ${(publishedInMs / 1000).toFixed(1)} | ${quantile(answers, 0.5)?.toFixed(1)} | ${quantile(answers, 0.99)?.toFixed(1)} | ${Math.round(bytesOf(['results', 'results_by_line', 'results_by_time', 'sqlite_autoindex_results_1']) / counts.results)} | ${counts.months} | ${counts.cells} | ${Math.round(all / counts.results)} | ${(100 * sketchError).toFixed(3)}% |`,
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

/** Times of answers to questions as pages ask them, ms, in ascending order. */
async function ask(count: number): Promise<number[]> {
  const app = new Hono<{ Bindings: object; Variables: { config: object } }>();
  app.use(async (c, next) => {
    c.set('config', { synthetic: false, tokenKey: '' });
    await next();
  });
  app.route('/', quality as never);
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const isp = `isp-${index % 30}`;
    const prefecture = `JP-${String(1 + (index % 47)).padStart(2, '0')}`;
    const metric = METRICS[index % METRICS.length] ?? 'downloadBps';
    const questions = [
      `/?isp=${isp}`,
      `/?region=${prefecture}&period=r30`,
      '/?region=JP&period=r365',
      `/?isp=${isp}&region=${prefecture}&period=2026-10`,
      `/?isp=${isp}&groupBy=tier&metrics=${metric}`,
      '/?groupBy=isp&region=JP',
      `/rank?region=JP&metric=${metric}`,
      `/rank?region=${prefecture}`,
      `/compare?a=${isp}&b=isp-${(index + 7) % 30}`,
      `/hours?region=${prefecture}`,
      `/trend?isp=${isp}&metric=${metric}`,
    ];
    const path = questions[index % questions.length] ?? '/';
    const beganMs = performance.now();
    const response = await app.request(path, {}, env);
    await response.text();
    times.push(performance.now() - beganMs);
    if (response.status >= 500) throw new Error(`${path}: ${response.status}`);
  }
  return ascending(times);
}

/** Bytes of tables and indexes on disk; null for all. */
function bytesOf(names: readonly string[] | null): number {
  const where = names === null ? '' : `where name in (${names.map((name) => `'${name}'`).join(', ')})`;
  return (sqlite.prepare(`select sum(pgsize) as bytes from dbstat ${where}`).get() as { bytes: number })
    .bytes;
}

/** Largest relative error of the API's quantiles against the line-months themselves, over ISPs with many lines. */
async function worstError(): Promise<number> {
  const app = new Hono<{ Bindings: object; Variables: { config: object } }>();
  app.use(async (c, next) => {
    c.set('config', { synthetic: false, tokenKey: '' });
    await next();
  });
  app.route('/', quality as never);
  let worst = 0;
  for (const isp of ['isp-0', 'isp-3', 'isp-9']) {
    const rows = sqlite
      .prepare(
        "select figures from line_months where isp = ? and month = '2026-10' and (stands_for >> 7) & 1",
      )
      .all(isp) as { figures: string }[];
    const response = await app.request(`/?isp=${isp}&period=2026-10`, {}, env);
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
