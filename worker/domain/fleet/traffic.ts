import { DEFAULT_PLAN } from '../../../measurement-agent/protocol/plan.ts';
import type { Cadence, Schedule } from '../../../measurement-agent/protocol/schedule.ts';
import { minutesOf } from '../../../measurement-agent/protocol/time-of-day.ts';

const MONTH_S = 30 * 86_400;
const HOUR_S = 3600;

/** Load goes on for its longest, after a start-up of this long, ms. */
const START_UP_MS = 700;
/** Headers, probes and datagrams come on top of load: as the agent sets aside before a test (docs/agent.md). */
const OVERHEAD_RATIO = 1.08;
const OVERHEAD_BYTES = 1_500_000;
/** A round of light probes (docs/agent.md). */
const PROBE_ROUND_BYTES = 1500;

/** Rates of a line. */
export interface Rates {
  downloadBps: number;
  uploadBps: number;
}

/** What a schedule costs in thirty days. */
export interface MonthlyTraffic {
  tests: number;
  /** Load of the tests, at most; cut by `monthlyBytes` of the schedule. */
  testBytes: number;
  probeBytes: number;
  /** True where the schedule's own bound cuts it: later tests of a month are then skipped. */
  capped: boolean;
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
 * Bursts after a suspicion are not in it.
 */
export function monthlyTraffic(schedule: Schedule, rates: Rates): MonthlyTraffic {
  const share = 1 - quietShare(schedule.quietHours);
  const tests = Math.round(testsAMonth(schedule.cadence) * share);
  const probeBytes =
    schedule.lightProbesEveryS === null
      ? 0
      : Math.round(MONTH_S / schedule.lightProbesEveryS) * PROBE_ROUND_BYTES;
  const wanted = tests * testBytesOf(rates);
  const bound = schedule.monthlyBytes === null ? wanted : Math.max(0, schedule.monthlyBytes - probeBytes);
  return { tests, testBytes: Math.min(wanted, bound), probeBytes, capped: bound < wanted };
}

function testsAMonth(cadence: Cadence): number {
  switch (cadence.kind) {
    case 'poisson':
      return MONTH_S / cadence.meanIntervalS;
    case 'stratified':
      return new Set(cadence.hours).size * 30;
    case 'campaign': {
      const lastsS = (Date.parse(cadence.endsAt) - Date.parse(cadence.startsAt)) / 1000;
      return Math.max(0, Math.min(MONTH_S, lastsS)) / cadence.everyS;
    }
  }
}

/** Share of a day in which nothing is tested; stretches that overlap count once, and one that ends where it begins is none. */
function quietShare(quiet: Schedule['quietHours']): number {
  const minutes = new Set<number>();
  for (const { from, to } of quiet) {
    const [start, end] = [minutesOf(from), minutesOf(to)];
    for (let minute = start; minute < (end >= start ? end : end + 1440); minute += 1)
      minutes.add(minute % 1440);
  }
  return minutes.size / (24 * (HOUR_S / 60));
}
