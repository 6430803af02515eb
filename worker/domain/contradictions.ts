import type { Violation } from '../../measurement-agent/protocol/problems.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { MEASURE_SUBPROTOCOL } from '../../measurement-agent/protocol/spec.ts';

/** Agents may round what they show. */
const LOSS_RATIO_TOLERANCE = 1e-3;

/** What no field breaks by itself: numbers that cannot stand beside each other. */
export function contradictions(submission: Submission): Violation[] {
  const { idle, download, upload, loss, missing, protocol } = submission;
  const rules: [field: string, holds: boolean, rule: string][] = [
    ['protocol', protocol === MEASURE_SUBPROTOCOL, `must be ${MEASURE_SUBPROTOCOL}`],
    ['idle.rttMs', ascends([idle?.rttMs.min, idle?.rttMs.p50, idle?.rttMs.p95]), 'min ≤ p50 ≤ p95'],
    ...[{ download }, { upload }].flatMap((direction) =>
      Object.entries(direction).map(([name, load]): [string, boolean, string] => [
        `${name}.workingRttMs`,
        ascends([load?.workingRttMs?.p50, load?.workingRttMs?.p95]),
        'p50 ≤ p95',
      ]),
    ),
    ...lossRules('loss', loss),
    ...lossRules('loss.working', loss?.working ?? null),
    ...timelineRules(submission),
    ...(['idle', 'download', 'upload', 'loss', 'responsiveness'] as const).map(
      (field): [string, boolean, string] => [
        `missing.${field}`,
        submission[field] !== null || missing[field] !== undefined,
        `must say why ${field} is null`,
      ],
    ),
  ];
  return rules.filter(([, holds]) => !holds).map(([field, , rule]) => ({ field, rule }));
}

type LossFigures = Omit<NonNullable<Submission['loss']>, 'path' | 'method' | 'working'>;

function lossRules(name: string, loss: LossFigures | null): [field: string, holds: boolean, rule: string][] {
  if (loss === null) return [];
  const { lossRatio, sent, lost, lowRatio, highRatio, longestBurst } = loss;
  return [
    [`${name}.lost`, lost <= sent, 'must not be more than sent'],
    [
      `${name}.lossRatio`,
      Math.abs(lossRatio * sent - lost) <= sent * LOSS_RATIO_TOLERANCE,
      'must be lost / sent',
    ],
    [`${name}.lowRatio`, ascends([lowRatio, lossRatio, highRatio]), 'lowRatio ≤ lossRatio ≤ highRatio'],
    [`${name}.longestBurst`, (longestBurst ?? 0) <= lost, 'must not be more than lost'],
  ];
}

function timelineRules({ timeline, loss }: Submission): [field: string, holds: boolean, rule: string][] {
  if (timeline === undefined) return [];
  const { idleRtts, workingRtts } = timeline;
  const parts = timeline.loss?.parts ?? [];
  const moments = (points: readonly (readonly number[])[]) => ascends(points.map(([atMs]) => atMs));
  const inParts = parts.reduce((sum, [, sent]) => sum + sent, 0);
  const inAll = (loss?.sent ?? 0) + (loss?.working?.sent ?? 0);
  return [
    ['timeline.idleRtts', moments(idleRtts), 'must be in order of time'],
    ['timeline.workingRtts', moments(workingRtts), 'must be in order of time'],
    ['timeline.loss.parts', moments(parts), 'must be in order of time'],
    [
      'timeline.loss.parts',
      parts.every(([, sent, lost]) => lost <= sent),
      'must not lose more than was sent',
    ],
    ['timeline.loss', timeline.loss === null || inParts === inAll, 'must have every datagram of loss'],
  ];
}

function ascends(values: readonly (number | undefined)[]): boolean {
  const given = values.filter((value) => value !== undefined);
  return given.every((value, index) => index === 0 || (given[index - 1] ?? value) <= value);
}
