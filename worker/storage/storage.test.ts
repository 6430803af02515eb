import { describe, expect, test } from 'vitest';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { rowOf } from '../domain/result-row.ts';
import { addressKeyMonths, addressKeyOf, deleteAddressKeys, ensureAddressKey } from './address-keys.ts';
import { readDirectory } from './directory.ts';
import { deleteDocument, getDocument, putDocument } from './documents.ts';
import { deleteResult, hasTombstone, insertResult, insertTombstone } from './results.ts';
import { someDirtyLines, supersededOfLines, testsOfLines } from './rollup-queue.ts';

const { DB, DOCUMENTS } = ENV;
const ROW = rowOf(RESULT_DOCUMENT, RESULT_CLAIMS, SMALL_DIRECTORY);

describe('results', () => {
  test('a row is kept once, belongs to its line, and leaves a mark when it is gone', async () => {
    const line = '000102030405060708090A0B0C0D0E0F';
    expect(await insertResult(DB, ROW)).toBe(true);
    expect(await insertResult(DB, { ...ROW, downloadBps: 1 })).toBe(false);
    const [kept] = await testsOfLines(DB, [line]);
    expect(kept).toMatchObject({
      line,
      asOf: null,
      test: { id: ROW.id, downloadBps: 312_437_118.4, lineKnown: true },
    });
    expect((await someDirtyLines(DB, 10)).map((dirty) => dirty.line)).toEqual([line]);
    await deleteResult(DB, ROW.id);
    expect(await testsOfLines(DB, [line])).toEqual([]);
    expect(await supersededOfLines(DB, [line])).toEqual([]);
  });

  test('a result without a line is a line of its own', async () => {
    await insertResult(DB, { ...ROW, id: 'nobody', subscriberKey: null });
    const [kept] = await testsOfLines(DB, ['6E6F626F6479']);
    expect(kept?.test).toMatchObject({ id: 'nobody', lineKnown: false });
    await deleteResult(DB, 'nobody');
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
      kind: 'fvno',
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
