import * as z from 'zod/mini';

/**
 * What to measure, as data. The server suggests a plan with every session; the agent may run a smaller one.
 * All times in ms. Unknown fields are ignored, so that a newer server can suggest more.
 */
const loadPlanSchema = z.object({
  /** Load is generated for this long at most once start-up is over. */
  durationMs: z.int().check(z.minimum(500), z.maximum(60_000)),
  /** Connections at most; the agent starts with one and adds while that brings more. */
  connections: z.int().check(z.minimum(1), z.maximum(16)),
  /** The rate is taken over this long at least, start-up not included. */
  minWindowMs: z.int().check(z.minimum(500), z.maximum(60_000)),
  /** Load ends early once the 95% interval of the rate is within ± this share of it. */
  halfWidthRatio: z.number().check(z.minimum(0), z.maximum(1)),
});
export type LoadPlan = z.infer<typeof loadPlanSchema>;

export const planSchema = z.object({
  idle: z.object({
    probes: z.int().check(z.minimum(1), z.maximum(10_000)),
    /** Mean spacing; the spacing itself is random (RFC 2330 section 11.1) so that nothing periodic is hit or missed. */
    meanSpacingMs: z.number().check(z.minimum(1), z.maximum(10_000)),
  }),
  download: loadPlanSchema,
  upload: loadPlanSchema,
  working: z.object({
    meanSpacingMs: z.number().check(z.minimum(1), z.maximum(10_000)),
    /** Probes take this share of the loaded direction's rate at most. */
    rateShare: z.number().check(z.minimum(0), z.maximum(1)),
  }),
  /**
   * Round trips of an application beside and on the load. Absent where the worker answers no probes on load connections;
   * then there is no responsiveness.
   */
  responsiveness: z.optional(
    z.object({
      /** Once the rate is known, load goes on for about this long to probe the load connections themselves. */
      holdMs: z.int().check(z.minimum(100), z.maximum(10_000)),
      /** Connections opened beside the load take this share of its rate at most. */
      foreignRateShare: z.number().check(z.minimum(0), z.maximum(1)),
      /** Probes on load connections take this share of the rate at most. */
      selfRateShare: z.number().check(z.minimum(0), z.maximum(1)),
    }),
  ),
});
export type Plan = z.infer<typeof planSchema>;

const LOAD: LoadPlan = { durationMs: 2_900, connections: 16, minWindowMs: 2_000, halfWidthRatio: 0.015 };

/**
 * 100 idle probes leave five beyond the p95; 200 fit into the two seconds that a rate is taken over at least; 16
 * connections are what draft-ietf-ippm-responsiveness-09 allows (docs/metrics.md gives the reasons at length).
 */
export const DEFAULT_PLAN: Plan = {
  idle: { probes: 100, meanSpacingMs: 10 },
  download: LOAD,
  upload: LOAD,
  working: { meanSpacingMs: 9, rateShare: 0.01 },
  responsiveness: { holdMs: 300, foreignRateShare: 0.0015, selfRateShare: 0.05 },
};
