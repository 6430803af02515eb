import type { Cohort, Dwelling, Medium } from '../../measurement-agent/protocol/vocabulary.ts';
import { seeded } from '../domain/statistics/seeded.ts';
import { DEMO_BRANDS, type DemoBrand, type DemoOffer } from './brands.ts';
import { PREFECTURES } from './prefectures.ts';
import { normal, oneOf, weighted } from './random.ts';

/** A line and who lives at its end. */
export interface Household {
  key: string;
  cohort: Cohort;
  brand: DemoBrand;
  offer: DemoOffer;
  /** True when the brand was named where the AS leaves it open. */
  saysBrand: boolean;
  subdivisionCode: string;
  saysRegion: boolean;
  kmFromTokyo: number;
  /** Which /24 or /48 it is in. */
  prefix: string;
  dwelling: Dwelling | null;
  contractBps: number | null;
  /** What it is mostly measured over. */
  medium: Medium;
  /** What line and home carry at best. */
  downloadBps: number;
  uploadBps: number;
  /** Idle, to an edge in Tokyo or Osaka. */
  rttMs: number;
  lossRatio: number;
  /** Tests a month. */
  testsAMonth: number;
}

/** An agent tests once a day. */
const AGENT_TESTS_A_MONTH = 30;

/** Brands that run agents in their own network. */
const WITH_AGENTS = ['mokei-tsushin', 'moshimo-hikari'];

/** Of Zipf's law: most test once in a while, and a few all the time. */
const ZIPF = 0.55;
const FEWEST_TESTS_A_MONTH = 0.35;
const MOST_TESTS_A_MONTH = 60;

/** Share of households that test as often as any. */
const MOST_SHARE = (FEWEST_TESTS_A_MONTH / MOST_TESTS_A_MONTH) ** (1 / ZIPF);

/** Expected tests of a household, a month, by the constants above. */
export const MEAN_TESTS_A_MONTH =
  (FEWEST_TESTS_A_MONTH / (1 - ZIPF)) * (1 - MOST_SHARE ** (1 - ZIPF)) + MOST_TESTS_A_MONTH * MOST_SHARE;

/** The household of a number: always the same one. */
export function householdOf(cohort: Cohort, number: number): Household {
  const key = `${cohort} ${number}`;
  const uniform = seeded(`household ${key}`);
  const brands =
    cohort === 'isp-agent' ? DEMO_BRANDS.filter(({ slug }) => WITH_AGENTS.includes(slug)) : DEMO_BRANDS;
  const brand = weighted(brands, ({ share }) => share, uniform);
  const { prefectures } = brand;
  const [subdivisionCode, , km] = weighted(
    PREFECTURES.filter(([code]) => prefectures?.includes(code) ?? true),
    ([, inhabitants]) => inhabitants,
    uniform,
  );
  const offer = weighted(brand.offers, ({ share }) => share, uniform);
  const isMobile = offer.access === 'mobile';
  const contractBps = oneOf(brand.contractsBps, uniform);
  const isAgent = cohort !== 'crowd-browser';
  const medium = mediumOf(isMobile, isAgent || uniform() < 0.32);
  const dwelling = isMobile || uniform() < 0.35 ? null : dwellingOf(uniform());
  const bestBps = bestOf(contractBps, offer, dwelling, uniform());
  const homeBps = brand.quality * homeOf(medium, normal(uniform));
  const downloadBps = Math.min(bestBps, homeBps);
  return {
    key,
    cohort,
    brand,
    offer,
    saysBrand: isAgent || uniform() < 0.7,
    subdivisionCode,
    saysRegion: isAgent || uniform() < 0.6,
    kmFromTokyo: km,
    prefix: `${offer.asn} ${subdivisionCode} ${Math.floor(uniform() * 6)}`,
    dwelling,
    contractBps,
    medium,
    downloadBps,
    uploadBps: downloadBps * upShareOf(offer) * Math.exp(0.15 * normal(uniform)),
    rttMs: (isMobile ? 28 : 3.5) * Math.exp(0.25 * normal(uniform)) + Math.min(km, 450) * 0.014,
    lossRatio: uniform() < 0.85 ? 0 : 0.002 * Math.exp(normal(uniform)),
    testsAMonth: isAgent
      ? AGENT_TESTS_A_MONTH
      : Math.min(MOST_TESTS_A_MONTH, FEWEST_TESTS_A_MONTH / uniform() ** ZIPF),
  };
}

function mediumOf(isMobile: boolean, isWired: boolean): Medium {
  if (isMobile) return 'cellular';
  return isWired ? 'wired' : 'wifi';
}

function dwellingOf(u: number): Dwelling {
  if (u < 0.5) return 'detached';
  if (u < 0.7) return 'apartment-fibre';
  return u < 0.9 ? 'apartment-vdsl' : 'apartment-lan';
}

/** What the access line carries: headers take a twentieth of what is sold. */
function bestOf(
  contractBps: number | null,
  { access }: DemoOffer,
  dwelling: Dwelling | null,
  u: number,
): number {
  if (access === 'mobile') return 25e6 * Math.exp(1.6 * u);
  if (access === 'fwa') return 60e6 * Math.exp(1.9 * u);
  if (dwelling === 'apartment-vdsl') return 60e6 + 34e6 * u;
  return (contractBps ?? 1e9) * (0.86 + 0.08 * u);
}

/** What Wi-Fi and device carry. */
function homeOf(medium: Medium, z: number): number {
  if (medium === 'cellular') return 55e6 * Math.exp(0.5 * z);
  if (medium === 'wifi') return 260e6 * Math.exp(0.55 * z);
  return Math.min(2.3e9, 880e6 * Math.exp(0.2 * z));
}

function upShareOf({ access }: DemoOffer): number {
  if (access === 'catv') return 0.06;
  return access === 'mobile' || access === 'fwa' ? 0.16 : 0.82;
}
