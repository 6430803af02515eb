import { claimFaults } from '../../measurement-agent/metrics/claim.ts';
import { noticed } from '../../measurement-agent/metrics/verdict/noticed.ts';
import type { ReceiptFault } from '../../measurement-agent/protocol/receipts.ts';
import type { Submission, Verdict } from '../../measurement-agent/protocol/result.ts';
import type { Direction, Summary } from '../../measurement-agent/protocol/summary.ts';
import { VERDICT_REASONS, type VerdictReason } from '../../measurement-agent/protocol/vocabulary.ts';

/**
 * The worker's own timers ran late more often than not: a message waited in a backlog whenever it came. Fewer say that it
 * was busy at times, as under any load.
 */
const EDGE_LATE_SHARE = 0.5;

const RECEIPT_REASONS = {
  missing: 'receipt-missing',
  foreign: 'receipt-foreign',
  repeated: 'receipt-foreign',
  malformed: 'receipt-invalid',
  'wrong-type': 'receipt-invalid',
  'unknown-key': 'receipt-invalid',
  forged: 'receipt-invalid',
} as const satisfies Record<ReceiptFault['reason'], VerdictReason>;

/** What the server knows of a submission besides what it says. */
export interface Evidence {
  /** Why the network that it came from is no access network; null when it is one. */
  notAccess: VerdictReason | null;
  /** An ISP's agent brings it, from a line of another ISP. */
  othersLine: boolean;
  /** What is wrong with its summaries. */
  receiptFaults: readonly ReceiptFault[];
}

/**
 * The server's verdict: what the agent noticed, what the document says, what the server sees in the summaries and their
 * signatures, and what kind of network it came from. Whether a reason excludes is never the agent's to say.
 */
export function judge(submission: Submission, { notAccess, othersLine, receiptFaults }: Evidence): Verdict {
  const codes = new Set<VerdictReason>(submission.verdict.reasons.map(({ code }) => code));
  for (const code of noticed(submission)) codes.add(code);
  if (notAccess !== null) codes.add(notAccess);
  if (othersLine) codes.add('others-line');
  for (const { reason } of receiptFaults) codes.add(RECEIPT_REASONS[reason]);
  const idleRttMs = submission.idle?.rttMs.p50 ?? null;
  for (const direction of ['download', 'upload'] as const) {
    const load = submission[direction];
    const summary = summaryOf(submission, direction);
    if (load !== null && summary === null) codes.add('summary-missing');
    if (load !== null && summary !== null && claimFaults(load, summary, direction, idleRttMs).length > 0)
      codes.add('summary-mismatch');
    if (summary?.prefixChanged) codes.add('prefix-changed');
    // On one machine both ends are always the limit.
    const sameMachine = submission.surroundings?.loopback === true;
    if (load !== null && !sameMachine && (summary?.lateShare ?? 0) > EDGE_LATE_SHARE)
      codes.add('edge-limited');
  }
  if (submission.idle === null && submission.download === null && submission.upload === null)
    codes.add('too-few-samples');
  const reasons = [...codes].map((code) => ({ code, excludes: VERDICT_REASONS[code].excludes }));
  return { valid: reasons.every(({ excludes }) => !excludes), reasons };
}

function summaryOf({ summaries, measurementId }: Submission, direction: Direction): Summary | null {
  return (
    summaries.find((summary) => summary.direction === direction && summary.sessionId === measurementId) ??
    null
  );
}
