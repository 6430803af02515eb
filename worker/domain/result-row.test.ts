import { describe, expect, test } from 'vitest';
import { RESULT_DOCUMENT, STOPPED_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { rowOf } from './result-row.ts';

describe('rowOf', () => {
  test('takes every figure', () => {
    expect(rowOf(RESULT_DOCUMENT, RESULT_CLAIMS, SMALL_DIRECTORY)).toEqual({
      id: RESULT_DOCUMENT.measurementId,
      receivedAtMs: Date.parse('2026-11-22T12:35:12.345Z'),
      measuredAtMs: RESULT_CLAIMS.issuedAtMs,
      methodVersion: 1,
      cohort: 'crowd-browser',
      synthetic: false,
      valid: true,
      excludedBy: null,
      asn: 4713,
      ispKey: 'ocn',
      ispSource: 'declared',
      countryCode: 'JP',
      subdivisionCode: 'JP-13',
      regionSource: 'declared',
      utcOffsetMin: 540,
      ipVersion: 6,
      accessTechnology: 'ftth',
      connectionMethod: 'ipoe-mape',
      dwelling: 'apartment-fibre',
      medium: 'wifi',
      contractDownloadBps: 1e9,
      contractUploadBps: 1e9,
      subscriberKey: new Uint8Array(16).map((_, index) => index),
      prefixKey: new Uint8Array(8).map((_, index) => index),
      downloadBps: 312_437_118.4,
      uploadBps: 94_256_310.9,
      idleRttMs: 7.41,
      idleRttP95Ms: 11.27,
      workingRttDownloadMs: 38.22,
      workingRttUploadMs: 24.6,
      ipdvMs: 1.13,
      pdvP95Ms: 5.45,
      lossRatio: 0.0012,
      rpm: 1570.3,
    });
  });

  test('what is missing is null', () => {
    expect(rowOf(STOPPED_DOCUMENT, { ...RESULT_CLAIMS, subscriberKey: null }, SMALL_DIRECTORY)).toMatchObject(
      {
        subscriberKey: null,
        downloadBps: null,
        workingRttUploadMs: null,
        lossRatio: null,
        valid: false,
        excludedBy: 'stopped',
      },
    );
  });

  test.each(['2026-11-23T12:34:55Z', '2026-11-22T01:00:00Z', '1970-01-01T00:00:00Z'])(
    'an agent that says %s is filed at the server’s time',
    (startedAt) => {
      const row = rowOf({ ...RESULT_DOCUMENT, startedAt }, RESULT_CLAIMS, SMALL_DIRECTORY);
      expect(row.measuredAtMs).toBe(RESULT_CLAIMS.issuedAtMs);
    },
  );
});
