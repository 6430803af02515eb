import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { ResultDocument, Submission } from '../../measurement-agent/protocol/result.ts';
import type { Cohort } from '../../measurement-agent/protocol/vocabulary.ts';
import { contradictions } from './contradictions.ts';
import type { Directory } from './directory.ts';
import { judge } from './judge.ts';
import { notAccessReason } from './not-access.ts';
import type { Refusal } from './refusal.ts';
import type { SessionClaims } from './session-token.ts';

/**
 * The document to store of a submission. What the agent measured stays as it is; network, group, cohort, time of receipt
 * and verdict are the server's.
 */
export function acceptResult(
  submission: Submission,
  claims: SessionClaims,
  nowMs: number,
  directory: Directory,
): Fallible<ResultDocument, Refusal> {
  if (nowMs >= claims.submitByMs)
    return err({ reason: 'token-expired', detail: 'The time to submit a result of this session is over.' });
  if (submission.measurementId !== claims.sessionId)
    return err({ reason: 'foreign-token', detail: 'measurementId is not the session of the token.' });
  const violations = contradictions(submission);
  if (violations.length > 0)
    return err({ reason: 'bad-request', detail: 'The result contradicts itself.', violations });
  return ok({
    ...submission,
    groupId: claims.groupId,
    receivedAt: new Date(nowMs).toISOString(),
    cohort: cohortOf(submission),
    network: claims.network,
    verdict: judge(submission, notAccessReason(claims.network.asn, directory)),
  });
}

function cohortOf({ agent }: Submission): Cohort {
  return agent.kind === 'browser' ? 'crowd-browser' : 'independent-agent';
}
