/**
 * What a month of open data costs: seconds, bytes a row in both formats, memory at its most, and an export that is killed
 * between two files and goes on.
 *
 *   npm run bench:opendata [-- --tests 1000000] [--once]
 *
 * Lines test by Zipf's law, so a million tests are some 230,000 lines and rows; with --once every line tests once, which is the most rows and kinds
 * of times that so many tests can have.
 * The export runs in a process whose heap is held to what a Worker has (128 MB).
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { OpenDataManifest } from '../measurement-agent/protocol/open-data.ts';
import { applyMigrations } from './stats/migrations.ts';
import { COLUMNS, rowsOf } from './stats/rows.ts';

const { values } = parseArgs({
  options: { tests: { type: 'string', default: '1000000' }, once: { type: 'boolean', default: false } },
});
const TESTS = Number(values.tests);
const MONTH = '2026-10';
const END_MS = Date.parse('2026-11-01T00:00:00Z') - 1;
const NOW_MS = Date.parse('2026-11-03T00:00:00Z');
const DAYS = 31;
/** Of 128 MB; the rest is young space (three times the half of it) and what lies outside of V8's heap. */
const HEAP_MB = 96;
/** V8's default on a machine is larger, and would be measured full of what nobody holds any more. */
const HALF_OF_YOUNG_MB = 4;
const ROOT = '.bench-stats';
const LOAD_AT_ONCE = 50_000;
/** Some of the made-up results do not count. */
const COUNTED_SHARE = 0.92;

mkdirSync(ROOT, { recursive: true });
const database = path.join(ROOT, `open-data-${TESTS}${values.once ? '-once' : ''}.sqlite`);
load();

const whole = await exported('whole', 0);
const killed = await exported('killed', Math.max(2, Math.floor(whole.parts / 2)));
console.log('| rows | lines | seconds | files of rows | bytes a row, Parquet | CSV.gz | peak memory, MB |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
console.log(
  `| ${whole.rows} | ${whole.lines} | ${whole.seconds.toFixed(0)} | ${whole.parts} | ${whole.bytesOf('parquet').toFixed(1)} | ${whole.bytesOf('csv.gz').toFixed(1)} | ${whole.peakMb.toFixed(0)} |`,
);
const isSame = killed.rows === whole.rows && killed.lines === whole.lines;
console.log(
  `killed in the middle of part ${Math.max(2, Math.floor(whole.parts / 2))} and resumed: ${killed.rows} rows, ${killed.lines} lines, every file with its hash: ${isSame ? 'as without' : 'NOT as without'}`,
);
if (!isSame || whole.peakMb > 128) process.exitCode = 1;

function load(): void {
  const sqlite = new DatabaseSync(database);
  sqlite.exec('pragma journal_mode = wal; pragma synchronous = off');
  applyMigrations(sqlite);
  const { loaded } = sqlite.prepare('select count(*) as loaded from results').get() as { loaded: number };
  const wanted = Math.ceil(TESTS / COUNTED_SHARE);
  const key = COLUMNS.indexOf('subscriber_key');
  const statement = sqlite.prepare(
    `insert or ignore into results (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
  );
  for (let from = loaded; from < wanted; from += LOAD_AT_ONCE) {
    sqlite.exec('begin');
    for (const row of rowsOf(from, Math.min(wanted, from + LOAD_AT_ONCE), END_MS, DAYS))
      statement.run(...(values.once ? row.with(key, Buffer.from(String(row[0])).subarray(-16)) : row));
    // What a refresh would count is no part of this bench.
    sqlite.exec('delete from dirty_lines; commit');
    process.stderr.write(`\rloaded ${Math.min(wanted, from + LOAD_AT_ONCE)} of ${wanted}   `);
  }
  process.stderr.write('\n');
  sqlite.close();
}

interface Exported {
  rows: number;
  lines: number;
  parts: number;
  seconds: number;
  peakMb: number;
  bytesOf: (format: 'parquet' | 'csv.gz') => number;
}

/** @param dieAfterParts The export is killed after so many files of rows, and started again; 0 never. */
async function exported(name: string, dieAfterParts: number): Promise<Exported> {
  const bucket = path.join(ROOT, `open-data-${name}`);
  rmSync(bucket, { recursive: true, force: true });
  mkdirSync(bucket, { recursive: true });
  if (dieAfterParts > 0) await child(bucket, dieAfterParts);
  const beganMs = performance.now();
  const { code, output } = await child(bucket, 0);
  const seconds = (performance.now() - beganMs) / 1000;
  if (code !== 0) throw new Error(`The export ended with ${code}: it needs more than ${HEAP_MB} MB of heap?`);
  const manifest = JSON.parse(
    readFileSync(path.join(bucket, 'open-data', MONTH, 'manifest.json'), 'utf8'),
  ) as OpenDataManifest;
  const rows = manifest.files.filter(({ table }) => table === 'rows');
  for (const file of manifest.files) {
    const body = readFileSync(path.join(bucket, 'open-data', MONTH, '1', file.name));
    if (createHash('sha256').update(body).digest('hex') !== file.sha256)
      throw new Error(`${file.name} is broken`);
  }
  const inFiles = rows.filter(({ format }) => format === 'parquet').reduce((sum, file) => sum + file.rows, 0);
  if (inFiles !== manifest.counts.rows) throw new Error(`${inFiles} rows, not ${manifest.counts.rows}`);
  return {
    rows: manifest.counts.rows,
    lines: manifest.counts.lines,
    parts: rows.length / 2,
    seconds,
    peakMb: (JSON.parse(output) as { peakMb: number }).peakMb,
    bytesOf: (format) =>
      rows.filter((file) => file.format === format).reduce((sum, file) => sum + file.bytes, 0) /
      manifest.counts.rows,
  };
}

async function child(
  bucket: string,
  dieAfterParts: number,
): Promise<{ code: number | null; output: string }> {
  const script = path.join(import.meta.dirname, 'stats/export-child.ts');
  const process_ = spawn(
    process.execPath,
    [
      `--max-old-space-size=${HEAP_MB}`,
      `--max-semi-space-size=${HALF_OF_YOUNG_MB}`,
      script,
      database,
      bucket,
      String(NOW_MS),
      String(dieAfterParts),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  process_.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
  });
  const [code] = (await once(process_, 'exit')) as [number | null];
  return { code, output };
}
