import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resultSchema, submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { consistentSubmission } from '../../test/fuzz/submissions.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { acceptResult } from './accept-result.ts';
import { rowOf } from './result-row.ts';

const KNOWN = { directory: SMALL_DIRECTORY, groupsFirst: null, receiptFaults: [], fleet: null };
const accept = (submission: Parameters<typeof acceptResult>[0]) =>
  acceptResult(
    { ...submission, measurementId: RESULT_CLAIMS.sessionId },
    RESULT_CLAIMS,
    KNOWN,
    RESULT_CLAIMS.issuedAtMs,
  );

describe('acceptResult', () => {
  test('makes of every submission without contradiction a document of the contract, and a row of numbers', () => {
    fc.assert(
      fc.property(consistentSubmission, (submission) => {
        const accepted = accept(submission);
        if (!accepted.ok) throw new Error(JSON.stringify(accepted.error));
        const stored = JSON.parse(JSON.stringify(accepted.value)) as unknown;
        expect(resultSchema.safeParse(stored)).toEqual({ success: true, data: stored });
        expect(accepted.value.network).toEqual(RESULT_CLAIMS.network);
        const numbers = Object.values(rowOf(accepted.value, RESULT_CLAIMS, SMALL_DIRECTORY)).filter(
          (value) => typeof value === 'number',
        );
        expect(numbers.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
      }),
    );
  });

  test('of any submission is a document, or the names of what contradicts itself', () => {
    fc.assert(
      fc.property(arbitraryOf(submissionSchema), (submission) => {
        const accepted = accept(submission);
        const names = accepted.ok ? ['none'] : (accepted.error.violations ?? []).map(({ field }) => field);
        expect(names).not.toEqual([]);
        expect(names.every((name) => /^[a-zA-Z0-9.]+$/.test(name))).toBe(true);
      }),
    );
  });
});
