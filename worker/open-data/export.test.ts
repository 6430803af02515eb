import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { beforeEach, describe, expect, it } from 'vitest';
import { results } from '../../db/schema.ts';
import { seededRandom } from '../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import type { OpenDataManifest } from '../../measurement-agent/protocol/open-data.ts';
import { METRICS } from '../../measurement-agent/protocol/statistics.ts';
import { figuresOfHousehold } from '../../test/fixtures/household-figures.ts';
import { openResults } from '../../test/fixtures/open-population.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { newJob } from '../domain/open-data/job.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { fileKey, getIndex, getJob, getManifest } from '../storage/open-data-files.ts';
import { deleteResult, insertResults } from '../storage/results.ts';
import { continueOpenData, type ExportLimits } from './export.ts';

const LIMITS: ExportLimits = {
  resultsAtOnce: 100,
  resultsAStep: 250,
  rowsAFile: 80,
  linesARound: 60,
  steps: 1_000,
};
const NOON = Date.parse('2026-11-03T12:00:00Z');
const HOUSEHOLDS = 480;

async function clear(): Promise<void> {
  await drizzle(ENV.DB).delete(results);
  for (;;) {
    const { objects } = await ENV.DOCUMENTS.list();
    if (objects.length === 0) return;
    await ENV.DOCUMENTS.delete(objects.map(({ key }) => key));
  }
}

async function fill(month: string): Promise<number> {
  const rows = openResults(month, HOUSEHOLDS);
  for (let from = 0; from < rows.length; from += 1_000)
    await insertResults(ENV.DB, rows.slice(from, from + 1_000));
  return rows.filter(({ valid }) => valid).length;
}

async function manifestOf(month: string): Promise<OpenDataManifest> {
  const manifest = await getManifest(ENV.DOCUMENTS, false, month);
  if (manifest === null) throw new Error(`no open data of ${month}`);
  return manifest;
}

/** Every row of the CSV files, as cells by column. */
async function rowsOf(manifest: OpenDataManifest): Promise<Record<string, string>[]> {
  const files = manifest.files.filter(({ table, format }) => table === 'rows' && format === 'csv.gz');
  const tables = await Promise.all(
    files.map(async ({ name }) => {
      const object = await ENV.DOCUMENTS.get(
        fileKey(manifest.synthetic, manifest.month, manifest.edition, name),
      );
      const text = await new Response(object?.body.pipeThrough(new DecompressionStream('gzip'))).text();
      const [head = '', ...lines] = text.trimEnd().split('\r\n');
      const names = head.split(',');
      return lines.map((line) =>
        Object.fromEntries(line.split(',').map((cell, index) => [names[index], cell])),
      );
    }),
  );
  return tables.flat();
}

async function keys(): Promise<string[]> {
  return (await ENV.DOCUMENTS.list({ prefix: 'open-data/' })).objects.map(({ key }) => key).toSorted();
}

/** Their results: with one of them a line is gone. */
function householdsThatMeasuredOnce(): ResultRow[] {
  const households = Map.groupBy(openResults('2026-10', HOUSEHOLDS), ({ subscriberKey }) =>
    String(subscriberKey),
  );
  return [...households.values()].flatMap(([result, another]) =>
    result?.valid && result.cohort === 'crowd-browser' && another === undefined ? [result] : [],
  );
}

function downloadsOf(rows: readonly Record<string, string>[]): number[] {
  return rows.map(({ downloadBps }) => Number(downloadBps));
}

/** Rows have the downloads of the households that measured, as this test computes them, each once; a few may be withheld. */
function expectDownloadsOf(
  rows: readonly Record<string, string>[],
  counts: (result: ResultRow) => boolean = () => true,
): void {
  const results = openResults('2026-10', HOUSEHOLDS).filter((result) => result.valid && counts(result));
  const download = METRICS.indexOf('downloadBps');
  const truly = [...Map.groupBy(results, ({ subscriberKey }) => String(subscriberKey)).values()].map(
    (own) => figuresOfHousehold(own)[download],
  );
  const left = Map.groupBy(truly, (each) => each);
  const strange = downloadsOf(rows).filter((each) => left.get(each)?.pop() === undefined);
  expect(strange).toEqual([]);
  expect(truly.length - rows.length).toBeLessThan(20);
}

/** What a manifest says of so many counted tests when fewer than ten are withheld. */
function standingFor(counted: number) {
  return { tests: Math.round(counted / 10) * 10, withheld: null };
}

/** A bucket whose puts sometimes die: before they are written, or before they are answered. */
function dying(bucket: R2Bucket, random: () => number): R2Bucket {
  return new Proxy(bucket, {
    get(target, name) {
      const method = Reflect.get(target, name);
      if (name !== 'put' && name !== 'delete') return method.bind(target);
      return async (...values: unknown[]) => {
        if (random() < 0.1) throw new Error('the power went');
        const answer = await method.apply(target, values);
        if (random() < 0.1) throw new Error('the power went after all was written');
        return answer;
      };
    },
  });
}

beforeEach(clear);

describe('open data of a month', () => {
  it('has rows for every counted result that is not withheld, under their own hash', async () => {
    const counted = await fill('2026-10');
    expect(await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, LIMITS)).toBe(true);
    const manifest = await manifestOf('2026-10');
    const rows = await rowsOf(manifest);
    expect(rows).toHaveLength(manifest.counts.rows);
    expect(manifest.counts).toMatchObject(standingFor(counted));
    // A line has one row, with a number of its own.
    expect(new Set(rows.map(({ lineRef }) => lineRef)).size).toBe(manifest.counts.lines);
    expect(manifest.counts.lines).toBe(rows.length);
    expect(manifest.files.filter(({ table }) => table === 'rows').length).toBeGreaterThan(2);
    for (const { name, sha256, bytes, path } of manifest.files) {
      const object = await ENV.DOCUMENTS.get(fileKey(false, '2026-10', 1, name));
      const body = (await object?.arrayBuffer()) ?? new ArrayBuffer(0);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', body)).toHex();
      expect({ sha256: hash, bytes: body.byteLength }).toEqual({ sha256, bytes });
      expect(path).toBe(`/api/v1/open-data/2026-10/${name}`);
    }
    // Nothing of the export itself is left.
    expect(await keys()).toEqual(
      [
        'open-data/index.json',
        'open-data/job.json',
        'open-data/2026-10/manifest.json',
        ...manifest.files.map(({ name }) => `open-data/2026-10/1/${name}`),
      ].toSorted(),
    );
  });

  it('twenty crashes and runs beside each other bring the same rows as one run', {
    timeout: 240_000,
  }, async () => {
    const counted = await fill('2026-10');
    const random = seededRandom(7);
    const broken = { ...ENV, DB: ENV.DB, DOCUMENTS: dying(ENV.DOCUMENTS, random) };
    let deaths = 0;
    for (let done = false; !done; ) {
      const runs = await Promise.allSettled([
        continueOpenData(broken, { nowMs: NOON, random }, { ...LIMITS, steps: 3 }),
        continueOpenData(broken, { nowMs: NOON, random }, { ...LIMITS, steps: 2 }),
      ]);
      deaths += runs.filter(({ status }) => status === 'rejected').length;
      done = (await getIndex(ENV.DOCUMENTS, false))['2026-10'] !== undefined;
    }
    await continueOpenData(ENV, { nowMs: NOON, random }, LIMITS);
    expect(deaths).toBeGreaterThan(3);
    const manifest = await manifestOf('2026-10');
    const rows = await rowsOf(manifest);
    expect(rows).toHaveLength(manifest.counts.rows);
    expect(manifest.counts).toMatchObject(standingFor(counted));
    expect(new Set(rows.map(({ lineRef }) => lineRef)).size).toBe(manifest.counts.lines);
    expectDownloadsOf(rows);
    for (const { name } of manifest.files)
      expect(await ENV.DOCUMENTS.head(fileKey(false, '2026-10', 1, name)), name).not.toBeNull();
    // What died or was too slow goes when the month is looked at again, though nothing changed.
    const december = { nowMs: Date.parse('2026-12-03T12:00:00Z'), random };
    await continueOpenData(ENV, december, LIMITS);
    expect(await manifestOf('2026-10')).toEqual(manifest);
    expect((await keys()).filter((key) => key.startsWith('open-data/2026-10/'))).toEqual(
      [
        'open-data/2026-10/manifest.json',
        ...manifest.files.map(({ name }) => `open-data/2026-10/1/${name}`),
      ].toSorted(),
    );
  });

  it.each(['times', 'lines', 'rows', 'finish'] as const)(
    'a result that is deleted before %s is in no file',
    { timeout: 240_000 },
    async (phase) => {
      await fill('2026-10');
      const random = seededRandom(9);
      const phaseNow = async () => (await getJob(ENV.DOCUMENTS, false))?.job.phase;
      while ((await phaseNow()) !== phase)
        await continueOpenData(ENV, { nowMs: NOON, random }, { ...LIMITS, steps: 1 });
      const deleted = householdsThatMeasuredOnce().slice(0, 60);
      for (const { id } of deleted) await deleteResult(ENV.DB, id);
      await continueOpenData(ENV, { nowMs: NOON, random }, LIMITS);
      const gone = new Set(deleted.map(({ id }) => id));
      expectDownloadsOf(await rowsOf(await manifestOf('2026-10')), ({ id }) => !gone.has(id));
    },
  );

  it('withholds a group that falls below ten between planning and writing, and the next edition has it right', {
    timeout: 240_000,
  }, async () => {
    await fill('2026-10');
    const random = seededRandom(9);
    // As after the last attempt: changes no longer begin it again.
    await continueOpenData(ENV, { nowMs: NOON, random }, { ...LIMITS, steps: 1 });
    const begun = await getJob(ENV.DOCUMENTS, false);
    await ENV.DOCUMENTS.put('open-data/job.json', JSON.stringify({ ...begun?.job, restarts: 99 }));
    while ((await getJob(ENV.DOCUMENTS, false))?.job.phase !== 'lines')
      await continueOpenData(ENV, { nowMs: NOON, random }, { ...LIMITS, steps: 1 });
    for (const { id } of householdsThatMeasuredOnce().slice(0, 150)) await deleteResult(ENV.DB, id);
    await continueOpenData(ENV, { nowMs: NOON, random }, LIMITS);
    const manifest = await manifestOf('2026-10');
    expect(manifest.counts.withheld).toBeGreaterThan(10);
    const groups = Map.groupBy(await rowsOf(manifest), (row) =>
      JSON.stringify({ ...row, lineRef: '', ...Object.fromEntries(METRICS.map((metric) => [metric, ''])) }),
    );
    expect(Math.min(...[...groups.values()].map(({ length }) => length))).toBeGreaterThanOrEqual(10);
    const december = { nowMs: Date.parse('2026-12-03T12:00:00Z'), random };
    await continueOpenData(ENV, december, LIMITS);
    expect(await manifestOf('2026-10')).toMatchObject({ edition: 2, counts: { withheld: null } });
  });

  it('is made anew, as the next edition, when an operator takes it out of the index', async () => {
    await fill('2026-10');
    await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, LIMITS);
    const first = await manifestOf('2026-10');
    await ENV.DOCUMENTS.put('open-data/index.json', '{}');
    await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(2) }, LIMITS);
    const second = await manifestOf('2026-10');
    expect(second.edition).toBe(2);
    const names = (manifest: OpenDataManifest) => new Set(manifest.files.map(({ name }) => name));
    expect(names(second).intersection(names(first)).size).toBe(0);
    expect(downloadsOf(await rowsOf(second))).toHaveLength(first.counts.rows);
  });

  it('goes on from the beginning when what it had kept is gone', async () => {
    await fill('2026-10');
    const random = seededRandom(9);
    while ((await getJob(ENV.DOCUMENTS, false))?.job.phase !== 'rows')
      await continueOpenData(ENV, { nowMs: NOON, random }, { ...LIMITS, steps: 1 });
    const kept = (await keys()).filter((key) => key.includes('/lines-'));
    expect(kept.length).toBeGreaterThan(0);
    await ENV.DOCUMENTS.delete(kept);
    expect(await continueOpenData(ENV, { nowMs: NOON, random }, LIMITS)).toBe(true);
    expect((await manifestOf('2026-10')).counts.lines).toBeGreaterThan(HOUSEHOLDS * 0.9);
  });

  it('is made anew at once when an earlier version of the code made it', { timeout: 240_000 }, async () => {
    await fill('2026-10');
    await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, LIMITS);
    const index = await getIndex(ENV.DOCUMENTS, false);
    const [, ofResults = ''] = index['2026-10']?.fingerprint.split(' ') ?? [];
    const manifest = await manifestOf('2026-10');
    await ENV.DOCUMENTS.put(
      'open-data/2026-10/manifest.json',
      JSON.stringify({ ...manifest, openDataVersion: 1 }),
    );
    await ENV.DOCUMENTS.put(
      'open-data/index.json',
      JSON.stringify({ '2026-10': { ...index['2026-10'], fingerprint: ofResults } }),
    );
    await continueOpenData(ENV, { nowMs: NOON + 3_600_000, random: seededRandom(2) }, LIMITS);
    expect(await manifestOf('2026-10')).toMatchObject({ openDataVersion: 2, edition: 2, changes: null });
  });

  it('is of months that have ended, and renewed a month later when a result was deleted', {
    timeout: 240_000,
  }, async () => {
    await fill('2026-10');
    await fill('2026-11');
    await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, LIMITS);
    expect(Object.keys(await getIndex(ENV.DOCUMENTS, false))).toEqual(['2026-10']);
    const first = await manifestOf('2026-10');

    const [victim] = householdsThatMeasuredOnce();
    const refs = new Set((await rowsOf(first)).map(({ lineRef }) => lineRef));
    await deleteResult(ENV.DB, victim?.id ?? '');
    await continueOpenData(ENV, { nowMs: NOON + 86_400_000, random: seededRandom(2) }, LIMITS);
    expect(await manifestOf('2026-10')).toEqual(first);

    await continueOpenData(
      ENV,
      { nowMs: Date.parse('2026-12-03T12:00:00Z'), random: seededRandom(3) },
      LIMITS,
    );
    const second = await manifestOf('2026-10');
    expect(second).toMatchObject({ edition: 2, changes: { sinceEdition: 1 } });
    expect(second.counts.lines).toBe(first.counts.lines - 1);
    expect((await keys()).filter((key) => key.startsWith('open-data/2026-10/1/'))).toEqual([]);
    expect((await manifestOf('2026-11')).edition).toBe(1);
    expect((await rowsOf(second)).some(({ lineRef }) => refs.has(lineRef))).toBe(false);
  });

  it('an amended result is in the next edition as it is now, and the edition tells no difference under ten', {
    timeout: 240_000,
  }, async () => {
    await fill('2026-10');
    await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, LIMITS);
    const first = await rowsOf(await manifestOf('2026-10'));
    const moved = openResults('2026-10', HOUSEHOLDS).filter(
      ({ subdivisionCode, cohort }) => subdivisionCode === 'JP-13' && cohort === 'crowd-browser',
    );
    // Everybody in Tokyo turns out to live in Chiba.
    for (const { id } of moved)
      await drizzle(ENV.DB).update(results).set({ subdivisionCode: 'JP-12' }).where(eq(results.id, id));
    await continueOpenData(
      ENV,
      { nowMs: Date.parse('2026-12-03T12:00:00Z'), random: seededRandom(2) },
      LIMITS,
    );
    const manifest = await manifestOf('2026-10');
    expect(manifest).toMatchObject({ edition: 2, changes: { sinceEdition: 1, rows: null, lines: null } });
    const second = await rowsOf(manifest);
    const inTokyo = (rows: Record<string, string>[]) =>
      rows.filter(({ subdivision, cohort }) => subdivision === 'JP-13' && cohort === 'crowd-browser').length;
    expect(inTokyo(first)).toBeGreaterThan(100);
    expect(inTokyo(second)).toBe(0);
    // Nothing changed since: no third edition.
    await continueOpenData(
      ENV,
      { nowMs: Date.parse('2027-01-03T12:00:00Z'), random: seededRandom(3) },
      LIMITS,
    );
    expect(await manifestOf('2026-10')).toEqual(manifest);
  });

  it('what an earlier version had begun is begun again', async () => {
    await fill('2026-10');
    await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, { ...LIMITS, steps: 3 });
    const kept = await getJob(ENV.DOCUMENTS, false);
    expect(kept?.job.phase).toBe('classes');
    // Version 1 counted lines alone, which would be read as prefixes now.
    const counted = Object.fromEntries(Object.keys(kept?.job.counted ?? {}).map((kind) => [kind, 3]));
    const { jobVersion: _, ...old } = { ...kept?.job, counted };
    await ENV.DOCUMENTS.put('open-data/job.json', JSON.stringify(old));
    await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, { ...LIMITS, steps: 1 });
    const again = await getJob(ENV.DOCUMENTS, false);
    expect(again?.job).toEqual(newJob('2026-10', 1, kept?.job.fingerprint ?? ''));
  });

  it('of fewer than ten lines there is none', async () => {
    const rows = openResults('2026-10', HOUSEHOLDS).filter(({ id }) => /^2026-10-[1-9]-/.test(id));
    await insertResults(ENV.DB, rows);
    expect(await continueOpenData(ENV, { nowMs: NOON, random: seededRandom(1) }, LIMITS)).toBe(true);
    expect(await getManifest(ENV.DOCUMENTS, false, '2026-10')).toBeNull();
    expect((await keys()).toSorted()).toEqual(['open-data/index.json', 'open-data/job.json']);
  });
});
