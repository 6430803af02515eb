import type { Figure } from './figure.ts';
import { numberFormat } from './formats.ts';
import type { Lang } from './language.ts';

/** Digits after the decimal point: a browser's timer resolves 0.1 ms, and nobody reads tenths of 300 ms. */
function fractionDigits(ms: number): number {
  if (ms < 1) return 2;
  return ms < 99.95 ? 1 : 0;
}

/** A delay in ms: hundredths below 1 ms, tenths below 100 ms, whole ms above. */
export function formatDelay(ms: number, lang: Lang): Figure {
  const digits = fractionDigits(ms);
  const format = numberFormat(lang, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return { value: format.format(ms), unit: 'ms' };
}

/** A round number of ms for an axis. */
export function formatRoundDelay(ms: number, lang: Lang): Figure {
  return {
    value: numberFormat(lang, { maximumSignificantDigits: 3 }).format(ms),
    unit: 'ms',
  };
}
