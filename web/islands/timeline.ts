import type { Plan } from '../../measurement-agent/protocol/plan.ts';

export type Stage = 'idle' | 'download' | 'upload';

const ORDER: readonly Stage[] = ['idle', 'download', 'upload'];

/** How long each stage should take, in ms. */
export function stageDurations(plan: Plan): Record<Stage, number> {
  return {
    idle: plan.idle.probes * plan.idle.meanSpacingMs,
    download: plan.download.durationMs,
    upload: plan.upload.durationMs,
  };
}

/** Where the whole test stands when `stage` is `fraction` (0–1) through. */
export function overall(
  durations: Record<Stage, number>,
  stage: Stage,
  fraction: number,
): { percent: number; leftMs: number } {
  const total = ORDER.reduce((sum, each) => sum + durations[each], 0);
  const before = ORDER.slice(0, ORDER.indexOf(stage)).reduce((sum, each) => sum + durations[each], 0);
  const doneMs = before + durations[stage] * Math.min(1, Math.max(0, fraction));
  return { percent: total > 0 ? (doneMs / total) * 100 : 0, leftMs: total - doneMs };
}
