import type { Medium } from '../../measurement-agent/protocol/vocabulary.ts';
import type { Uniform } from '../domain/statistics/seeded.ts';
import type { Household } from './household.ts';
import { normal } from './random.ts';

/** What one test found. */
export interface Measured {
  medium: Medium;
  downloadBps: number;
  uploadBps: number;
  idleRttMs: number;
  idleRttP95Ms: number;
  workingRttDownloadMs: number;
  workingRttUploadMs: number;
  ipdvMs: number;
  pdvP95Ms: number;
  /** Null where UDP did not get through. */
  lossRatio: number | null;
  rpm: number;
}

/** A story for trends: from this month on the brand has twice the capacity in the evening. */
const UPGRADE = { slug: 'kamei-net', fromMs: Date.UTC(2026, 4) };
/** And one for incidents: each year from 10 to 19 September evenings are half as fast in Kinki. */
const DEGRADATION = {
  slug: 'kaku-hikari',
  days: /^\d{4}-09-1\d/,
  prefectures: ['JP-25', 'JP-26', 'JP-27', 'JP-28', 'JP-29', 'JP-30'],
};

const HOUR_MS = 3_600_000;
const JAPAN_MS = 9 * HOUR_MS;
const BUSIEST_HOUR = 21.5;

/** How busy the network is at a moment, 0–1: most in the evening, on mobile also at noon. */
export function busyness(atMs: number, isMobile: boolean): number {
  const hour = ((atMs + JAPAN_MS) % (24 * HOUR_MS)) / HOUR_MS;
  const around = (centre: number, width: number) => {
    const away = Math.min(Math.abs(hour - centre), 24 - Math.abs(hour - centre));
    return Math.exp(-0.5 * (away / width) ** 2);
  };
  return Math.max(around(BUSIEST_HOUR, 1.7), isMobile ? 0.8 * around(12.5, 0.6) : 0);
}

/** One test of a household. */
export function measure(household: Household, atMs: number, uniform: Uniform): Measured {
  const { offer, brand, medium, kmFromTokyo } = household;
  const isMobile = offer.access === 'mobile';
  const busy = busyness(atMs, isMobile);
  const left = 1 - (1 - busiestLeft(household, brand.slug, atMs)) * busy;
  // Whoever is wired also tries Wi-Fi now and then.
  const overWifi = medium === 'wired' && household.cohort === 'crowd-browser' && uniform() < 0.12;
  const home = overWifi ? Math.min(1, 240e6 / household.downloadBps) : 1;
  const downloadBps = household.downloadBps * home * left * Math.exp(0.12 * normal(uniform));
  const uploadBps = household.uploadBps * home * (0.5 + 0.5 * left) * Math.exp(0.12 * normal(uniform));
  const wireless = medium === 'wifi' || overWifi ? 2.5 * Math.exp(0.6 * normal(uniform)) : 0.2;
  const queueMs = (isMobile ? 60 : 14) * Math.exp(0.7 * normal(uniform));
  const idleRttMs = household.rttMs + wireless + 10 * busy * (1 - left) + 0.001 * kmFromTokyo;
  const workingRttDownloadMs = idleRttMs + queueMs * (1 + busy);
  return {
    medium: overWifi ? 'wifi' : medium,
    downloadBps,
    uploadBps,
    idleRttMs,
    idleRttP95Ms: idleRttMs + 3 * wireless + 1,
    workingRttDownloadMs,
    workingRttUploadMs: idleRttMs + queueMs * 1.4 * Math.exp(0.3 * normal(uniform)),
    ipdvMs: 0.3 + 0.8 * wireless,
    pdvP95Ms: 0.6 + 2.2 * wireless + 6 * busy * (1 - left),
    lossRatio: uniform() < 0.1 ? null : lossOf(household, busy, left, uniform),
    rpm: 60_000 / (workingRttDownloadMs * 1.15 + 4),
  };
}

function busiestLeft({ offer, subdivisionCode }: Household, slug: string, atMs: number): number {
  if (slug === UPGRADE.slug && atMs >= UPGRADE.fromMs) return Math.min(0.95, offer.busiest * 1.35);
  if (
    slug === DEGRADATION.slug &&
    DEGRADATION.prefectures.includes(subdivisionCode) &&
    DEGRADATION.days.test(new Date(atMs).toISOString())
  )
    return offer.busiest / 2;
  return offer.busiest;
}

function lossOf({ lossRatio }: Household, busy: number, left: number, uniform: Uniform): number {
  const congested = left < 0.6 && uniform() < 0.5 ? 0.004 * busy * Math.exp(0.5 * normal(uniform)) : 0;
  return Math.min(0.2, lossRatio + congested);
}
