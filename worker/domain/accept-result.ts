import type { Site } from '../../measurement-agent/protocol/agents.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { ReceiptFault } from '../../measurement-agent/protocol/receipts.ts';
import type { Declared, ResultDocument, Submission } from '../../measurement-agent/protocol/result.ts';
import type { Cohort } from '../../measurement-agent/protocol/vocabulary.ts';
import type { Agent } from './agent.ts';
import { guessConnection } from './connection-guess.ts';
import { contradictions } from './contradictions.ts';
import type { Directory } from './directory.ts';
import { judge } from './judge.ts';
import { lineFactsOf } from './line-facts.ts';
import { notAccessReason } from './not-access.ts';
import { isOthersLine } from './own-line.ts';
import type { Refusal } from './refusal.ts';
import type { SessionClaims } from './session-token.ts';

/** What the server holds besides. */
interface Known {
  directory: Directory;
  /** The result that began the submission's group; null when there is none. */
  groupsFirst: ResultDocument | null;
  /** What is wrong with the submission's summaries. */
  receiptFaults: readonly ReceiptFault[];
  /** The enrolled agent that brings it; null for anybody else. */
  fleet: Pick<Agent, 'cohort' | 'site' | 'ownersIsps'> | null;
}

/**
 * The document to store of a submission. What the agent measured stays as it is; network, group, cohort, time of receipt,
 * verdict and the guess of the connection method are the server's.
 */
export function acceptResult(
  submission: Submission,
  claims: SessionClaims,
  { directory, groupsFirst, receiptFaults, fleet }: Known,
  nowMs: number,
): Fallible<ResultDocument, Refusal> {
  if (nowMs >= claims.submitByMs)
    return err({ reason: 'token-expired', detail: 'The time to submit a result of this session is over.' });
  if (submission.measurementId !== claims.sessionId)
    return err({ reason: 'foreign-token', detail: 'measurementId is not the session of the token.' });
  const violations = contradictions(submission);
  if (violations.length > 0)
    return err({ reason: 'bad-request', detail: 'The result contradicts itself.', violations });
  const { network } = claims;
  const { signature: _signature, ...measured } = submission;
  const declared = fleet === null ? submission.declared : declaredOn(fleet.site, submission.declared);
  return ok({
    ...measured,
    declared,
    groupId: claims.groupId,
    receivedAt: new Date(nowMs).toISOString(),
    cohort: fleet?.cohort ?? cohortOf(submission),
    network,
    verdict: judge(submission, {
      notAccess: notAccessReason(network.asn, directory),
      othersLine:
        fleet?.cohort === 'isp-agent' &&
        fleet.ownersIsps !== null &&
        isOthersLine(fleet.ownersIsps, { declaredIsp: declared.isp, asn: network.asn }, directory),
      receiptFaults,
    }),
    connectionGuess: guessConnection(
      lineFactsOf({ ...submission, declared, network }, groupsFirst, directory),
    ),
  });
}

/** What was said of the site stands above what the device says; the device fills what was not said. */
function declaredOn(site: Site, said: Declared): Declared {
  const known = Object.entries(site.declared).filter(([, value]) => value !== null);
  return { ...said, ...Object.fromEntries(known) };
}

function cohortOf({ agent }: Submission): Cohort {
  return agent.kind === 'browser' ? 'crowd-browser' : 'independent-agent';
}
