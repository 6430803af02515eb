import { beforeAll, describe, expect, it } from 'vitest';
import { err, type Fallible } from '../../../measurement-agent/protocol/fallible.ts';
import type { ResultDocument } from '../../../measurement-agent/protocol/result.ts';
import { RESULT_DOCUMENT } from '../../../test/fixtures/result-document.ts';
import { ENV } from '../../../test/worker/bindings.ts';
import { RESULT_CLAIMS } from '../../../test/worker/fixtures/claims.ts';
import { resultRow } from '../../../test/worker/fixtures/result-rows.ts';
import { type ResultRow, rowOf } from '../../domain/result-row.ts';
import { refreshAndPublish } from '../../rollup/refresh-and-publish.ts';
import { readDirectory } from '../../storage/directory.ts';
import { putDocument } from '../../storage/documents.ts';
import { joinGroup } from '../../storage/groups.ts';
import { insertResult, insertTombstone } from '../../storage/results.ts';
import { pageSource } from './source.ts';

const NOW_MS = Date.parse('2026-11-23T00:00:00Z');
const source = pageSource(ENV, NOW_MS, async () => ({ keys: [] }));
const DELETED = 'D'.repeat(22);

/** What is there; fails where it is not. */
async function found<Content>(asked: Promise<Fallible<Content, unknown>>): Promise<Content> {
  const content = await asked;
  if (!content.ok) throw new Error(String(content.error));
  return content.value;
}

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
    const { cell } = await found(source.isp('ocn', 'r90'));
    expect(cell.counted).toEqual([
      { days: 30, results: 80 },
      { days: 90, results: 80 },
      { days: 365, results: 80 },
    ]);
    const shown = cell.cell.answer?.cells[cell.cellIndex ?? -1];
    expect(shown).toMatchObject({ results: 80, lines: 40, figures: { downloadBps: { lines: 40 } } });
    expect(cell.cell.answer?.updatedAt).toBe('2026-11-23T00:00:00.000Z');
    expect(await source.isp('nobody', 'r90')).toEqual(err('not-found'));
  });

  it('an ISP is told apart by kinds of line, and by region', async () => {
    const { cell, areas, subdivisions } = await found(source.isp('ocn', 'r90'));
    expect(
      cell.groups.map(({ dimension, answer }) => [
        dimension,
        Math.max(...(answer?.cells ?? []).map(({ lines }) => lines ?? 0)),
      ]),
    ).toEqual([
      ['access', 40],
      ['method', 40],
      ['tier', 40],
      ['dwelling', 40],
      ['medium', 40],
    ]);
    expect(areas).toMatchObject([{ code: 'JP-kanto', lines: 40 }]);
    expect(subdivisions).toMatchObject([{ code: 'JP-13', lines: 40 }]);
  });

  it.each([
    ['JP-13', 'r90', 80],
    ['JP-kanto', 'r365', 80],
    ['JP', '2026-11', 80],
    ['JP-47', 'r90', null],
  ])('an ISP in %s over %s', async (region, period, results) => {
    const { cell } = await found(source.ispInRegion({ isp: 'ocn', region, period }));
    expect(cell.cell.answer?.cells[cell.cellIndex ?? -1]?.results ?? null).toBe(results);
    expect(cell.cell.href).toContain(`?isp=ocn&region=${region}&period=${period}&`);
  });

  it.each([
    ['ocn', 'JP-13', 'r365', 'not-kept'],
    ['ocn', 'JP-99', 'r90', 'not-found'],
    ['nobody', 'JP-13', 'r90', 'not-found'],
    ['as-64500', 'JP-13', 'r90', 'not-found'],
  ])('there is nothing of %s in %s over %s: %s', async (isp, region, period, reason) => {
    expect(await source.ispInRegion({ isp, region, period })).toEqual(err(reason));
  });

  it('an unclaimed AS has a page once it was measured', async () => {
    const { cell } = await found(source.isp('as-64500', 'r90'));
    expect(cell.cell.answer?.cells).toMatchObject([{ results: 20, figures: null }]);
    expect(await source.isp('as-64501', 'r90')).toEqual(err('not-found'));
    const { isp } = await found(source.ispInRegion({ isp: 'as-64500', region: 'AT-9', period: 'r90' }));
    expect(isp.slug).toBe('as-64500');
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
    const region = await found(source.region(code, 'r90'));
    expect(region.parents.map((parent) => parent.code)).toEqual(parents);
    expect(region.cell.counted[0]?.results).toBe(results);
  });

  it('a region names what lies in it', async () => {
    const kanto = (await found(source.region('JP', 'r90'))).children.find(({ code }) => code === 'JP-kanto');
    expect(kanto).toMatchObject({ results: 80, lines: 40 });
    expect((await found(source.region('JP-13', 'r90'))).isps).toMatchObject([{ slug: 'ocn', lines: 40 }]);
    expect((await found(source.region('AT', 'r90'))).children).toMatchObject([{ code: 'AT-9', results: 20 }]);
    expect(await source.region('AT-1', 'r90')).toEqual(err('not-found'));
    expect(await source.region('ZZ', 'r90')).toEqual(err('not-found'));
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

  it('a result shows others of its group, and none that is deleted', async () => {
    const groupId = 'G'.repeat(22);
    const [first, second, gone] = ['H', 'I', 'J'].map((letter) => letter.repeat(22)) as [
      string,
      string,
      string,
    ];
    for (const measurementId of [first, second, gone]) {
      await putDocument(ENV.DOCUMENTS, { ...RESULT_DOCUMENT, groupId, measurementId });
      await joinGroup(ENV.DOCUMENTS, groupId, measurementId);
    }
    // Its deletion died before the document was taken away.
    await insertTombstone(ENV.DB, gone, NOW_MS);
    const { siblings } = await found(source.result(first));
    expect(siblings.map(({ measurementId }) => measurementId)).toEqual([second]);
  });
});
