import { describe, expect, test } from 'vitest';
import { NOTHING_DECLARED, type Submission, type Timeline } from '../../measurement-agent/protocol/result.ts';
import { RESULT_DOCUMENT, STOPPED_DOCUMENT, TIMED_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { acceptResult } from './accept-result.ts';

/** No group: what the guess is made of is tested beside it. */
const GUESS = {
  connectionMethod: 'ipoe-mape',
  confidence: 'low',
  reasons: ['network-uses-mape', 'ipv6-seen'],
};
const NOWHERE = {
  directory: SMALL_DIRECTORY,
  groupsFirst: null,
  receiptFaults: [],
  fleet: null,
};
const NOW_MS = Date.parse('2026-11-22T12:36:00Z');

/** A document whose loss and timeline agree, but for what is changed in the latter. */
function timelineWith(changes: Partial<Timeline>): Partial<Submission> {
  const { loss, timeline } = TIMED_DOCUMENT;
  if (timeline === undefined) throw new Error('the fixture has no timeline');
  return { loss, timeline: { ...timeline, ...changes } };
}

describe('acceptResult', () => {
  test('keeps what was measured and writes what is the server’s', () => {
    const lies = {
      network: { asn: 64500 },
      cohort: 'isp-agent',
      receivedAt: 'yesterday',
      groupId: 'BAAAAAAAAAAAAAAAAAAAAA',
      signature: 'e30..AA',
      connectionGuess: { connectionMethod: 'dhcp', confidence: 'high', reasons: ['cable-network'] },
    };
    expect(acceptResult({ ...RESULT_DOCUMENT, ...lies }, RESULT_CLAIMS, NOWHERE, NOW_MS)).toEqual({
      ok: true,
      value: { ...RESULT_DOCUMENT, receivedAt: '2026-11-22T12:36:00.000Z', connectionGuess: GUESS },
    });
  });

  test('takes a run that was stopped', () => {
    expect(acceptResult(STOPPED_DOCUMENT, RESULT_CLAIMS, NOWHERE, NOW_MS)).toMatchObject({
      ok: true,
      value: { verdict: { valid: false, reasons: [{ code: 'stopped', excludes: true }] } },
    });
  });

  test('guesses the connection method from the path', () => {
    const submission = { ...RESULT_DOCUMENT, pathMtuBytes: 1454 };
    const claims = { ...RESULT_CLAIMS, network: { ...RESULT_CLAIMS.network, ipVersion: 4 as const } };
    expect(acceptResult(submission, claims, NOWHERE, NOW_MS)).toMatchObject({
      value: { connectionGuess: { connectionMethod: 'pppoe', reasons: ['mtu-1454'] } },
    });
  });

  test.each<[string, string[] | null, string | null, boolean]>([
    ['its own line', ['ocn'], null, true],
    ['another’s line', ['iij'], null, false],
    ['any line, of an owner that runs none', [], null, false],
    ['any line, of an owner of whom nobody said what it runs', null, null, true],
    ['another’s line that its site calls its own', ['iij'], 'iij', false],
  ])('what an ISP’s agent measures on %s', (_name, ownersIsps, isp, counts) => {
    const site = { name: 'Rack', declared: { ...NOTHING_DECLARED, isp } };
    const network = { ...RESULT_CLAIMS.network, asn: 4713 };
    const accepted = (cohort: 'isp-agent' | 'independent-agent') =>
      acceptResult(
        RESULT_DOCUMENT,
        { ...RESULT_CLAIMS, network },
        { ...NOWHERE, fleet: { cohort, site, ownersIsps } },
        NOW_MS,
      );
    const codes = counts ? [] : ['others-line'];
    expect(accepted('isp-agent')).toMatchObject({
      value: {
        cohort: 'isp-agent',
        verdict: { valid: counts, reasons: ['wireless', ...codes].map((code) => ({ code })) },
      },
    });
    expect(accepted('independent-agent')).toMatchObject({ value: { verdict: { valid: true } } });
  });

  test.each([
    [64496, 'hosting-network'],
    [64497, 'vpn'],
  ])('a result from AS%d is kept and not counted', (asn, code) => {
    const network = { ...RESULT_CLAIMS.network, asn };
    const accepted = acceptResult(RESULT_DOCUMENT, { ...RESULT_CLAIMS, network }, NOWHERE, NOW_MS);
    expect(accepted).toMatchObject({ value: { verdict: { valid: false } } });
    expect(accepted.ok && accepted.value.verdict.reasons).toContainEqual({ code, excludes: true });
  });

  test('keeps what plots of the whole run need', () => {
    expect(acceptResult(TIMED_DOCUMENT, RESULT_CLAIMS, NOWHERE, NOW_MS)).toMatchObject({
      ok: true,
      value: { timeline: TIMED_DOCUMENT.timeline },
    });
  });

  test('a Node agent is another cohort', () => {
    const agent = { name: 'jissoku', version: '0.1.0', kind: 'node' as const };
    expect(acceptResult({ ...RESULT_DOCUMENT, agent }, RESULT_CLAIMS, NOWHERE, NOW_MS)).toMatchObject({
      value: { cohort: 'independent-agent' },
    });
  });

  test.each([
    ['another session', 'foreign-token', { sessionId: 'BAAAAAAAAAAAAAAAAAAAAA' }],
    ['a session of the past', 'token-expired', { submitByMs: NOW_MS }],
  ])('refuses a token of %s', (_name, reason, claims) => {
    expect(acceptResult(RESULT_DOCUMENT, { ...RESULT_CLAIMS, ...claims }, NOWHERE, NOW_MS)).toMatchObject({
      error: { reason },
    });
  });

  test.each<[string, Partial<Submission>]>([
    ['protocol', { protocol: 'ndt7' }],
    [
      'idle.rttMs',
      { idle: { rttMs: { min: 5, p50: 4, p95: 9 }, samples: 9, ipdvMeanAbsMs: null, pdvP95Ms: null } },
    ],
    ['loss.lost', { loss: { lossRatio: 1, sent: 1, lost: 2 } }],
    ['loss.lossRatio', { loss: { lossRatio: 0.5, sent: 100, lost: 1 } }],
    [
      'loss.lowRatio',
      { loss: { lossRatio: 0.01, sent: 100, lost: 1, lowRatio: 0.02, highRatio: 0.05, meanBurst: 1 } },
    ],
    ['loss.longestBurst', { loss: { lossRatio: 0.01, sent: 100, lost: 1, longestBurst: 2 } }],
    [
      'loss.working.lost',
      {
        loss: {
          lossRatio: 0,
          sent: 9,
          lost: 0,
          working: { direction: 'download', lossRatio: 1, sent: 1, lost: 2 },
        },
      },
    ],
    ['missing.upload', { upload: null }],
    [
      'timeline.idleRtts',
      timelineWith({
        idleRtts: [
          [9, 1],
          [8, 1],
        ],
      }),
    ],
    [
      'timeline.workingRtts',
      timelineWith({
        workingRtts: [
          [9, 1],
          [8, 1],
        ],
      }),
    ],
    ['timeline.loss.parts', timelineWith({ loss: { partMs: 250, parts: [[0, 1000, 1001]] } })],
    [
      'timeline.loss.parts',
      timelineWith({
        loss: {
          partMs: 250,
          parts: [
            [250, 500, 0],
            [0, 500, 0],
          ],
        },
      }),
    ],
    ['timeline.loss', timelineWith({ loss: { partMs: 250, parts: [[0, 999, 5]] } })],
    ['timeline.loss', { ...timelineWith({}), loss: null, missing: { loss: 'no-turn' } }],
  ])('names %s when it contradicts', (field, changes) => {
    const accepted = acceptResult({ ...RESULT_DOCUMENT, ...changes }, RESULT_CLAIMS, NOWHERE, NOW_MS);
    expect(accepted.ok ? [] : accepted.error.violations?.map((violation) => violation.field)).toContain(
      field,
    );
  });
});
