import type { Stage } from '../../measurement-agent/engine/events.ts';
import { IDLE_TRAIN } from '../../measurement-agent/engine/loss-stages.ts';
import type { Plan } from '../../measurement-agent/protocol/plan.ts';

/** A page loads the directions one after the other only. */
export type PageStage = Exclude<Stage, 'bidirectional'>;

export function isPageStage(stage: Stage): stage is PageStage {
  return stage !== 'bidirectional';
}

/** Stages in the order they run. */
export const STAGES: readonly PageStage[] = ['idle', 'loss', 'download', 'upload'];

/** How long each stage should take, in ms; one that does not run takes none. */
export function stageDurations(plan: Plan, stages: readonly Stage[]): Record<PageStage, number> {
  return {
    idle: plan.idle.probes * plan.idle.meanSpacingMs,
    loss: stages.includes('loss') ? IDLE_TRAIN.limitMs : 0,
    download: plan.download.durationMs,
    upload: plan.upload.durationMs,
  };
}

/** Where the whole test stands when `stage` is `fraction` (0–1) through. */
export function overall(
  durations: Record<PageStage, number>,
  stage: PageStage,
  fraction: number,
): { percent: number; leftMs: number } {
  const sum = (stages: readonly PageStage[]) => stages.reduce((total, each) => total + durations[each], 0);
  const total = sum(STAGES);
  const doneMs =
    sum(STAGES.slice(0, STAGES.indexOf(stage))) + durations[stage] * Math.min(1, Math.max(0, fraction));
  return { percent: total > 0 ? (doneMs / total) * 100 : 0, leftMs: total - doneMs };
}
