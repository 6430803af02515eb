/**
 * A population of lines that are known to the last test. Everything that makes crowd measurements hard is in it: contract tiers,
 * Wi-Fi that hides the line, evenings, testers of whom most test once and a few hundreds of times, who choose the hour and the
 * day, most of all when the line is bad, and an ISP some of whose lines test at night only, all month long.
 */
import type { Cohort } from '../../measurement-agent/protocol/vocabulary.ts';
import type { LineTest } from '../../worker/domain/statistics/line-test.ts';

export type Random = () => number;

export interface SimulatedIsp {
  key: string;
  /** Share of all lines. */
  share: number;
  /** Shares of lines with contracts of TIERS_BPS. */
  tiers: readonly number[];
  /** Median share of the contract that its quiet network carries, and the spread of its logarithm over lines. */
  speed: number;
  spread: number;
  /** Mean share of the rate that is gone in the busiest hour. */
  congestion: number;
  /** Share of its crowd's lines that test hundreds of times, at three in the morning and on a wire. */
  gaming: number;
}

const TIERS_BPS = [1e8, 1e9, 2e9, 1e10] as const;

const HONEST = { gaming: 0 };

export const ISPS: readonly SimulatedIsp[] = [
  {
    key: 'a',
    share: 0.2,
    tiers: [0.1, 0.7, 0.05, 0.15],
    speed: 0.5,
    spread: 0.5,
    congestion: 0.25,
    ...HONEST,
  },
  { key: 'b', share: 0.16, tiers: [0.3, 0.6, 0, 0.1], speed: 0.6, spread: 0.3, congestion: 0.2, ...HONEST },
  { key: 'c', share: 0.13, tiers: [0, 0.5, 0.3, 0.2], speed: 0.45, spread: 0.8, congestion: 0.4, ...HONEST },
  { key: 'd', share: 0.11, tiers: [0.05, 0.9, 0.05, 0], speed: 0.8, spread: 0.2, congestion: 0.1, ...HONEST },
  { key: 'e', share: 0.1, tiers: [0.1, 0.8, 0, 0.1], speed: 0.4, spread: 0.6, congestion: 0.5, ...HONEST },
  { key: 'f', share: 0.09, tiers: [0.5, 0.5, 0, 0], speed: 0.7, spread: 0.3, congestion: 0.3, ...HONEST },
  { key: 'g', share: 0.07, tiers: [0.1, 0.3, 0.1, 0.5], speed: 0.5, spread: 0.7, congestion: 0.3, ...HONEST },
  { key: 'h', share: 0.05, tiers: [0.9, 0.1, 0, 0], speed: 0.75, spread: 0.3, congestion: 0.2, ...HONEST },
  { key: 'i', share: 0.05, tiers: [0.2, 0.7, 0, 0.1], speed: 0.5, spread: 0.5, congestion: 0.6, ...HONEST },
  {
    key: 'gamer',
    share: 0.04,
    tiers: [0.1, 0.8, 0, 0.1],
    speed: 0.5,
    spread: 0.5,
    congestion: 0.6,
    gaming: 0.02,
  },
];

export const GAMER = ISPS.length - 1;

/** A line as it is, whatever anybody measures of it. */
export interface Line {
  isp: number;
  tierBps: number;
  /** What it carries when nobody else is awake. */
  quietBps: number;
  /** Share of the rate that is gone in the busiest hour of a usual day. */
  depth: number;
  /** Share of its tests that are made over Wi-Fi, and what that Wi-Fi brings. */
  wifiShare: number;
  wifiBps: number;
  /** Tests in a month, expected. */
  testsAMonth: number;
  games: boolean;
  cohort: Cohort;
}

/** The fewest and the most tests that a line is expected to make in a month. */
const FEWEST_TESTS = 0.25;
const MOST_TESTS = 300;

export function drawLine(random: Random): Line {
  const isp = pick(
    ISPS.map(({ share }) => share),
    random,
  );
  return drawLineOf(isp, random);
}

export function drawLineOf(isp: number, random: Random): Line {
  const own = ISPS[isp];
  if (own === undefined) throw new RangeError(`Cannot draw a line: there is no ISP ${isp}`);
  const { tiers, speed, spread, congestion, gaming } = own;
  const tierBps = TIERS_BPS[pick(tiers, random)] ?? 1e9;
  const games = random() < gaming;
  const habit = random();
  return {
    isp,
    tierBps,
    quietBps: tierBps * Math.min(MOST_OF_TIER, speed * Math.exp(spread * normal(random))),
    depth: Math.min(0.95, -congestion * Math.log(1 - random())),
    wifiShare: games || habit < 0.25 ? 0 : habit < 0.45 ? 0.5 : 1,
    wifiBps: 2.5e8 * Math.exp(0.8 * normal(random)),
    // Zipf's law with exponent 2: k times as many tests are made by one line in k.
    testsAMonth: games ? MOST_TESTS : Math.min(MOST_TESTS, FEWEST_TESTS / (1 - random())),
    games,
    cohort: 'crowd-browser',
  };
}

/** What an ISP that games its figures runs itself: the best line, tested all night long. */
export function ispAgentOf(isp: number, random: Random): Line {
  return {
    ...drawLineOf(isp, random),
    tierBps: 1e10,
    quietBps: 9e9,
    wifiShare: 0,
    testsAMonth: MOST_TESTS,
    games: true,
    cohort: 'isp-agent',
  };
}

/** Headers take the rest of what is contracted. */
const MOST_OF_TIER = 0.94;

/** Tests by hour of the day, and how much of a line's depth is felt then. */
const TESTED = [3, 2, 1, 1, 1, 1, 2, 4, 5, 5, 5, 5, 6, 5, 5, 5, 5, 6, 8, 11, 13, 14, 12, 7];
const FELT = [
  0.4, 0.2, 0, 0, 0, 0, 0, 0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 0.1, 0.1, 0.1, 0.2, 0.3, 0.5, 0.8, 0.9, 1, 1, 0.7,
];

/** A line that has lost all of its rate is tested this many times as often as one at its best. */
const LURE_OF_TROUBLE = 4;

/** Months, years with them, each with days 2 to 29: whole both in Japan and in UTC, by which a line's key lives. */
export const MONTHS = [
  [2026, 8],
  [2026, 9],
  [2026, 10],
] as const;
const DAYS = 28;
const JAPAN_MIN = 540;
const HOUR_MS = 3_600_000;

/** All tests of a line in a month; none in a month in which nobody happened to test. */
export function testsOf(line: Line, month: number, random: Random): LineTest[] {
  const count = poisson(line.testsAMonth, random);
  const dayFactors: number[] = [];
  const tests: LineTest[] = [];
  while (tests.length < count) {
    const day = Math.floor(random() * DAYS);
    const hour = line.games ? 3 : pick(TESTED, random);
    const dayFactor = (dayFactors[day] ??= Math.exp(0.4 * normal(random)));
    const left = Math.max(0.02, 1 - line.depth * (FELT[hour] ?? 0) * dayFactor);
    // Who has trouble tests; who has none often does not.
    if (!line.games && random() * LURE_OF_TROUBLE > 1 + (LURE_OF_TROUBLE - 1) * (1 - left)) continue;
    tests.push(testOf(line, { month, day, hour }, left, random));
  }
  return tests;
}

/** A test in every hour of some days: what the line does, not when people look at it. */
export function testsAtAllHours(line: Line, random: Random): LineTest[] {
  const tests: LineTest[] = [];
  for (let day = 0; day < DAYS; day += 3) {
    const dayFactor = Math.exp(0.4 * normal(random));
    for (let hour = 0; hour < 24; hour += 1) {
      const left = Math.max(0.02, 1 - line.depth * (FELT[hour] ?? 0) * dayFactor);
      tests.push(testOf(line, { month: 0, day, hour }, left, random));
    }
  }
  return tests;
}

let made = 0;

function testOf(
  line: Line,
  { month, day, hour }: { month: number; day: number; hour: number },
  left: number,
  random: Random,
): LineTest {
  const wifi = random() < line.wifiShare;
  const wifiBps = wifi ? line.wifiBps * Math.exp(0.35 * normal(random)) : Number.POSITIVE_INFINITY;
  const rate = Math.min(line.quietBps * left * Math.exp(0.05 * normal(random)), wifiBps);
  const [year, monthOfYear] = MONTHS[month] ?? MONTHS[0];
  made += 1;
  return {
    id: String(made),
    measuredAtMs:
      Date.UTC(year, monthOfYear, day + 2) + Math.floor((hour - JAPAN_MIN / 60 + random()) * HOUR_MS),
    methodVersion: 1,
    synthetic: false,
    cohort: line.cohort,
    valid: true,
    excludedBy: null,
    ispKey: ISPS[line.isp]?.key ?? null,
    countryCode: 'JP',
    subdivisionCode: 'JP-13',
    regionSource: 'declared',
    utcOffsetMin: JAPAN_MIN,
    ipVersion: 6,
    accessTechnology: 'ftth',
    connectionMethod: null,
    dwelling: null,
    medium: wifi ? 'wifi' : 'wired',
    contractDownloadBps: line.tierBps,
    contractUploadBps: null,
    lineKnown: true,
    prefixBucket: null,
    downloadBps: Math.max(1e5, Math.min(MOST_OF_TIER * line.tierBps, rate)),
    uploadBps: null,
    idleRttMs: null,
    workingRttDownloadMs: null,
    workingRttUploadMs: null,
    pdvP95Ms: null,
    lossRatio: null,
    rpm: null,
  };
}

/** An index, drawn by weights. */
function pick(weights: readonly number[], random: Random): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  let left = random() * sum;
  for (let index = 0; index < weights.length; index += 1) {
    left -= weights[index] ?? 0;
    if (left < 0) return index;
  }
  return weights.length - 1;
}

/** Box and Muller (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's product up to 30; above, a normal number is as good. */
function poisson(mean: number, random: Random): number {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}
