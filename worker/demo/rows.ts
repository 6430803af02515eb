import { METHOD_VERSION } from '../../measurement-agent/protocol/spec.ts';
import type { VerdictReason } from '../../measurement-agent/protocol/vocabulary.ts';
import type { Directory } from '../domain/directory.ts';
import { ispOf } from '../domain/isp-of.ts';
import { type Month, monthEndMs } from '../domain/month.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { poissonSampler } from '../domain/statistics/poisson.ts';
import { seeded, type Uniform } from '../domain/statistics/seeded.ts';
import { type Household, householdOf, MEAN_TESTS_A_MONTH } from './household.ts';
import { measure } from './measured.ts';
import { oneOf, someBytes, weighted } from './random.ts';

/** How many there are of each. */
export interface Population {
  households: number;
  independentAgents: number;
  ispAgents: number;
}

/** Whole months that the demo has, besides the running one. */
export const DEMO_MONTHS = 13;

const AGENTS_SHARE = 0.06;
const TESTS_OF_AN_AGENT = 30 * DEMO_MONTHS;
/** So that chance does not leave less than what was asked for. */
const SPARE = 1.03;

/** A population that gives about `results` in the whole months. */
export function populationFor(results: number): Population {
  const agents = Math.ceil((AGENTS_SHARE * results) / TESTS_OF_AN_AGENT);
  const ofCrowd = Math.max(0, results - 2 * agents * TESTS_OF_AN_AGENT);
  return {
    households: Math.ceil((SPARE * ofCrowd) / (MEAN_TESTS_A_MONTH * DEMO_MONTHS)),
    independentAgents: agents,
    ispAgents: agents,
  };
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** When people test, by the hour in Japan: they have time in the evening, and reason to. */
const TESTED_AT = [2, 1, 1, 0.5, 0.5, 0.5, 1, 2, 2.5, 3, 3, 3, 4, 3, 3, 3, 3.5, 4, 5, 7, 9, 10, 8, 4].map(
  (weight, hour) => ({ hour, weight }),
);

const EXCLUDED_BY: readonly VerdictReason[] = [
  'cross-traffic',
  'cross-traffic',
  'tab-hidden',
  'stopped',
  'connection-lost',
  'vpn',
  'cpu-bound',
];
const EXCLUDED_SHARE = 0.07;

/** All results of a month up to `untilMs`. A line has the same ones every time, in a population of any size. */
export function* rowsOfMonth(
  month: Month,
  population: Population,
  directory: Directory,
  untilMs: number,
): Generator<ResultRow> {
  const cohorts = [
    ['crowd-browser', population.households],
    ['independent-agent', population.independentAgents],
    ['isp-agent', population.ispAgents],
  ] as const;
  for (const [cohort, count] of cohorts)
    for (let number = 0; number < count; number += 1) {
      const household = householdOf(cohort, number);
      for (const row of rowsOfLine(
        month,
        `${cohort[0]}${String(number).padStart(6, '0')}`,
        household,
        directory,
      ))
        if (row.measuredAtMs <= untilMs) yield row;
    }
}

function* rowsOfLine(
  month: Month,
  line: string,
  household: Household,
  directory: Directory,
): Generator<ResultRow> {
  const uniform = seeded(`month ${month} ${household.key}`);
  const tests = poissonSampler(household.testsAMonth)(uniform());
  if (tests === 0) return;
  const { offer, brand } = household;
  const isp = ispOf(household.saysBrand ? brand.slug : null, offer.asn, directory);
  const subscriberKey = someBytes(16, uniform);
  const prefixKey = someBytes(8, seeded(`prefix ${month} ${household.prefix}`));
  const fromMs = Date.parse(`${month}-01`);
  const days = Math.round((monthEndMs(month) - fromMs) / DAY_MS);
  for (let number = 0; number < tests; number += 1) {
    const measuredAtMs = momentOf(fromMs, days, household.cohort === 'crowd-browser', uniform);
    const excludedBy = uniform() < EXCLUDED_SHARE ? oneOf(EXCLUDED_BY, uniform) : null;
    yield {
      id: `demo-${month.replace('-', '')}-${line}-${number.toString(36).padStart(2, '0')}`,
      receivedAtMs: measuredAtMs + 12_000,
      measuredAtMs,
      methodVersion: METHOD_VERSION,
      cohort: household.cohort,
      synthetic: true,
      valid: excludedBy === null,
      excludedBy,
      asn: offer.asn,
      ispKey: isp?.key ?? null,
      ispSource: isp?.source ?? null,
      countryCode: 'JP',
      subdivisionCode: household.subdivisionCode,
      regionSource: household.saysRegion ? 'declared' : 'geoip',
      utcOffsetMin: 540,
      ipVersion: offer.method === 'pppoe' || uniform() < 0.3 ? 4 : 6,
      accessTechnology: household.saysBrand || household.contractBps !== null ? offer.access : null,
      connectionMethod: household.saysBrand ? offer.method : null,
      dwelling: household.dwelling,
      contractDownloadBps: household.contractBps,
      contractUploadBps: offer.access === 'catv' ? null : household.contractBps,
      subscriberKey,
      prefixKey,
      ...measure(household, measuredAtMs, uniform),
    };
  }
}

/** People test when they like, agents at any hour. */
function momentOf(fromMs: number, days: number, byHand: boolean, uniform: Uniform): number {
  const dayMs = fromMs + Math.floor(uniform() * days) * DAY_MS;
  const hourInJapan = byHand ? weighted(TESTED_AT, ({ weight }) => weight, uniform).hour : uniform() * 24;
  const hour = (hourInJapan - 9 + 24) % 24;
  return Math.floor(dayMs + (Math.floor(hour) + uniform()) * HOUR_MS);
}
