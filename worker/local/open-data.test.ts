import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
import { secureRandom } from '../open-data/secure-random.ts';
import { fileKey, getManifest } from '../storage/open-data-files.ts';
import { insertResults } from '../storage/results.ts';

const MONTHS = ['2026-09', '2026-10'] as const;
const HOUSEHOLDS = 2_500;
const NOW_MS = Date.parse('2026-11-03T12:00:00Z');
const LIMITS = { resultsAtOnce: 500, resultsAStep: 3_000, linesARound: 700, steps: 1_000 };
const FLATS_ISP = 'flats';
const FLATS_ASN = 64_999;

const truth = new Map(
  MONTHS.map((month) => [month, [...openResults(month, HOUSEHOLDS), ...oneBuilding(month)]]),
);
let directory: string | undefined;
let bucket: R2Bucket;
let twice: R2Bucket[];
let runtime: Miniflare | undefined;
let sql: (text: string) => Promise<Record<string, unknown>[]>;

beforeAll(async () => {
  const DB = await databaseOf([...truth.values()].flat());
  runtime = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default { fetch: () => new Response() }',
      r2Buckets: ['DOCUMENTS', 'ONCE', 'AGAIN'],
    }),
  );
  bucket = (await runtime.getR2Bucket('DOCUMENTS')) as unknown as R2Bucket;
  await continueOpenData({ DB, DOCUMENTS: bucket }, { nowMs: NOW_MS, random: seededRandom(11) }, LIMITS);
  directory = await mkdtemp(path.join(tmpdir(), 'open-data-'));
  for (const month of MONTHS) await download(bucket, month, directory);
  twice = await Promise.all(
    ['ONCE', 'AGAIN'].map(async (name) => (await runtime?.getR2Bucket(name)) as unknown as R2Bucket),
  );
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  sql = async (text) => (await connection.runAndReadAll(text)).getRowObjects();
});

async function databaseOf(rows: readonly ResultRow[]): Promise<D1Database> {
  const sqlite = new DatabaseSync(':memory:');
  applyMigrations(sqlite);
  const database = asD1(sqlite);
  for (let from = 0; from < rows.length; from += 1_000)
    await insertResults(database, rows.slice(from, from + 1_000));
  return database;
}

async function download(from: R2Bucket, month: string, to: string): Promise<void> {
  for (const { name } of (await manifestOf(month, from)).files) {
    const object = await from.get(fileKey(false, month, 1, name));
    await writeFile(path.join(to, name), new Uint8Array((await object?.arrayBuffer()) ?? []));
  }
}

/** Thirty flats behind one address prefix, with a provider of their own: enough lines, and all of them perhaps one person's. */
function oneBuilding(month: string): ResultRow[] {
  const flats = openResults(month, 30, 2).filter(({ id }) => id.includes('-0__'));
  const [first] = flats;
  return flats.map((row, number) => ({
    ...row,
    id: `${month}-flat${number}-0`.padEnd(22, '_'),
    valid: true,
    excludedBy: null,
    cohort: 'crowd-browser',
    asn: FLATS_ASN,
    ispKey: FLATS_ISP,
    subdivisionCode: 'JP-13',
    accessTechnology: 'ftth',
    connectionMethod: 'dhcp',
    medium: 'wired',
    contractDownloadBps: 1e9,
    prefixKey: first?.prefixKey ?? null,
  }));
}

afterAll(async () => {
  await runtime?.dispose();
  if (directory !== undefined) await rm(directory, { recursive: true, force: true });
});

async function manifestOf(month: string, from = bucket): Promise<OpenDataManifest> {
  const manifest = await getManifest(from, false, month);
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

  test('one prefix: thirty lines behind one are never told by what they alone share', async () => {
    const flats = (truth.get('2026-10') ?? []).filter(({ ispKey }) => ispKey === FLATS_ISP);
    expect(new Set(flats.map(({ subscriberKey }) => hex(subscriberKey))).size).toBeGreaterThan(20);
    expect(
      await sql(
        `SELECT * FROM ${files('2026-10', 'rows')} WHERE isp = '${FLATS_ISP}' OR asn = ${FLATS_ASN} OR method = 'dhcp'`,
      ),
    ).toEqual([]);
  });

  test('join of months and editions: identical rows under identical keys get other numbers and another order', async () => {
    const september = openResults('2026-09', 400).filter(({ valid }) => valid);
    const october = september.map((row) => ({
      ...row,
      id: row.id.replace('2026-09', '2026-10'),
      measuredAtMs: row.measuredAtMs + 30 * 86_400_000,
    }));
    const DB = await databaseOf([...september, ...october]);
    const exports: { ref: string; figures: string }[][] = [];
    for (const [index, DOCUMENTS] of twice.entries()) {
      await continueOpenData({ DB, DOCUMENTS }, { nowMs: NOW_MS, random: secureRandom }, LIMITS);
      const own = path.join(directory ?? '', String(index));
      await mkdir(own);
      for (const month of MONTHS) {
        await download(DOCUMENTS, month, own);
        const rows = await sql(`SELECT * FROM '${own}/jissoku-${month}-e1-rows-*.parquet'`);
        exports.push(
          [...Map.groupBy(rows, ({ lineRef }) => String(lineRef))].map(([ref, tests]) => ({
            ref,
            figures: tests
              .map((row) => JSON.stringify(METRICS.map((metric) => row[metric])))
              .toSorted()
              .join(),
          })),
        );
      }
    }
    const lines = new Set(october.map(({ subscriberKey }) => hex(subscriberKey))).size;
    for (const each of exports) expect(each.length).toBeGreaterThan(0.95 * lines);
    const refs = exports.flat().map(({ ref }) => ref);
    expect(new Set(refs).size).toBe(refs.length);
    // The same line at the same place: once in all, on average, as between two random orders; that it is ten times, once in a million.
    for (const [index, one] of exports.entries())
      for (const other of exports.slice(index + 1))
        expect(one.filter(({ figures }, place) => other[place]?.figures === figures).length).toBeLessThan(10);
  });

  test('join of months by figures: it succeeds, as often as docs/open-data.md says, and by the class alone one in ten times at most', async () => {
    const [before, after] = await Promise.all(MONTHS.map(linesWithFigures));
    if (before === undefined || after === undefined) throw new Error('two months are joined');
    const spread = spreadWithinLines(after);
    const byClass = Map.groupBy(after, ({ told }) => told);
    const tried = before.flatMap((line) => {
      const suspects = byClass.get(line.told) ?? [];
      const isThere = suspects.some(({ household }) => household === line.household);
      if (line.household === null || !isThere || suspects.length < 10) return [];
      const distances = suspects.map((suspect) => distance(line, suspect, spread));
      const least = Math.min(...distances);
      const nearest = suspects.filter((_, index) => distances[index] === least);
      const hits = nearest.filter(({ household }) => household === line.household).length;
      return [{ right: hits / nearest.length, chance: 1 / suspects.length }];
    });
    expect(tried.length).toBeGreaterThan(1_500);
    const right = tried.reduce((sum, each) => sum + each.right, 0) / tried.length;
    const chance = tried.reduce((sum, each) => sum + each.chance, 0) / tried.length;
    // Ten lines share every class.
    expect(chance).toBeLessThanOrEqual(0.1);
    const page = await readFile(path.join(ROOT, 'docs/open-data.md'), 'utf8');
    const [, stated = ''] = /the right one of (\d+)% of lines/.exec(page) ?? [];
    // No promise, but a measured limit that the page must not play down: no more than the chance of so many draws beyond it.
    const error = 2 * Math.sqrt((right * (1 - right)) / tried.length) + 0.005;
    expect(Number(stated) / 100, `${right} right, ${chance} by chance, of ${tried.length}`).toBeGreaterThan(
      right - error,
    );
    expect(Number(stated) / 100).toBeLessThan(right + error);
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

interface LineWithFigures {
  /** All that is told of it but its figures and times. */
  told: string;
  /** Whose it is, as only this test knows; null where no result of it is the only one with its figures. */
  household: string | null;
  /** Of every test, the metrics as logarithms (loss as it is). */
  tests: (number | null)[][];
}

async function linesWithFigures(month: (typeof MONTHS)[number]): Promise<LineWithFigures[]> {
  const known = Map.groupBy(
    (truth.get(month) ?? []).filter(({ valid }) => valid),
    (result) => JSON.stringify(METRICS.map((metric) => moved(result[metric]))),
  );
  const rows = await sql(`SELECT * FROM ${files(month, 'rows')}`);
  return [...Map.groupBy(rows, ({ lineRef }) => lineRef).values()].map((tests) => {
    const [row = {}] = tests;
    const media = [...new Set(tests.map(({ medium }) => String(medium)))].toSorted();
    const { cohort, asn, isp, country, area, subdivision, access, method, tier, coarsened } = row;
    const owners = tests.flatMap((test) => {
      const [only, other] = known.get(JSON.stringify(METRICS.map((metric) => test[metric]))) ?? [];
      return only === undefined || other !== undefined ? [] : [only.id.split('-')[2] ?? ''];
    });
    return {
      told: JSON.stringify([
        cohort,
        asn,
        isp,
        country,
        area,
        subdivision,
        access,
        method,
        tier,
        coarsened,
        media,
      ]),
      household: owners[0] ?? null,
      tests: tests.map((test) =>
        METRICS.map((metric) => {
          const value = test[metric] as number | null;
          return value === null || metric === 'lossRatio' ? value : Math.log(value);
        }),
      ),
    };
  });
}

/** By how much each metric differs from test to test of a line: what an attacker learns from lines with many tests. */
function spreadWithinLines(lines: readonly LineWithFigures[]): number[] {
  return METRICS.map((_, index) => {
    let squares = 0;
    let degrees = 0;
    for (const { tests } of lines) {
      const values = tests.flatMap((test) => test[index] ?? []);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      squares += values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      degrees += Math.max(0, values.length - 1);
    }
    return Math.sqrt(squares / degrees);
  });
}

/** Between the means of two lines, each metric in units of how much it differs within a line. */
function distance(a: LineWithFigures, b: LineWithFigures, spread: readonly number[]): number {
  const meanOf = ({ tests }: LineWithFigures, index: number) => {
    const values = tests.flatMap((test) => test[index] ?? []);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return METRICS.reduce((sum, _, index) => {
    const apart = (meanOf(a, index) - meanOf(b, index)) / (spread[index] ?? 1);
    return Number.isFinite(apart) ? sum + apart ** 2 : sum;
  }, 0);
}

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
