import { describe, expect, test } from 'vitest';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { rowOf } from '../domain/result-row.ts';
import { addressKeyMonths, addressKeyOf, deleteAddressKeys, ensureAddressKey } from './address-keys.ts';
import { readDirectory } from './directory.ts';
import { deleteDocument, getDocument, putDocument } from './documents.ts';
import {
  countsByCountry,
  countsByIsp,
  countsBySubdivision,
  deleteResult,
  figureRowsOfCountry,
  figureRowsOfIsp,
  figureRowsOfSubdivisions,
  hasTombstone,
  insertResult,
  insertTombstone,
} from './results.ts';

const { DB, DOCUMENTS } = ENV;
const ROW = rowOf(RESULT_DOCUMENT, RESULT_CLAIMS, SMALL_DIRECTORY);

describe('results', () => {
  test('a row is kept once, found in its cells, and gone when deleted', async () => {
    expect(await insertResult(DB, ROW)).toBe(true);
    expect(await insertResult(DB, { ...ROW, downloadBps: 1 })).toBe(false);
    const figures = [
      {
        measuredAtMs: ROW.measuredAtMs,
        methodVersion: 1,
        synthetic: false,
        valid: true,
        line: '000102030405060708090A0B0C0D0E0F',
        downloadBps: 312_437_118.4,
        uploadBps: 94_256_310.9,
        idleRttMs: 7.41,
        workingRttDownloadMs: 38.22,
        workingRttUploadMs: 24.6,
      },
    ];
    expect(await figureRowsOfIsp(DB, 'ocn', ROW.measuredAtMs)).toEqual(figures);
    expect(await figureRowsOfIsp(DB, 'ocn', ROW.measuredAtMs + 1)).toEqual([]);
    expect(await figureRowsOfIsp(DB, 'iij', 0)).toEqual([]);
    expect(await figureRowsOfCountry(DB, 'JP', 0)).toEqual(figures);
    expect(await figureRowsOfSubdivisions(DB, ['JP-14', 'JP-13'], 0)).toEqual(figures);
    expect(await figureRowsOfSubdivisions(DB, [], 0)).toEqual([]);
    await deleteResult(DB, ROW.id);
    expect(await figureRowsOfIsp(DB, 'ocn', 0)).toEqual([]);
  });

  test('a line that is not known is null', async () => {
    await insertResult(DB, { ...ROW, id: 'nobody', ispKey: 'iij', subscriberKey: null });
    expect((await figureRowsOfIsp(DB, 'iij', 0))[0]?.line).toBeNull();
    await deleteResult(DB, 'nobody');
  });

  test('counts leave out what does not count', async () => {
    const other = new Uint8Array(16).fill(9);
    const rows = [
      { id: 'a' },
      { id: 'b' },
      { id: 'c', subscriberKey: other },
      { id: 'd', measuredAtMs: Date.parse('2026-10-31T23:59:59Z') },
      { id: 'e', valid: false },
      { id: 'f', synthetic: true },
      { id: 'g', methodVersion: 2 },
      { id: 'h', measuredAtMs: 0 },
      { id: 'i', ispKey: null, countryCode: null, subdivisionCode: null },
    ];
    for (const changes of rows) await insertResult(DB, { ...ROW, ...changes });
    const counts = (cell: string) => [
      { cell, month: '2026-10', results: 1, lines: 1 },
      { cell, month: '2026-11', results: 3, lines: 2 },
    ];
    expect(await countsByIsp(DB, 1, 1)).toEqual(counts('ocn'));
    expect(await countsByCountry(DB, 1, 1)).toEqual(counts('JP'));
    expect(await countsBySubdivision(DB, 1, 1)).toEqual(counts('JP-13'));
  });

  test('a tombstone stays', async () => {
    expect(await hasTombstone(DB, 'x')).toBe(false);
    await insertTombstone(DB, 'x', 1);
    await insertTombstone(DB, 'x', 2);
    expect(await hasTombstone(DB, 'x')).toBe(true);
  });
});

describe('documents', () => {
  test('the first one stays, packed', async () => {
    expect(await putDocument(DOCUMENTS, RESULT_DOCUMENT)).toBe(true);
    expect(await putDocument(DOCUMENTS, { ...RESULT_DOCUMENT, durationMs: 1 })).toBe(false);
    expect(await getDocument(DOCUMENTS, RESULT_DOCUMENT.measurementId)).toEqual(RESULT_DOCUMENT);
    const object = await DOCUMENTS.head(`results/${RESULT_DOCUMENT.measurementId}.json.gz`);
    expect(object?.size).toBeLessThan(JSON.stringify(RESULT_DOCUMENT).length / 2);
    await deleteDocument(DOCUMENTS, RESULT_DOCUMENT.measurementId);
    expect(await getDocument(DOCUMENTS, RESULT_DOCUMENT.measurementId)).toBeNull();
  });
});

describe('address keys', () => {
  test('the first of a month stays until it is destroyed', async () => {
    expect(await addressKeyOf(DB, '2026-11')).toBeNull();
    const first = new Uint8Array(32).fill(1);
    expect(await ensureAddressKey(DB, '2026-11', first)).toEqual(first);
    expect(await ensureAddressKey(DB, '2026-11', new Uint8Array(32).fill(2))).toEqual(first);
    expect(await addressKeyOf(DB, '2026-11')).toEqual(first);
    await ensureAddressKey(DB, '2026-12', new Uint8Array(32).fill(3));
    await deleteAddressKeys(DB, ['2026-11']);
    expect(await addressKeyMonths(DB)).toEqual(['2026-12']);
  });
});

describe('directory', () => {
  test('holds the seed', async () => {
    const directory = await readDirectory(DB, 0);
    expect(directory.brands.get('ocn')).toEqual({
      slug: 'ocn',
      kind: 'fixed',
      names: { ja: 'OCN', en: 'OCN' },
    });
    expect(directory.asUses).toContainEqual({ asn: 4713, slug: 'ocn', role: 'own' });
    expect(directory.asNames.get(4713)).toBe('NTT DOCOMO BUSINESS Inc.');
    expect(directory.regions.get('JP-19')).toEqual({
      code: 'JP-19',
      names: { ja: '山梨県', en: 'Yamanashi' },
      parentCode: 'JP-kanto',
      level: 'subdivision',
    });
    expect(directory.regions.get('AT')?.names).toEqual({ ja: 'オーストリア', en: 'Austria' });
    expect([...directory.regions.values()].filter(({ level }) => level === 'area')).toHaveLength(11);
  });

  test('is read once a minute', async () => {
    const first = await readDirectory(DB, 1_000_000);
    expect(await readDirectory(DB, 1_059_999)).toBe(first);
    expect(await readDirectory(DB, 1_060_000)).not.toBe(first);
  });
});
