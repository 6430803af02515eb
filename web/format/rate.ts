import type { Figure } from './figure.ts';
import { numberFormat } from './formats.ts';
import type { Lang } from './language.ts';

const BPS_PER_MBPS = 1e6;
const MBPS_PER_GBPS = 1e3;
const SIGNIFICANT_DIGITS = 3;

function significant(value: number, lang: Lang): string {
  return numberFormat(lang, {
    minimumSignificantDigits: SIGNIFICANT_DIGITS,
    maximumSignificantDigits: SIGNIFICANT_DIGITS,
  }).format(value);
}

/** A rate in bit/s as Mbps or Gbps with three significant digits; zero is `0 Mbps`. */
export function formatRate(bps: number, lang: Lang): Figure {
  if (bps === 0) return { value: '0', unit: 'Mbps' };
  const mbps = bps / BPS_PER_MBPS;
  // 999.6 Mbit/s rounds to 1000, which is 1.00 Gbps: the unit is chosen after rounding.
  const roundedMbps = Number(mbps.toPrecision(SIGNIFICANT_DIGITS));
  if (roundedMbps >= MBPS_PER_GBPS) return { value: significant(mbps / MBPS_PER_GBPS, lang), unit: 'Gbps' };
  return { value: significant(mbps, lang), unit: 'Mbps' };
}

/** A round number of bit/s for an axis or an option, without invented digits: `250 Mbps`, `1 Gbps`. */
export function formatRoundRate(bps: number, lang: Lang): Figure {
  const gigabit = bps >= BPS_PER_MBPS * MBPS_PER_GBPS;
  const value = bps / BPS_PER_MBPS / (gigabit ? MBPS_PER_GBPS : 1);
  return {
    value: numberFormat(lang, { maximumSignificantDigits: SIGNIFICANT_DIGITS }).format(value),
    unit: gigabit ? 'Gbps' : 'Mbps',
  };
}

/** Mbit/s as a bare number, for tables that name the unit once: whole ones from 10 on. */
export function formatMbps(bps: number, lang: Lang): string {
  const mbps = bps / BPS_PER_MBPS;
  return numberFormat(lang, {
    maximumFractionDigits: mbps < 9.95 ? 1 : 0,
    useGrouping: false,
  }).format(mbps);
}
