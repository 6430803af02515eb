import { beforeAll, describe, expect, it } from 'vitest';
import type { ResultDocument } from '../../../measurement-agent/protocol/result.ts';
import { RESULT_DOCUMENT } from '../../../test/fixtures/result-document.ts';
import { ENV } from '../../../test/worker/bindings.ts';
import { RESULT_CLAIMS } from '../../../test/worker/fixtures/claims.ts';
import { resultRow } from '../../../test/worker/fixtures/result-rows.ts';
import { type ResultRow, rowOf } from '../../domain/result-row.ts';
import { refreshAndPublish } from '../../rollup/refresh-and-publish.ts';
import { readDirectory } from '../../storage/directory.ts';
import { putDocument } from '../../storage/documents.ts';
import { insertResult, insertTombstone } from '../../storage/results.ts';
import { pageSource } from './source.ts';

const NOW_MS = Date.parse('2026-11-23T00:00:00Z');
const source = pageSource(ENV, NOW_MS);
const DELETED = 'D'.repeat(22);

/** Rows of as many lines, each measured twice. */
async function measured(from: number, lines: number, changes: Partial<ResultRow>): Promise<void> {
  const rows = Array.from({ length: lines }, (_, line) => resultRow(from + line, changes));
  for (const row of rows)
    for (const again of ['', 'again']) await insertResult(ENV.DB, { ...row, id: `${row.id}${again}` });
}

/** A document stored as the API stores it, with rows for each id. */
async function keep(changes: Partial<ResultDocument>, ...ids: string[]): Promise<void> {
  const directory = await readDirectory(ENV.DB, NOW_MS);
  for (const measurementId of ids) {
    const document = { ...RESULT_DOCUMENT, ...changes, measurementId };
    await putDocument(ENV.DOCUMENTS, document);
    await insertResult(ENV.DB, rowOf(document, RESULT_CLAIMS, directory));
  }
}

beforeAll(async () => {
  await keep({}, RESULT_DOCUMENT.measurementId, 'B'.repeat(22));
  await keep({ verdict: { valid: false, reasons: [] } }, 'C'.repeat(22));
  const nothingSaid = { ...RESULT_DOCUMENT.declared, isp: null, subdivisionCode: null };
  const vienna = { ...RESULT_DOCUMENT.network, asn: 64500, countryCode: 'AT', subdivisionCode: 'AT-9' };
  await keep({ declared: nothingSaid, network: vienna }, 'E'.repeat(22));
  await insertTombstone(ENV.DB, DELETED, NOW_MS);
  await measured(1_000, 40, {});
  await measured(2_000, 12, { ispKey: 'as-64500', asn: 64500, countryCode: 'AT', subdivisionCode: 'AT-9' });
  await measured(3_000, 10, { valid: false, excludedBy: 'stopped' });
  await refreshAndPublish(ENV, NOW_MS);
});

describe('what pages show', () => {
  it('the questions offer providers and all 47 prefectures', async () => {
    const { isps, subdivisions } = await source.home();
    expect(isps.map(({ slug }) => slug)).toContain('ocn');
    expect(subdivisions).toHaveLength(47);
  });

  it('an ISP counts its results', async () => {
    const isp = await source.isp('ocn');
    expect(isp?.cell.periods[0]).toMatchObject({
      days: 30,
      results: 80,
      lines: 40,
      excluded: 20,
      quartiles: { downloadBps: { lines: 40 } },
    });
    expect(isp?.cell.updatedAt).toBe('2026-11-23T00:00:00.000Z');
    expect(await source.isp('nobody')).toBeNull();
  });

  it('an unclaimed AS has a page once it was measured', async () => {
    expect((await source.isp('as-64500'))?.cell.periods[0]).toMatchObject({ results: 20, quartiles: null });
    expect(await source.isp('as-64501')).toBeNull();
  });

  it('the list of ISPs holds every brand and whatever was measured', async () => {
    const { isps } = await source.isps();
    const entry = (key: string) => isps.find(({ slug }) => slug === key);
    expect(entry('ocn')).toMatchObject({ results: 80, lines: 40 });
    expect(entry('iij')).toMatchObject({ results: null, lines: null });
    expect(entry('as-64500')).toMatchObject({ kind: 'network', results: 20 });
  });

  it.each([
    ['JP-13', ['JP', 'JP-kanto'], 80],
    ['JP-kanto', ['JP'], 80],
    ['JP', [], 80],
    ['AT', [], 20],
    ['AT-9', ['AT'], 20],
    ['JP-47', ['JP', 'JP-okinawa'], null],
  ])('region %s lies in %j and counts %d results', async (code, parents, results) => {
    const region = await source.region(code);
    expect(region?.parents.map((parent) => parent.code)).toEqual(parents);
    expect(region?.cell.periods[0]?.results).toBe(results);
  });

  it('a region names what lies in it', async () => {
    const kanto = (await source.region('JP'))?.children.find(({ code }) => code === 'JP-kanto');
    expect(kanto).toMatchObject({ results: 80, lines: 40 });
    expect((await source.region('AT'))?.children).toMatchObject([{ code: 'AT-9', results: 20 }]);
    expect(await source.region('AT-1')).toBeNull();
    expect(await source.region('ZZ')).toBeNull();
  });

  it('the list of regions is Japan by its 11 areas, and other countries where something was measured', async () => {
    const { japan, areas, countries } = await source.regions();
    expect(japan.results).toBe(80);
    expect(areas).toHaveLength(11);
    expect(areas.flatMap(({ prefectures }) => prefectures)).toHaveLength(47);
    expect(countries).toMatchObject([{ code: 'AT', results: 20 }]);
  });

  it('a result with the names of where it counts', async () => {
    const result = await source.result(RESULT_DOCUMENT.measurementId);
    expect(result).toMatchObject({
      ok: true,
      value: { document: RESULT_DOCUMENT, isp: { slug: 'ocn' }, region: { code: 'JP-13' } },
    });
  });

  it('a deleted result is gone, and others never were', async () => {
    expect(await source.result(DELETED)).toEqual({ ok: false, error: 'result-deleted' });
    expect(await source.result('Z'.repeat(22))).toEqual({ ok: false, error: 'not-found' });
    expect(await source.result('../secrets')).toEqual({ ok: false, error: 'not-found' });
  });
});
