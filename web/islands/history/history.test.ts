import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { submissionOf } from '../../../test/fixtures/submission.ts';
import { differenceOf } from './difference.ts';
import { historyRun } from './run.ts';
import { type HistoryRun, historyRunSchema } from './run-schema.ts';
import { fromJson, toCsv, toJson } from './transfer.ts';
import type { WatchRecord } from './watch-schema.ts';

const RUN: HistoryRun = {
  id: 'AAAAAAAAAAAAAAAAAAAAAA',
  at: '2026-11-24T03:00:00.000Z',
  downloadBps: 93_200_000,
  downloadIntervalBps: [92_000_000, 94_000_000],
  uploadBps: null,
  uploadIntervalBps: null,
  idleRttMs: 8.4,
  workingRttDownloadMs: 30,
  workingRttUploadMs: null,
  lossRatio: 0,
  medium: 'wifi',
  valid: true,
};

const WATCH: WatchRecord = {
  id: '0123456789abcdef0123456789abcdef',
  at: '2026-11-24T03:00:00.000Z',
  durationMs: 60_000,
  thresholdMs: 100,
  answered: 120,
  unanswered: 1,
  rttP50Ms: 8.4,
  rttP95Ms: 12,
  rttP99Ms: 20,
  rttMaxMs: 130,
  sent: 0,
  lost: 0,
  asleepMs: 0,
  slowTimes: 1,
  outages: 0,
  breaches: [{ fromMs: 1_000, untilMs: 1_500, worstRttMs: 130, unanswered: 0 }],
};

/** A file of runs alone. */
const fileOf = (runs: readonly HistoryRun[]) => toJson({ runs, watches: [] });

it('keeps of a result what the page shows', () => {
  const submission = submissionOf(RUN.id);
  const run = historyRun(submission, RUN.at, 'OCN');
  expect(historyRunSchema.parse(run)).toEqual(run);
  expect(run).toMatchObject({
    id: RUN.id,
    at: RUN.at,
    isp: 'OCN',
    downloadBps: submission.download?.goodputBps ?? null,
    uploadBps: submission.upload?.goodputBps ?? null,
    idleRttMs: submission.idle?.rttMs.p50 ?? null,
    valid: submission.verdict.valid,
  });
});

describe('a file', () => {
  it('is read as what was written', () => {
    const content = {
      runs: [RUN, { ...RUN, id: 'B'.repeat(22), medium: null, isp: 'ドコモ' }],
      watches: [WATCH],
    };
    expect(fromJson(toJson(content))).toEqual({ ok: true, value: content });
  });

  it('that was saved before there were watches is read', () => {
    const text = JSON.stringify({ format: 'jissoku.history', version: 1, runs: [RUN] });
    expect(fromJson(text)).toEqual({ ok: true, value: { runs: [RUN], watches: [] } });
  });

  it.each([
    ['no JSON', 'jissoku', { reason: 'not-json' }],
    ['of something else', '{"format":"other","version":1,"runs":[]}', { reason: 'not-ours' }],
    ['of a later version', '{"format":"jissoku.history","version":2,"runs":[]}', { reason: 'not-ours' }],
    ['with a bad run', fileOf([RUN, { ...RUN, downloadBps: -1 }]), { reason: 'bad-run', run: 2 }],
    [
      'with a bad watch',
      toJson({ runs: [RUN], watches: [{ ...WATCH, durationMs: -1 }] }),
      { reason: 'bad-watch', watch: 1 },
    ],
    [
      'with an id that is a path',
      fileOf([{ ...RUN, id: '../../../../etc/passwd!' }]),
      { reason: 'bad-run', run: 1 },
    ],
  ])('%s is refused whole', (_, text, error) => {
    expect(fromJson(text)).toEqual({ ok: false, error });
  });

  it('of any text is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(typeof fromJson(text).ok).toBe('boolean');
      }),
    );
  });

  it('as CSV has a column for each end of an interval', () => {
    const [head, row] = toCsv([{ ...RUN, isp: 'KDDI, "au"' }]).split('\r\n');
    expect(head?.split(',')).toHaveLength(15);
    expect(row).toBe(
      'AAAAAAAAAAAAAAAAAAAAAA,2026-11-24T03:00:00.000Z,93200000,92000000,94000000,,,,8.4,30,,0,wifi,"KDDI, ""au""",true',
    );
  });
});

it.each([
  ['overlap', [90, 100], [99, 110], 'within-error'],
  ['touch', [90, 100], [100, 110], 'within-error'],
  ['are apart', [90, 100], [101, 110], 'apart'],
  ['are not known', null, [101, 110], 'unknown'],
] as const)('intervals that %s are %s', (_, one, other, kind) => {
  expect(differenceOf({ value: 95, interval: one }, { value: 105, interval: other }).kind).toBe(kind);
});
