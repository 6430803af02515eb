import * as z from 'zod/mini';

/**
 * What to measure, as data. The server suggests a plan with every session; the agent may run a smaller one.
 * All times in ms.
 */
const loadPlanSchema = z.strictObject({
  /** Load is generated for this long. */
  durationMs: z.int().check(z.minimum(500), z.maximum(60_000)),
  connections: z.int().check(z.minimum(1), z.maximum(16)),
});

export type LoadPlan = z.infer<typeof loadPlanSchema>;

export const planSchema = z.strictObject({
  idle: z.strictObject({
    probes: z.int().check(z.minimum(1), z.maximum(10_000)),
    /** Mean spacing; the spacing itself is random (RFC 2330 section 11.1) so that nothing periodic is hit or missed. */
    meanSpacingMs: z.number().check(z.minimum(1), z.maximum(10_000)),
  }),
  download: loadPlanSchema,
  upload: loadPlanSchema,
  working: z.strictObject({ meanSpacingMs: z.number().check(z.minimum(1), z.maximum(10_000)) }),
});
export type Plan = z.infer<typeof planSchema>;

/**
 * 60 idle probes show a p95 that three of them lie beyond; five seconds a direction is past start-up on a 600 ms
 * satellite path; four connections fill a gigabit line that one does not (docs/metrics.md gives the reasons at length).
 */
export const DEFAULT_PLAN: Plan = {
  idle: { probes: 60, meanSpacingMs: 25 },
  download: { durationMs: 6_000, connections: 4 },
  upload: { durationMs: 6_000, connections: 4 },
  working: { meanSpacingMs: 50 },
};
