import { noticed } from '../../measurement-agent/metrics/verdict/noticed.ts';
import type { Load, Submission, Verdict } from '../../measurement-agent/protocol/result.ts';
import type { Direction, Summary } from '../../measurement-agent/protocol/summary.ts';
import { VERDICT_REASONS, type VerdictReason } from '../../measurement-agent/protocol/vocabulary.ts';

/**
 * How far the agent's bytes may lie from the worker's, as a share of the worker's. Download: what is on the wire when
 * the time is up is sent and not counted. Upload: the agent repeats what the worker told it.
 */
const TOLERANCE = { download: 0.05, upload: 0.02 } as const satisfies Record<Direction, number>;

/**
 * The worker's own timers ran late more often than not: a message waited in a backlog whenever it came. Fewer say that it
 * was busy at times, as under any load.
 */
const EDGE_LATE_SHARE = 0.5;

/**
 * The server's verdict: what the agent noticed, what the document says, what the server sees in the summaries, and what
 * kind of network it came from. Whether a reason excludes is never the agent's to say.
 */
export function judge(submission: Submission, notAccess: VerdictReason | null): Verdict {
  const codes = new Set<VerdictReason>(submission.verdict.reasons.map(({ code }) => code));
  for (const code of noticed(submission)) codes.add(code);
  if (notAccess !== null) codes.add(notAccess);
  for (const direction of ['download', 'upload'] as const) {
    const load = submission[direction];
    const summary = summaryOf(submission, direction);
    if (load !== null && summary === null) codes.add('summary-missing');
    if (load !== null && summary !== null && !agrees(load, summary, TOLERANCE[direction]))
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

/** The bytes agree, and the rate does not claim more than them. */
function agrees(load: Load, summary: Summary, tolerance: number): boolean {
  const claimedByRate = (load.goodputBps * load.durationMs) / 8_000;
  return (
    Math.abs(load.bytes - summary.bytes) <= summary.bytes * tolerance &&
    claimedByRate <= summary.bytes * (1 + tolerance)
  );
}
