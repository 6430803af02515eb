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
import { type Figures, figuresOfHousehold, middle, moved } from '../../test/fixtures/household-figures.ts';
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
const LIMITS = { resultsAtOnce: 500, resultsAStep: 3_000, rowsAFile: 400, linesARound: 700, steps: 1_000 };
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

  test('finds the figures of the lines that measured, each once, but for those that are said to be left out', async () => {
    const { counts } = await manifestOf('2026-10');
    const truly = [...households('2026-10').values()].map(figuresOfHousehold);
    const rows = await sql(`SELECT * FROM ${files('2026-10', 'rows')}`);
    expect(truly.length - rows.length).toBeGreaterThanOrEqual(0);
    expect(truly.length - rows.length).toBeLessThan(20);
    for (const [index, metric] of METRICS.entries()) {
      const left = Map.groupBy(truly, (figures) => figures[index] ?? null);
      for (const row of rows.filter((each) => each[metric] !== null))
        expect(left.get(row[metric] as number)?.pop(), `${metric} ${String(row[metric])}`).toBeDefined();
      const missing = [...left].flatMap(([figure, lines]) => (figure === null ? [] : lines)).length;
      const said = counts.figuresLeftOut?.[metric] ?? 0;
      expect(missing - (truly.length - rows.length)).toBeLessThanOrEqual(said + 10);
      // Most of what is missing is upload: one in twenty tests has none, and nine of a group of ten are too few.
      expect(missing).toBeLessThan(0.08 * truly.length);
    }
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

/** All that is told of a line besides its figures. */
const TOLD =
  'cohort, asn, isp, country, area, subdivision, access, method, tier, medium, coarsened, date, dayKind, dayPart';

describe('an attack on the rows', () => {
  test.each(MONTHS)(
    '%s: rare combinations are none, every line is one of ten that look alike, whatever figure one looks at',
    async (month) => {
      const had = METRICS.map((metric) => `count(${metric}) AS ${metric}`).join(', ');
      const groups = await sql(
        `SELECT count(*) AS lines, ${had} FROM ${files(month, 'rows')} GROUP BY ${TOLD}`,
      );
      expect(groups.length).toBeGreaterThan(20);
      expect(groups.filter(({ lines }) => Number(lines) < 10)).toEqual([]);
      const counts = groups.flatMap((group) => METRICS.map((metric) => Number(group[metric])));
      expect(counts.filter((count) => count > 0 && count < 10)).toEqual([]);
    },
  );

  test('how often a line was tested is nowhere told, but that it was once where its time is', async () => {
    const [found] = await sql(
      `SELECT count(*) AS rows, count(DISTINCT lineRef) AS lines, max(lineDay) AS days FROM ${files('2026-10', 'rows')}`,
    );
    expect(found?.rows).toBe(found?.lines);
    expect(found?.days).toBe(1);
  });

  test('exact times: who knows all of a line but its figures, and when it was tested, is left with ten lines', async () => {
    const rows = await sql(`SELECT ${TOLD}, CAST(date AS VARCHAR) AS day FROM ${files('2026-10', 'rows')}`);
    const known = (truth.get('2026-10') ?? [])
      .filter(({ valid }) => valid)
      .filter((_, index) => index % 7 === 0);
    const least = known.map((result) => {
      const time = timeOf(result);
      const fitting = rows.filter(
        (row) =>
          isOfHousehold(row, result) &&
          fits(row.medium, result.medium ?? 'unknown') &&
          fits(row.day, time.date) &&
          fits(row.dayKind, time.kind) &&
          fits(row.dayPart, time.part),
      );
      // Of which most is told: it is among these, if it is there at all.
      const finest = Math.min(...fitting.map(({ coarsened }) => Number(coarsened)));
      const words = (row: Record<string, unknown>) =>
        ['day', 'dayKind', 'dayPart'].filter((name) => row[name] !== null).length;
      const ofClass = fitting.filter(({ coarsened }) => coarsened === finest);
      const most = Math.max(...ofClass.map(words));
      return ofClass.filter((row) => words(row) === most).length;
    });
    expect(Math.min(...least.filter((suspects) => suspects > 0))).toBeGreaterThanOrEqual(10);
  });

  test('a result page found elsewhere: all its figures together are in no row, and those known lead to no other', async () => {
    const tests = (truth.get('2026-10') ?? []).filter(({ valid }) => valid);
    const pages = new Set(
      tests.map((result) => JSON.stringify(METRICS.map((metric) => moved(result[metric])))),
    );
    const rows = await sql(`SELECT ${METRICS.join(', ')} FROM ${files('2026-10', 'rows')}`);
    const found = rows.filter((row) => pages.has(JSON.stringify(METRICS.map((metric) => row[metric]))));
    expect(found).toEqual([]);
    const exact = new Set((truth.get('2026-10') ?? []).map(({ downloadBps }) => downloadBps));
    const told = await sql(`SELECT DISTINCT downloadBps FROM ${files('2026-10', 'rows')}`);
    expect(told.filter(({ downloadBps }) => exact.has(downloadBps as number))).toEqual([]);
    await expectNothingReadOff('2026-10');
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

  test('join of months by figures: who knows all but one of a line’s figures of the month before does not find the one', async () => {
    await expectNothingReadOff('2026-09');
  });

  test('figures that go together, and a single figure from month to month: guessed as often as docs/open-data.md says', async () => {
    const page = await readFile(path.join(ROOT, 'docs/open-data.md'), 'utf8');
    for (const [month, from, sought, sentence] of [
      ['2026-09', 'idleRttMs', 'idleRttMs', /idle round trip is the line's own of (\d+)% of lines/],
      ['2026-09', 'downloadBps', 'downloadBps', /download of (\d+)%/],
      [
        '2026-10',
        'downloadBps',
        'uploadBps',
        /takes the upload that goes best with it has its own of (\d+)%/,
      ],
    ] as const) {
      const { tried, right, chance } = await guessed(month, from, sought);
      expect(tried).toBeGreaterThan(1_500);
      const stated = Number(sentence.exec(page)?.[1]) / 100;
      // No promise, but a measured limit that the page must not play down: no more than the chance of so many draws beyond it.
      expect(
        Math.abs(stated - right),
        `${sought}: ${right} right, ${chance} by chance, of ${tried}`,
      ).toBeLessThan(byChance(right, tried));
    }
  });

  test('order: rows are in the order of the random numbers', async () => {
    const perFile = Map.groupBy(
      await sql(`SELECT filename, lineRef FROM read_parquet(${files('2026-10', 'rows')}, filename = true)`),
      ({ filename }) => filename,
    );
    expect(perFile.size).toBeGreaterThan(1);
    for (const file of perFile.values()) {
      const order = file.map(({ lineRef }) => lineRef as bigint);
      expect(order).toEqual(order.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    }
  });
});

/** How much more often than `share` something may happen in so many trials: once in some thousand test runs. */
function byChance(share: number, trials: number): number {
  return 3 * Math.sqrt((share * (1 - share)) / trials);
}

/** What somebody knows who knows a household well, and the lines of October that it may be one of. */
interface Victim {
  known: Figures;
  /** Its line’s figures of October. */
  own: Figures;
  suspects: readonly Suspect[];
}

interface Suspect {
  figures: Figures;
  /** What is told of it besides. */
  told: string;
  coarsened: number;
}

/** Households with tests in both months, whose figures of `month` are known; each with ten suspects and more. */
async function victims(month: (typeof MONTHS)[number]): Promise<Victim[]> {
  const rows = await sql(
    `SELECT *, concat_ws('|', ${TOLD.replaceAll('coarsened', 'CAST(coarsened AS VARCHAR)')}) AS told FROM ${files('2026-10', 'rows')}`,
  );
  const before = households(month);
  return [...households('2026-10')].flatMap(([household, results]) => {
    const [result] = results;
    const earlier = before.get(household);
    if (result === undefined || earlier === undefined || result.ispKey === FLATS_ISP) return [];
    const media = new Set(results.map(({ medium }) => medium ?? 'unknown'));
    const suspects = rows.filter(
      (row) =>
        isOfHousehold(row, result) &&
        (row.medium === null || (media.size === 1 && media.has(row.medium as never))),
    );
    if (suspects.length < 10) return [];
    return [
      {
        known: figuresOfHousehold(earlier),
        own: figuresOfHousehold(results),
        suspects: suspects.map((row) => ({
          figures: METRICS.map((metric) => row[metric] as number | null),
          told: String(row.told),
          coarsened: Number(row.coarsened),
        })),
      },
    ];
  });
}

function households(month: (typeof MONTHS)[number]): Map<string | undefined, ResultRow[]> {
  return Map.groupBy(
    (truth.get(month) ?? []).filter(({ valid }) => valid),
    ({ id }) => id.split('-')[2],
  );
}

/** Whether a row may be of the household, by what describes its line. */
function isOfHousehold(row: Record<string, unknown>, result: ResultRow): boolean {
  return (
    fits(row.cohort, result.cohort) &&
    fits(row.asn, result.asn) &&
    fits(row.isp, result.ispKey) &&
    fits(row.subdivision, result.subdivisionCode) &&
    fits(row.access, result.accessTechnology ?? 'unknown') &&
    fits(row.method, result.connectionMethod ?? 'unknown')
  );
}

/**
 * Who knows all figures of `month` but one takes the line of October that is nearest by them, and reads the one off.
 *
 * @returns How often it is the household’s, and how often that of any of the lines of which the same is told is.
 */
async function readOff(
  month: (typeof MONTHS)[number],
): Promise<{ tried: number; right: number; chance: number }> {
  const each = (await victims(month)).flatMap(({ known, own, suspects }) =>
    METRICS.flatMap((_, sought) => {
      const truly = own[sought] ?? null;
      if (truly === null) return [];
      const having = suspects.filter(({ figures }) => figures[sought] !== null);
      const distances = having.map(({ figures }) => distance(known, figures, sought));
      const least = Math.min(...distances);
      const nearest = having.filter((_, index) => distances[index] === least);
      const share = (among: readonly Suspect[]) =>
        among.filter(({ figures }) => figures[sought] === truly).length / Math.max(1, among.length);
      const told = new Set(nearest.map((suspect) => suspect.told));
      return [{ right: share(nearest), chance: share(having.filter((suspect) => told.has(suspect.told))) }];
    }),
  );
  return meansOf(each);
}

/** Of those who know all figures of `month` but one, no more are right than would be by chance: so many as docs/open-data.md says. */
async function expectNothingReadOff(month: (typeof MONTHS)[number]): Promise<void> {
  const { tried, right, chance } = await readOff(month);
  expect(tried).toBeGreaterThan(10_000);
  expect(right, `${right} right, ${chance} by chance, of ${tried}`).toBeLessThan(
    chance + byChance(chance, tried),
  );
  const page = await readFile(path.join(ROOT, 'docs/open-data.md'), 'utf8');
  const [, right100 = '', chance100 = ''] =
    /nearest row, is right in (\d+)% of cases[^%]*look alike is right in (\d+)%/.exec(page) ?? [];
  expect([right100, chance100].map(Number)).toEqual([right, chance].map((share) => Math.round(100 * share)));
}

function meansOf(each: readonly { right: number; chance: number }[]): {
  tried: number;
  right: number;
  chance: number;
} {
  const mean = (name: 'right' | 'chance') => each.reduce((sum, one) => sum + one[name], 0) / each.length;
  return { tried: each.length, right: mean('right'), chance: mean('chance') };
}

/**
 * Who knows a figure of a household takes, among the lines of October of which most is told that fits, the one whose sought figure goes
 * best with it, by the ratio that they have in general: how often that is the household’s, and how often that of any of them is.
 */
async function guessed(
  month: (typeof MONTHS)[number],
  from: (typeof METRICS)[number],
  sought: (typeof METRICS)[number],
): Promise<{ tried: number; right: number; chance: number }> {
  const [known, wanted] = [METRICS.indexOf(from), METRICS.indexOf(sought)];
  const all = await victims(month);
  const ratios = all
    .flatMap((victim) => Math.log((victim.own[wanted] ?? Number.NaN) / (victim.known[known] ?? Number.NaN)))
    .filter(Number.isFinite);
  const ratio = middle(ratios);
  const each = all.flatMap((victim) => {
    const least = Math.min(...victim.suspects.map(({ coarsened }) => coarsened));
    const suspects = victim.suspects.filter(
      ({ coarsened, figures }) => coarsened === least && (figures[wanted] ?? null) !== null,
    );
    const knows = victim.known[known] ?? null;
    const truly = victim.own[wanted] ?? null;
    if (knows === null || truly === null || !suspects.some(({ figures }) => figures[wanted] === truly))
      return [];
    const apart = ({ figures }: Suspect) => Math.abs(Math.log(Number(figures[wanted]) / knows) - ratio);
    const shortest = Math.min(...suspects.map(apart));
    const nearest = suspects.filter((suspect) => apart(suspect) === shortest);
    // Of several with the same figure one is the household’s.
    const alike = nearest.filter(({ figures }) => figures[wanted] === truly);
    return [{ right: alike.length === 0 ? 0 : 1 / nearest.length, chance: 1 / suspects.length }];
  });
  return meansOf(each);
}

/** How far apart two lines are by all figures but one, each as a logarithm; loss as it is. */
function distance(a: Figures, b: Figures, butFor: number): number {
  return METRICS.reduce((sum, metric, index) => {
    const [one, other] = [a[index] ?? null, b[index] ?? null];
    if (index === butFor || one === null || other === null) return sum;
    const apart = metric === 'lossRatio' ? 100 * (one - other) : Math.log(one / other);
    return sum + apart ** 2;
  }, 0);
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
