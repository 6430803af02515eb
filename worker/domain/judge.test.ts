import { describe, expect, test } from 'vitest';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { type Evidence, judge } from './judge.ts';

/** A document that nothing was noticed about. */
const QUIET: Submission = {
  ...RESULT_DOCUMENT,
  declared: { ...RESULT_DOCUMENT.declared, medium: 'wired' },
  verdict: { valid: true, reasons: [] },
};
/** A network for access, and receipts that hold. */
const QUIETLY: Evidence = { notAccess: null, othersLine: false, receiptFaults: [] };
const { download, upload, summaries } = RESULT_DOCUMENT;
if (download === null || upload === null) throw new TypeError('Cannot test: the fixture lacks a direction');
const loaded = (bytes: number) => ({ ...download, goodputBps: 1e6, durationMs: 5_000, bytes });
const summed = (changes: object) => summaries.map((summary) => ({ ...summary, ...changes }));

const LOOPBACK: Submission['surroundings'] = {
  loopback: true,
  medium: null,
  vpn: false,
  networkChanged: false,
  clockJumpMs: 0,
  idle: null,
  download: null,
  upload: null,
};

describe('judge', () => {
  test.each<[string, Partial<Submission>, string[]]>([
    ['nothing to say', {}, []],
    ['no summaries', { summaries: [] }, ['summary-missing']],
    [
      'summaries of another session',
      { summaries: summed({ sessionId: 'BAAAAAAAAAAAAAAAAAAAAA' }) },
      ['summary-missing'],
    ],
    [
      'download 5% under the worker',
      { download: loaded(950_000), upload: null, summaries: summed({ bytes: 1_000_000 }) },
      [],
    ],
    [
      'download more than 5% under',
      { download: loaded(949_999), upload: null, summaries: summed({ bytes: 1_000_000 }) },
      ['summary-mismatch'],
    ],
    [
      'upload more than 2% over',
      { upload: { ...upload, bytes: Math.ceil(upload.bytes * 1.021) } },
      ['summary-mismatch'],
    ],
    ['a rate that the bytes do not hold', { upload: { ...upload, goodputBps: 1e9 } }, ['summary-mismatch']],
    ['another prefix', { summaries: summed({ prefixChanged: true }) }, ['prefix-changed']],
    ['worker’s timers late half the time', { summaries: summed({ lateShare: 0.5 }) }, []],
    ['worker’s timers late more often', { summaries: summed({ lateShare: 0.51 }) }, ['edge-limited']],
    ['the same on one machine', { summaries: summed({ lateShare: 1 }), surroundings: LOOPBACK }, []],
    ['what the figures say', { download: { ...download, steady: false } }, ['unstable']],
    ['no figure at all', { idle: null, download: null, upload: null, summaries: [] }, ['too-few-samples']],
  ])('%s', (_name, changes, codes) => {
    expect(judge({ ...QUIET, ...changes }, QUIETLY).reasons.map(({ code }) => code)).toEqual(codes);
  });

  test.each([
    ['missing', 'receipt-missing'],
    ['forged', 'receipt-invalid'],
    ['unknown-key', 'receipt-invalid'],
    ['malformed', 'receipt-invalid'],
    ['wrong-type', 'receipt-invalid'],
    ['foreign', 'receipt-foreign'],
    ['repeated', 'receipt-foreign'],
  ] as const)('a receipt that is %s', (reason, code) => {
    expect(judge(QUIET, { ...QUIETLY, receiptFaults: [{ reason }, { reason }] })).toEqual({
      valid: false,
      reasons: [{ code, excludes: true }],
    });
  });

  test('a network that is no access line', () => {
    expect(judge(QUIET, { ...QUIETLY, notAccess: 'hosting-network' })).toEqual({
      valid: false,
      reasons: [{ code: 'hosting-network', excludes: true }],
    });
  });

  test('what excludes is not for the agent to say', () => {
    const verdict = { valid: true, reasons: [{ code: 'tab-hidden' as const, excludes: false }] };
    expect(judge({ ...QUIET, verdict }, QUIETLY)).toEqual({
      valid: false,
      reasons: [{ code: 'tab-hidden', excludes: true }],
    });
    const gloomy = { valid: false, reasons: [{ code: 'prefix-changed' as const, excludes: true }] };
    expect(judge({ ...QUIET, verdict: gloomy }, QUIETLY).valid).toBe(true);
  });
});
