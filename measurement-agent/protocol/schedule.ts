/** When an agent tests: what the server tells it, and it keeps for when the server cannot be reached. */
import * as z from 'zod/mini';

const seconds = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/;
const timeOfDay = z
  .string()
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 07:30'));

/** A test at a random moment, whatever the moment of the last: exponential intervals, cut at both ends. */
const poissonSchema = z.object({
  kind: z.literal('poisson'),
  meanIntervalS: seconds(60, 30 * 86_400),
  leastIntervalS: seconds(0, 30 * 86_400),
  mostIntervalS: seconds(60, 90 * 86_400),
});

/** One test at a random moment within each of these hours of the local day. */
const stratifiedSchema = z.object({
  kind: z.literal('stratified'),
  hours: z.array(z.int().check(z.minimum(0), z.maximum(23))).check(z.minLength(1), z.maxLength(24)),
});

/** A test every so often between two moments, each at random within `spreadS` after its time, so that a fleet spreads. */
const campaignSchema = z.object({
  kind: z.literal('campaign'),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  everyS: seconds(60, 30 * 86_400),
  spreadS: seconds(0, 30 * 86_400),
});

export const cadenceSchema = z.discriminatedUnion('kind', [poissonSchema, stratifiedSchema, campaignSchema]);
export type Cadence = z.infer<typeof cadenceSchema>;

export const burstSchema = z.object({
  /** Tests after a suspicion … */
  tests: z.int().check(z.minimum(1), z.maximum(20)),
  /** … so far apart … */
  intervalS: seconds(30, 3600),
  /** … and none for so long after the last burst. */
  restS: seconds(600, 30 * 86_400),
  /** Suspicion: the round trip to the edge is so many times that of the last day, or … */
  rttFactor: z.number().check(z.minimum(1.2), z.maximum(100)),
  /** … at least this share of light probes is lost. */
  lossRatio: z.number().check(z.minimum(0.005), z.maximum(1)),
});
export type Burst = z.infer<typeof burstSchema>;

export const quietHoursSchema = z.array(z.object({ from: timeOfDay, to: timeOfDay })).check(z.maxLength(24));
export type QuietHours = z.infer<typeof quietHoursSchema>;

export const scheduleSchema = z.object({
  cadence: cadenceSchema,
  burst: z.nullable(burstSchema),
  /**
   * Where local hours are those of; null for the device's own time zone. IANA. Whether there is such a zone is the server's to look at: to
   * ask takes an agent 8 MB. One that the agent does not know has the hours of UTC.
   */
  timeZone: z.nullable(z.string().check(z.maxLength(64), z.regex(ZONE, 'must be an IANA time zone'))),
  /** No test in these stretches of the local day; one may run past midnight. */
  quietHours: quietHoursSchema,
  /** Tests and probes move no more than this in a calendar month (UTC); null for no bound of the server's. */
  monthlyBytes: z.nullable(z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER))),
  /** Light probes to the edge, the first hop and resolvers, so far apart; null for none. */
  lightProbesEveryS: z.nullable(seconds(10, 86_400)),
});
export type Schedule = z.infer<typeof scheduleSchema>;

/** ndt7's cadence: four tests a day on average (exponential, mean 6 h, 36 min to 15 h). */
export const DEFAULT_SCHEDULE: Schedule = {
  cadence: { kind: 'poisson', meanIntervalS: 21_600, leastIntervalS: 2160, mostIntervalS: 54_000 },
  burst: null,
  timeZone: null,
  quietHours: [],
  monthlyBytes: null,
  lightProbesEveryS: 60,
};
