import { describe, expect, test } from 'vitest';
import { measure } from '../../measurement-agent/engine/engine.ts';
import { type SimulatedLine, simulate } from '../../measurement-agent/engine/transports/simulated.ts';
import { NOTHING_DECLARED, type ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { Figure } from '../../measurement-agent/protocol/statistics.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { acceptResult } from './accept-result.ts';
import { rowOf } from './result-row.ts';
import { applyChange, cellChanges } from './statistics/cell-changes.ts';
import { emptySums } from './statistics/cell-sums.ts';
import { estimate } from './statistics/estimate.ts';
import { DEFAULT_PROFILE } from './statistics/profile.ts';

const NOW_MS = RESULT_CLAIMS.issuedAtMs + 60_000;

/** A line, measured as an agent measures it and accepted as the server accepts it. */
async function accepted(line: SimulatedLine): Promise<ResultDocument> {
  const { time, random, transport, datagrams } = simulate(line);
  const outcome = await time.run(
    measure({
      transport,
      datagrams,
      clock: time,
      random,
      signal: new AbortController().signal,
      agent: { name: 'test', version: '0', kind: 'node' },
      declared: NOTHING_DECLARED,
    }),
  );
  if (!outcome.ok) throw new Error(outcome.error.reason);
  const { submission } = outcome.value;
  const result = acceptResult(
    submission,
    { ...RESULT_CLAIMS, sessionId: submission.measurementId },
    { directory: SMALL_DIRECTORY, groupsFirst: null, receiptFaults: [], fleet: null },
    NOW_MS,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('a bad line counts like any other', () => {
  test.each<[string, SimulatedLine, string]>([
    [
      'a satellite of 600 ms',
      { download: { rateBps: 20e6, queueBytes: 1_500_000 }, upload: { rateBps: 2e6 }, rttMs: 600, seed: 1 },
      'far',
    ],
    [
      'a line that loses 12% each way',
      {
        download: { rateBps: 30e6, lossRatio: 0.12 },
        upload: { rateBps: 10e6, lossRatio: 0.12 },
        rttMs: 20,
        seed: 1,
      },
      'lossy',
    ],
  ])('%s', async (_name, line, finding) => {
    const document = await accepted(line);
    expect(document.verdict.valid).toBe(true);
    expect(document.verdict.reasons).toContainEqual({ code: finding, excludes: false });

    const row = rowOf(document, RESULT_CLAIMS, SMALL_DIRECTORY);
    const lines = Array.from({ length: 30 }, (_, index) => ({
      line: index.toString(16).padStart(32, '0'),
      before: [],
      beforeAsOf: 0,
      after: [{ ...row, lineKnown: true, prefixBucket: index % 16 }],
    }));
    const context = { asOf: Math.floor(NOW_MS / 86_400_000), profile: DEFAULT_PROFILE, areaOf: () => null };
    const cell = cellChanges(lines, context).find(
      ({ key }) => key.groupingSet === 'country' && key.period === 'r30' && key.slice.endsWith(' any'),
    );
    const sums = emptySums();
    if (cell !== undefined) applyChange(sums, cell);
    expect(sums).toMatchObject({ results: 30, lines: 30, excluded: new Map() });
    const medianOf = (figure: Figure) => estimate(sums, figure).quantiles.p50?.value;
    expect(medianOf('downloadBps')).toBeCloseTo(document.download?.goodputBps ?? 0, -5);
    expect(medianOf('uploadBps')).toBeCloseTo(document.upload?.goodputBps ?? 0, -5);
    expect(medianOf('idleRttMs')).toBeCloseTo(document.idle?.rttMs.p50 ?? 0, 0);
  });
});
