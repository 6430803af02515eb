import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { VERDICT_REASONS } from '../../measurement-agent/protocol/vocabulary.ts';

/** Notes that the page was out of sight: browsers slow such pages down, so the result must not count. */
export function withTabHidden(submission: Submission): Submission {
  const { verdict } = submission;
  if (verdict.reasons.some(({ code }) => code === 'tab-hidden')) return submission;
  const { excludes } = VERDICT_REASONS['tab-hidden'];
  return {
    ...submission,
    verdict: {
      valid: verdict.valid && !excludes,
      reasons: [...verdict.reasons, { code: 'tab-hidden', excludes }],
    },
  };
}
