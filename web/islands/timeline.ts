import type { Stage } from '../../measurement-agent/engine/events.ts';
import { IDLE_TRAIN } from '../../measurement-agent/engine/loss-stages.ts';
import { longestDirectionMs } from '../../measurement-agent/metrics/plan-bytes.ts';
import type { Plan } from '../../measurement-agent/protocol/plan.ts';

/** A page loads the directions one after the other only. */
export type PageStage = Exclude<Stage, 'bidirectional'>;

export function isPageStage(stage: Stage): stage is PageStage {
  return stage !== 'bidirectional';
}

/** Stages in the order they run. */
export const STAGES: readonly PageStage[] = ['idle', 'loss', 'download', 'upload'];

/** How long each stage may take, in ms; one that does not run takes none. */
export function stageDurations(plan: Plan, stages: readonly Stage[]): Record<PageStage, number> {
  return {
    idle: plan.idle.probes * plan.idle.meanSpacingMs,
    loss: stages.includes('loss') ? IDLE_TRAIN.limitMs : 0,
    download: longestDirectionMs(plan, 'download'),
    upload: longestDirectionMs(plan, 'upload'),
  };
}

function sum(durations: Record<PageStage, number>, stages: readonly PageStage[]): number {
  return stages.reduce((total, each) => total + durations[each], 0);
}

/** How long the whole test may take, ms. */
export function wholeMs(durations: Record<PageStage, number>): number {
  return sum(durations, STAGES);
}

/** Where the whole test stands when `stage` is `fraction` (0–1) through. */
export function overall(
  durations: Record<PageStage, number>,
  stage: PageStage,
  fraction: number,
): { percent: number; leftMs: number } {
  const total = wholeMs(durations);
  const before = sum(durations, STAGES.slice(0, STAGES.indexOf(stage)));
  const doneMs = before + durations[stage] * Math.min(1, Math.max(0, fraction));
  return { percent: total > 0 ? (doneMs / total) * 100 : 0, leftMs: total - doneMs };
}
