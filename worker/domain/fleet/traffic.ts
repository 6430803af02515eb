import { DEFAULT_PLAN } from '../../../measurement-agent/protocol/plan.ts';
import type { Cadence, Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import { isQuietMinute } from '../../../measurement-agent/protocol/time-of-day.ts';

const MONTH_S = 30 * 86_400;
const DAY_MINUTES = 1440;

/** Load goes on for its longest, after a start-up of this long, ms. */
const START_UP_MS = 700;
/** Headers, probes and datagrams come on top of load: as the agent sets aside before a test (docs/agent.md). */
const OVERHEAD_RATIO = 1.08;
const OVERHEAD_BYTES = 1_500_000;
/** What the smallest test costs that an agent makes: below 1 MB of load it leaves it (docs/agent.md). */
export const LEAST_TEST_COST_BYTES = 1_000_000 * OVERHEAD_RATIO + OVERHEAD_BYTES;
/** A round of light probes (docs/agent.md). */
const PROBE_ROUND_BYTES = 1500;

/** Rates of a line. */
export interface Rates {
  downloadBps: number;
  uploadBps: number;
}

/** What a schedule costs in thirty days. */
export interface MonthlyTraffic {
  /** As many as are to be expected; those over either IP version are counted. */
  tests: number;
  /** Load of the tests, at most; cut by `monthlyBytes` of the schedule. */
  testBytes: number;
  probeBytes: number;
  /** True where the schedule's own bound cuts it: it is made free day by day, and a day's tests are then shortened or skipped. */
  capped: boolean;
}

/**
 * Whether an agent makes two tests of each slot, one over each IP version: its configuration tells the server nothing of that, its results
 * do. Each version has a third of them at least; a stray one is of an agent that takes what the system gives it.
 */
export function measuresBoth(results: readonly { ipVersion: number | null }[]): boolean {
  return ([4, 6] as const).every((version) => {
    const over = results.filter(({ ipVersion }) => ipVersion === version).length;
    return over > 0 && over * 3 >= results.length;
  });
}

/** Bytes that one test of a line may move at most. */
export function testBytesOf({ downloadBps, uploadBps }: Rates): number {
  const loadMs = (direction: 'download' | 'upload') =>
    START_UP_MS + DEFAULT_PLAN[direction].durationMs + (DEFAULT_PLAN.responsiveness?.holdMs ?? 0);
  const bits = (downloadBps * loadMs('download') + uploadBps * loadMs('upload')) / 1000;
  return Math.round((bits / 8) * OVERHEAD_RATIO + OVERHEAD_BYTES);
}

/**
 * What a schedule moves in thirty days on a line of these rates: an upper estimate, as a test ends early on a calm line.
 * Bursts after a suspicion are not in it. An agent that measures over both IP versions makes two tests of each slot.
 */
export function monthlyTraffic(schedule: Schedule, rates: Rates, testsASlot: 1 | 2): MonthlyTraffic {
  const tests = Math.round(slotsAMonth(schedule) * testsASlot);
  const probeBytes =
    schedule.lightProbesEveryS === null
      ? 0
      : Math.round(MONTH_S / schedule.lightProbesEveryS) * PROBE_ROUND_BYTES;
  const wanted = tests * testBytesOf(rates);
  const bound = schedule.monthlyBytes === null ? wanted : Math.max(0, schedule.monthlyBytes - probeBytes);
  return { tests, testBytes: Math.min(wanted, bound), probeBytes, capped: bound < wanted };
}

/** Slots that fall into quiet hours are passed over and not moved (measurement-agent/daemon/schedule/next-slot.ts). */
function slotsAMonth({ cadence, quietHours }: Pick<Schedule, 'cadence' | 'quietHours'>): number {
  switch (cadence.kind) {
    case 'poisson':
      return (MONTH_S / meanOfCutS(cadence)) * awakeShare(quietHours, 0, DAY_MINUTES);
    case 'stratified':
      return [...new Set(cadence.hours)].reduce(
        (slots, hour) => slots + 30 * awakeShare(quietHours, hour * 60, (hour + 1) * 60),
        0,
      );
    case 'campaign': {
      const lastsS = (Date.parse(cadence.endsAt) - Date.parse(cadence.startsAt)) / 1000;
      const rounds = Math.max(0, Math.min(MONTH_S, lastsS)) / cadence.everyS;
      return rounds * awakeShare(quietHours, 0, DAY_MINUTES);
    }
  }
}

/**
 * The mean of exponential intervals that are cut at both ends, s: the least, and the tail of the distribution from there to the most,
 * ∫ e^(−t/mean) dt. The default's is 0.92 of the mean that it names.
 */
function meanOfCutS({ meanIntervalS, leastIntervalS, mostIntervalS }: Extract<Cadence, { kind: 'poisson' }>) {
  // No interval is shorter than a second, and the most cuts also the least.
  const leastS = Math.min(Math.max(1, leastIntervalS), mostIntervalS);
  const tail = (fromS: number) => Math.exp(-fromS / meanIntervalS);
  return leastS + meanIntervalS * (tail(leastS) - tail(mostIntervalS));
}

/** Of the minutes of a day from one to before another, the share that is not quiet. */
function awakeShare(quietHours: Schedule['quietHours'], fromMinute: number, toMinute: number): number {
  let awake = 0;
  for (let minute = fromMinute; minute < toMinute; minute += 1)
    if (!isQuietMinute(minute, quietHours)) awake += 1;
  return awake / (toMinute - fromMinute);
}
