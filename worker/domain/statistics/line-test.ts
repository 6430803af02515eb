import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type {
  AccessTechnology,
  Cohort,
  ConnectionMethod,
  Dwelling,
  Medium,
  VerdictReason,
} from '../../../measurement-agent/protocol/vocabulary.ts';

/** One result as statistics see it. */
export interface LineTest extends Record<Metric, number | null> {
  id: string;
  measuredAtMs: number;
  methodVersion: number;
  synthetic: boolean;
  cohort: Cohort;
  valid: boolean;
  excludedBy: VerdictReason | null;
  ispKey: string | null;
  countryCode: string | null;
  subdivisionCode: string | null;
  regionSource: 'declared' | 'geoip' | null;
  utcOffsetMin: number | null;
  ipVersion: number | null;
  accessTechnology: AccessTechnology | null;
  connectionMethod: ConnectionMethod | null;
  dwelling: Dwelling | null;
  medium: Medium | null;
  contractDownloadBps: number | null;
  contractUploadBps: number | null;
  /** Whether the line is known: without a subscriberKey a result belongs to no line and counts in no figure. */
  lineKnown: boolean;
  /** 0–15, of the address prefix; null where it is not known. Lines of two buckets lie in two prefixes. */
  prefixBucket: number | null;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Days since the epoch at the line's place; in UTC where its clocks are not known. */
export function localDayOf({ measuredAtMs, utcOffsetMin }: LineTest): number {
  return Math.floor((measuredAtMs + (utcOffsetMin ?? 0) * MINUTE_MS) / DAY_MS);
}

/** Hour of the week at the line's place, 0 (Monday, 0 to 1 o'clock) to 167; null where its clocks are not known. */
export function hourOfWeekOf({ measuredAtMs, utcOffsetMin }: LineTest): number | null {
  if (utcOffsetMin === null) return null;
  const hours = Math.floor((measuredAtMs + utcOffsetMin * MINUTE_MS) / HOUR_MS);
  // The epoch was a Thursday.
  return (((hours + 3 * 24) % 168) + 168) % 168;
}
