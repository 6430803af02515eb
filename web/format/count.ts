import { numberFormat } from './formats.ts';
import type { Lang } from './language.ts';

/** A whole number with thousands separators. */
export function formatCount(count: number, lang: Lang): string {
  return numberFormat(lang, { maximumFractionDigits: 0 }).format(count);
}

/** A ratio 0–1 as a percentage with two significant digits, at most two after the point. */
export function formatRatio(ratio: number, lang: Lang): string {
  return numberFormat(lang, {
    style: 'percent',
    maximumFractionDigits: ratio < 0.1 ? 2 : 1,
  }).format(ratio);
}

/** A share 0–1 in whole per cent: shares of lines are told in hundredths. */
export function formatSharePercent(share: number, lang: Lang): string {
  return numberFormat(lang, { style: 'percent', maximumFractionDigits: 0 }).format(share);
}
