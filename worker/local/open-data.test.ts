import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyMigrations } from '../../bench/stats/migrations.ts';
import { asD1 } from '../../bench/stats/sqlite-d1.ts';
import { seededRandom } from '../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import type { OpenDataManifest } from '../../measurement-agent/protocol/open-data.ts';
import { METRICS } from '../../measurement-agent/protocol/statistics.ts';
import { openResults } from '../../test/fixtures/open-population.ts';
import { ROOT } from '../../test/server.ts';
import { CELL_SETS, setName } from '../domain/open-data/cell-counts.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { continueOpenData } from '../open-data/export.ts';
import { fileKey, getManifest } from '../storage/open-data-files.ts';
import { insertResults } from '../storage/results.ts';

const MONTHS = ['2026-09', '2026-10'] as const;
const HOUSEHOLDS = 2_500;
const NOW_MS = Date.parse('2026-11-03T12:00:00Z');

const truth = new Map(MONTHS.map((month) => [month, openResults(month, HOUSEHOLDS)]));
let directory: string | undefined;
let bucket: R2Bucket;
let runtime: Miniflare | undefined;
let sql: (text: string) => Promise<Record<string, unknown>[]>;

beforeAll(async () => {
  const sqlite = new DatabaseSync(':memory:');
  applyMigrations(sqlite);
  const DB = asD1(sqlite);
  for (const rows of truth.values())
    for (let from = 0; from < rows.length; from += 1_000)
      await insertResults(DB, rows.slice(from, from + 1_000));
  runtime = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default { fetch: () => new Response() }',
      r2Buckets: ['DOCUMENTS'],
    }),
  );
  bucket = (await runtime.getR2Bucket('DOCUMENTS')) as unknown as R2Bucket;
  const limits = { resultsAtOnce: 500, resultsAStep: 3_000, steps: 1_000 };
  await continueOpenData({ DB, DOCUMENTS: bucket }, { nowMs: NOW_MS, random: seededRandom(11) }, limits);
  directory = await mkdtemp(path.join(tmpdir(), 'open-data-'));
  for (const month of MONTHS)
    for (const { name } of (await manifestOf(month)).files) {
      const object = await bucket.get(fileKey(false, month, 1, name));
      await writeFile(path.join(directory, name), new Uint8Array((await object?.arrayBuffer()) ?? []));
    }
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  sql = async (text) => (await connection.runAndReadAll(text)).getRowObjects();
});

afterAll(async () => {
  await runtime?.dispose();
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
});

async function manifestOf(month: string): Promise<OpenDataManifest> {
  const manifest = await getManifest(bucket, false, month);
  if (manifest === null) throw new Error(`no open data of ${month}`);
  return manifest;
}

function files(month: string, table: string, format = 'parquet'): string {
  return `'${directory}/jissoku-${month}-e1-${table}-*.${format}'`;
}

describe('a stranger with DuckDB', () => {
  test.each(CELL_SETS.map((dimensions) => [setName(dimensions), dimensions] as const))(
    'recomputes every cell of %s subscriber-first, to the digit',
    async (set, dimensions) => {
      const place = ['cohort', ...dimensions].join(', ');
      for (const metric of METRICS) {
        const known = [...dimensions, metric].map((name) => `${name} IS NOT NULL`).join(' AND ');
        const own = await sql(`
          WITH days AS (
            SELECT lineRef, ${place}, lineDay, median(${metric}) AS figure
            FROM ${files('2026-10', 'rows')} WHERE ${known} GROUP BY ALL
          ), lines AS (SELECT lineRef, ${place}, median(figure) AS figure FROM days GROUP BY ALL)
          SELECT ${place}, count(*) AS lines,
            quantile_cont(figure, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]) AS q, list_sort(list(figure)) AS sorted
          FROM lines GROUP BY ALL HAVING count(*) >= 30 ORDER BY ${place}`);
        const told = await sql(`
          SELECT ${place}, lines, [p5, p10, p25, p50, p75, p90, p95] AS q, p50LowRank, p50HighRank, p50Low, p50High
          FROM ${files('2026-10', 'aggregates')} WHERE cellSet = '${set}' AND figure = '${metric}' ORDER BY ${place}`);
        expect(told).toHaveLength(own.length);
        for (const [index, cell] of told.entries()) {
          const mine = own[index];
          for (const name of ['cohort', ...dimensions]) expect(cell[name]).toBe(mine?.[name]);
          expect(cell.lines).toBe(Number(mine?.lines));
          expect(itemsOf(cell.q)).toEqual(itemsOf(mine?.q).map(tenDigits));
          const sorted = itemsOf(mine?.sorted);
          expect(cell.p50Low).toBe(tenDigits(sorted[Number(cell.p50LowRank) - 1] ?? Number.NaN));
          expect(cell.p50High).toBe(tenDigits(sorted[Number(cell.p50HighRank) - 1] ?? Number.NaN));
        }
      }
    },
  );

  test('runs the commands of docs/open-data.md as they stand there', async () => {
    const page = await readFile(path.join(ROOT, 'docs/open-data.md'), 'utf8');
    const commands = [...page.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, command = '']) =>
      command.replaceAll("'jissoku-*-", `'${directory}/jissoku-2026-10-*-`),
    );
    expect(commands).toHaveLength(2);
    const [own, told] = await Promise.all(commands.map((command) => sql(command)));
    expect(own?.length).toBeGreaterThan(2);
    expect(told?.map(({ isp, lines, p50 }) => [isp, lines, p50])).toEqual(
      own?.map(({ isp, lines, p50 }) => [isp, Number(lines), tenDigits(Number(p50))]),
    );
  });

  test('finds the same rows in CSV and in Parquet, as many as the manifest says', async () => {
    const { counts, columns } = await manifestOf('2026-10');
    const types = `types = {'date': 'DATE', 'lineRef': 'BIGINT', 'lineDay': 'INTEGER', 'asn': 'INTEGER', 'coarsened': 'INTEGER', 'methodVersion': 'INTEGER'}`;
    const csv = `read_csv(${files('2026-10', 'rows', 'csv.gz')}, header = true, ${types})`;
    const parquet = files('2026-10', 'rows');
    const [same] = await sql(
      `SELECT (SELECT count(*) FROM ${parquet}) AS rows, count(*) AS differ FROM
        ((SELECT * FROM ${csv} EXCEPT ALL SELECT * FROM ${parquet}) UNION ALL (SELECT * FROM ${parquet} EXCEPT ALL SELECT * FROM ${csv}))`,
    );
    expect(same).toEqual({ rows: BigInt(counts.rows), differ: 0n });
    const described = await sql(`DESCRIBE SELECT * FROM ${parquet}`);
    expect(described.map((column) => column.column_name)).toEqual(columns.rows.map(({ name }) => name));
  });
});

/** What is told of a line besides its figures, as whoever has the file sees it. */
const TOLD_LINES = (month: string) => `
  SELECT lineRef, cohort, asn, isp, country, area, subdivision, access, method, tier, coarsened,
    list_sort(list(DISTINCT medium)) AS media,
    list_sort(list(DISTINCT concat_ws(' ', date, dayKind, dayPart))) AS times, count(*) AS rows
  FROM ${files(month, 'rows')} GROUP BY ALL`;

describe('an attack on the rows', () => {
  test.each(MONTHS)(
    '%s: rare combinations are none, every line is one of ten that look alike',
    async (month) => {
      const groups = await sql(`SELECT count(*) AS lines FROM (${TOLD_LINES(month)})
      GROUP BY cohort, asn, isp, country, area, subdivision, access, method, tier, coarsened, media, times`);
      expect(groups.length).toBeGreaterThan(20);
      expect(groups.filter(({ lines }) => Number(lines) < 10)).toEqual([]);
    },
  );

  test('exact times: who knows all of a line but its figures, and when it was tested, is left with ten lines', async () => {
    const lines = await sql(TOLD_LINES('2026-10'));
    const rows = Map.groupBy(
      await sql(
        `SELECT lineRef, CAST(date AS VARCHAR) AS date, dayKind, dayPart, medium FROM ${files('2026-10', 'rows')}`,
      ),
      ({ lineRef }) => lineRef,
    );
    const known = (truth.get('2026-10') ?? [])
      .filter(({ valid }) => valid)
      .filter((_, index) => index % 7 === 0);
    const least = known.map((result) => {
      const time = timeOf(result);
      const suspects = lines.filter(
        (line) =>
          fits(line.cohort, result.cohort) &&
          fits(line.asn, result.asn) &&
          fits(line.isp, result.ispKey) &&
          fits(line.subdivision, result.subdivisionCode) &&
          fits(line.access, result.accessTechnology ?? 'unknown') &&
          fits(line.method, result.connectionMethod ?? 'unknown') &&
          (rows.get(line.lineRef) ?? []).some(
            (row) =>
              fits(row.medium, result.medium ?? 'unknown') &&
              fits(row.date, time.date) &&
              fits(row.dayKind, time.kind) &&
              fits(row.dayPart, time.part),
          ),
      );
      return suspects.length;
    });
    expect(Math.min(...least.filter((suspects) => suspects > 0))).toBeGreaterThanOrEqual(10);
  });

  test('a result page found elsewhere: who finds its row learns nothing of when the line was tested besides', async () => {
    const found = await rowsFoundByFigures();
    // The attack is a real one: coarse as they are, figures together are a fingerprint.
    expect(found.length).toBeGreaterThan(1_000);
    const rows = Map.groupBy(
      await sql(`SELECT lineRef, CAST(date AS VARCHAR) AS date FROM ${files('2026-10', 'rows')}`),
      ({ lineRef }) => lineRef,
    );
    const others = found.map(({ lineRef }) => rows.get(lineRef) ?? []).filter(({ length }) => length > 1);
    expect(others.length).toBeGreaterThan(100);
    expect(others.flat().filter(({ date }) => date !== null)).toEqual([]);
    const exact = new Set((truth.get('2026-10') ?? []).map(({ downloadBps }) => downloadBps));
    const told = await sql(`SELECT DISTINCT downloadBps FROM ${files('2026-10', 'rows')}`);
    expect(told.filter(({ downloadBps }) => exact.has(downloadBps as number))).toEqual([]);
  });

  test('join of months: no number of a line comes again, nor one that could be made of its key', async () => {
    expect(
      await sql(
        `SELECT a.lineRef FROM ${files('2026-09', 'rows')} a JOIN ${files('2026-10', 'rows')} b USING (lineRef)`,
      ),
    ).toEqual([]);
    const keys = new Set((truth.get('2026-10') ?? []).map(({ subscriberKey }) => hex(subscriberKey)));
    const refs = await sql(`SELECT DISTINCT lineRef FROM ${files('2026-10', 'rows')}`);
    const made = refs.map(({ lineRef }) => (lineRef as bigint).toString(16));
    expect(made.filter((ref) => [...keys].some((key) => key.includes(ref)))).toEqual([]);
  });

  test('order: neither rows nor the numbers of days tell which test came first', async () => {
    const perFile = Map.groupBy(
      await sql(`SELECT filename, lineRef FROM read_parquet(${files('2026-10', 'rows')}, filename = true)`),
      ({ filename }) => filename,
    );
    expect(perFile.size).toBeGreaterThan(1);
    for (const file of perFile.values()) {
      const order = file.map(({ lineRef }) => lineRef as bigint);
      expect(order).toEqual(order.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    }
    // Two tests of a line that stand one after the other, as whoever knows both can see.
    const found = await rowsFoundByFigures();
    const pairs = found
      .slice(1)
      .map((later, index) => [found[index], later] as const)
      .filter(([before, later]) => before?.lineRef === later.lineRef && before?.lineDay !== later.lineDay);
    expect(pairs.length).toBeGreaterThan(300);
    const share = (isSo: (pair: (typeof pairs)[number]) => boolean) =>
      pairs.filter(isSo).length / pairs.length;
    const inOrder = share(([before, later]) => (before?.atMs ?? 0) < later.atMs);
    const numbered = share(
      ([before, later]) => (before?.atMs ?? 0) < later.atMs === (before?.lineDay ?? 0) < later.lineDay,
    );
    for (const each of [inOrder, numbered]) {
      expect(each).toBeGreaterThan(0.4);
      expect(each).toBeLessThan(0.6);
    }
  });
});

/** Rows that somebody finds who has all results of the month with all their digits, in the order of the file. */
async function rowsFoundByFigures(): Promise<{ lineRef: bigint; lineDay: number; atMs: number }[]> {
  const fingerprint = (figures: readonly unknown[]) => JSON.stringify(figures);
  const known = Map.groupBy(
    (truth.get('2026-10') ?? []).filter(({ valid }) => valid),
    (result) => fingerprint(METRICS.map((metric) => moved(result[metric]))),
  );
  const rows = await sql(`SELECT lineRef, lineDay, ${METRICS.join(', ')} FROM ${files('2026-10', 'rows')}`);
  return rows.flatMap((row) => {
    const [only, other] = known.get(fingerprint(METRICS.map((metric) => row[metric]))) ?? [];
    if (only === undefined || other !== undefined) return [];
    return [{ lineRef: row.lineRef as bigint, lineDay: Number(row.lineDay), atMs: only.measuredAtMs }];
  });
}

/** The nearest of forty numbers in every power of ten, written again here. */
function moved(value: number | null): number | null {
  if (value === null || value === 0) return value;
  return Number((10 ** (Math.round(40 * Math.log10(value)) / 40)).toPrecision(4));
}

function itemsOf(list: unknown): number[] {
  return (list as { items: number[] }).items.map(Number);
}

function tenDigits(value: number): number {
  return Number(value.toPrecision(10));
}

/** Whether what is told fits what is known: what is left out fits everything. */
function fits(told: unknown, known: unknown): boolean {
  return told === null || told === known;
}

/** Written again here: what the file says must be true of the test itself. */
function timeOf({ measuredAtMs }: ResultRow): { date: string; kind: string; part: string } {
  const local = new Date(measuredAtMs + 9 * 3_600_000);
  const hour = local.getUTCHours();
  const isWeekend = local.getUTCDay() === 0 || local.getUTCDay() === 6;
  return {
    date: local.toISOString().slice(0, 10),
    kind: isWeekend ? 'weekend' : 'weekday',
    part: hour >= 19 && hour < 23 ? 'evening' : hour >= 6 && hour < 19 ? 'day' : 'night',
  };
}

function hex(bytes: Uint8Array | null): string {
  return Array.from(bytes ?? [], (byte) => byte.toString(16).padStart(2, '0')).join('');
}
