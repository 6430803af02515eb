import { describe, expect, test } from 'vitest';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { judge } from './judge.ts';

const { download, upload, summaries } = RESULT_DOCUMENT;
if (download === null || upload === null) throw new TypeError('Cannot test: the fixture lacks a direction');
const loaded = (bytes: number) => ({ ...download, goodputBps: 1e6, durationMs: 5_000, bytes });
const summed = (changes: object) => summaries.map((summary) => ({ ...summary, ...changes }));

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
    ['no figure at all', { idle: null, download: null, upload: null, summaries: [] }, ['too-few-samples']],
  ])('%s', (_name, changes, codes) => {
    expect(judge({ ...RESULT_DOCUMENT, ...changes }).reasons.map(({ code }) => code)).toEqual(codes);
  });

  test('what excludes is not for the agent to say', () => {
    const verdict = { valid: true, reasons: [{ code: 'tab-hidden' as const, excludes: false }] };
    expect(judge({ ...RESULT_DOCUMENT, verdict })).toEqual({
      valid: false,
      reasons: [{ code: 'tab-hidden', excludes: true }],
    });
    const gloomy = { valid: false, reasons: [{ code: 'prefix-changed' as const, excludes: true }] };
    expect(judge({ ...RESULT_DOCUMENT, verdict: gloomy }).valid).toBe(true);
  });
});
