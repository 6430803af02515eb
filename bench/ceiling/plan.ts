import { DEFAULT_PLAN, type LoadPlan, type Plan } from '../../measurement-agent/protocol/plan.ts';

const LOAD: LoadPlan = { durationMs: 3_000, connections: 16, minWindowMs: 3_000, halfWidthRatio: 0 };

/** The whole time under load, however precise the rate is earlier: what an engine can carry shows late. */
export const CEILING_PLAN: Plan = {
  ...DEFAULT_PLAN,
  idle: { probes: 20, meanSpacingMs: 5 },
  download: LOAD,
  upload: LOAD,
};
