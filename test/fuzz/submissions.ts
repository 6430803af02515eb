import fc from 'fast-check';
import { type Submission, submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { MEASURE_SUBPROTOCOL } from '../../measurement-agent/protocol/spec.ts';
import { arbitraryOf } from './arbitrary-of.ts';

/** Submissions that the contract takes and that do not contradict themselves, however strange they are. */
export const consistentSubmission: fc.Arbitrary<Submission> = fc
  .tuple(arbitraryOf(submissionSchema), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([submission, share]): Submission => {
    const { idle, download, upload, loss, timeline } = submission;
    const sent = [loss?.sent ?? 0, loss?.working?.sent ?? 0];
    return {
      ...submission,
      ...(timeline && { timeline: timelineWith(timeline, sent, share) }),
      protocol: MEASURE_SUBPROTOCOL,
      idle: idle && { ...idle, rttMs: { ...idle.rttMs, ...ascending(idle.rttMs) } },
      download: withRtts(download),
      upload: withRtts(upload),
      loss: loss && {
        ...lossOf(loss, share),
        ...(loss.working && { working: { ...loss.working, ...lossOf(loss.working, share) } }),
      },
      missing: {
        idle: 'stopped',
        download: 'stopped',
        upload: 'stopped',
        loss: 'stopped',
        responsiveness: 'stopped',
        ...submission.missing,
      },
    };
  });

type Timeline = NonNullable<Submission['timeline']>;

function timelineWith(
  { idleRtts, workingRtts, ...timeline }: Timeline,
  sent: readonly number[],
  share: number,
): Timeline {
  const inOrder = (points: Timeline['idleRtts']) => points.toSorted(([a], [b]) => a - b);
  return {
    ...timeline,
    idleRtts: inOrder(idleRtts),
    workingRtts: inOrder(workingRtts),
    loss: timeline.loss && {
      ...timeline.loss,
      parts: sent.map((each, index) => [index, each, Math.floor(each * share)]),
    },
  };
}

function ascending({ min, p50, p95 }: { min: number; p50: number; p95: number }) {
  const [low = 0, middle = 0, high = 0] = [min, p50, p95].toSorted((a, b) => a - b);
  return { min: low, p50: middle, p95: high };
}

function withRtts(load: Submission['download']): Submission['download'] {
  if (!load?.workingRttMs) return load;
  const { p50, p95 } = load.workingRttMs;
  return {
    ...load,
    workingRttMs: { ...load.workingRttMs, p50: Math.min(p50, p95), p95: Math.max(p50, p95) },
  };
}

function lossOf<Loss extends { sent: number; longestBurst?: number | undefined }>(loss: Loss, share: number) {
  const lost = Math.floor(loss.sent * share);
  const lossRatio = loss.sent === 0 ? 0 : lost / loss.sent;
  return {
    ...loss,
    lost,
    lossRatio,
    lowRatio: 0,
    highRatio: 1,
    longestBurst: Math.min(lost, loss.longestBurst ?? 0),
  };
}
